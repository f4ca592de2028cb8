import fc from 'fast-check';
import { expect, test } from 'vitest';
import { laterMark, markAmong, sinceOf } from '../../../../src-main/engine/refresh/high-water-mark.ts';
import { type Incremental, incrementalSchema } from '../../../../src-preload/contract/index.ts';

const NOW = Date.parse('2026-11-20T12:00:00Z');
const settings = (change: Partial<Incremental> = {}) => incrementalSchema.parse({ param: 'since', field: 'at', ...change });
const among = (values: unknown[], format: Incremental['format'] = 'iso') =>
  markAmong(
    { format, field: 'at' },
    values.map((at) => ({ fields: { at } })),
    NOW,
  );
const at = (iso: string) => String(Date.parse(iso));

test('a mark is the greatest of the values, in whatever form they are', () => {
  expect(among(['2026-11-20T10:00:00Z', '2026-11-20T11:30:00+01:00', 1_763_600_000])).toBe(at('2026-11-20T10:30:00Z'));
  expect(markAmong({ format: 'iso', field: 'meta.at' }, [{ fields: { meta: { at: '2026-11-01' } } }], NOW)).toBe(
    at('2026-11-01T00:00:00Z'),
  );
});

test('nothing, null and what is no time never are a mark', () => {
  expect(among([null, undefined, '', 'soon', {}, true])).toBeNull();
  expect(among([null, '2026-11-20T10:00:00Z', 'soon'])).toBe(at('2026-11-20T10:00:00Z'));
  expect(among([null, '', {}, true], 'text')).toBeNull();
});

test('a date in the future counts as now, so that it cannot hide what comes until then', () => {
  expect(among(['2099-01-01T00:00:00Z'])).toBe(String(NOW));
});

test('text is compared as whole numbers where it is that, and letter by letter otherwise', () => {
  expect(among([9, '10', 2], 'text')).toBe('10');
  expect(among(['b', 'abc', null], 'text')).toBe('b');
  expect(laterMark({ format: 'text' }, '99999999999999999998', '99999999999999999999')).toBe('99999999999999999999');
});

test.each([
  ['iso', 3600, '2026-11-20T09:00:00Z'],
  ['iso', 0, '2026-11-20T09:59:59Z'],
  ['unix-seconds', 3600, String(Date.parse('2026-11-20T09:00:00Z') / 1000)],
  ['unix-milliseconds', 0, String(Date.parse('2026-11-20T10:00:00.499Z'))],
] as const)('as %s with a look-back of %i s it asks from %s on', (format, lookBackSeconds, value) => {
  expect(sinceOf(settings({ format, lookBackSeconds }), at('2026-11-20T10:00:00.500Z')).value).toBe(value);
});

test('a counter asks from one before, other text from itself on', () => {
  expect(sinceOf(settings({ format: 'text' }), '10').value).toBe('9');
  expect(sinceOf(settings({ format: 'text' }), '0').value).toBe('0');
  expect(sinceOf(settings({ format: 'text' }), '007').value).toBe('007');
  expect(sinceOf(settings({ format: 'text' }), 'c-10')).toEqual({ value: 'c-10', atMs: null });
});

test('whatever the settings, it asks from before the mark, and never from further back than the window and one unit', () => {
  const format = fc.constantFrom('iso' as const, 'unix-seconds' as const, 'unix-milliseconds' as const);
  fc.assert(
    fc.property(format, fc.integer({ min: 0, max: 31_536_000 }), fc.integer({ min: 1e12, max: 4e12 }), (form, lookBackSeconds, mark) => {
      const since = sinceOf(settings({ format: form, lookBackSeconds }), String(mark));
      expect(since.atMs).toBeLessThan(mark);
      expect(since.atMs).toBeGreaterThanOrEqual(mark - lookBackSeconds * 1000 - 2000);
      const read = form === 'iso' ? Date.parse(since.value) : Number(since.value) * (form === 'unix-seconds' ? 1000 : 1);
      expect(read).toBe(since.atMs);
    }),
  );
});
