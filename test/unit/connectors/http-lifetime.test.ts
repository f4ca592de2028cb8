import fc from 'fast-check';
import { expect, test } from 'vitest';
import { keptLifetime, type Lifetime, lifetimeMs } from '../../../src-main/connectors/http-lifetime.ts';

const NOW = Date.parse('2026-11-20T12:00:00.000Z');
const DAY = 86_400_000;
const DATE = 'Fri, 20 Nov 2026 12:00:00 GMT';

const SAID_NOTHING: Lifetime = { freshForMs: null, mayStore: true, mustRevalidate: false, staleIfErrorMs: null };
const lifetime = (told: Partial<Lifetime>): Lifetime => ({ ...SAID_NOTHING, ...told });

const cases: [name: string, headers: Record<string, string>, expected: Partial<Lifetime>][] = [
  ['nothing said', { ETag: '"a"', 'Last-Modified': 'Fri, 20 Nov 2020 12:00:00 GMT' }, {}],
  ['max-age', { 'Cache-Control': 'max-age=60' }, { freshForMs: 60_000 }],
  ['GitHub', { 'Cache-Control': 'private, max-age=60, s-maxage=60' }, { freshForMs: 60_000 }],
  ['s-maxage speaks to shared caches', { 'Cache-Control': 'public, s-maxage=600, proxy-revalidate' }, {}],
  ['in any case and spacing', { 'Cache-Control': 'Public,Max-Age = 60 ;foo' }, { freshForMs: 60_000 }],
  ['quoted, which recipients ought to accept', { 'Cache-Control': 'max-age="60"' }, { freshForMs: 60_000 }],
  ['Age counts', { 'Cache-Control': 'max-age=600', Age: '100' }, { freshForMs: 500_000 }],
  ['older than its lifetime', { 'Cache-Control': 'max-age=600', Age: '700' }, { freshForMs: 0 }],
  ['the first Age of several', { 'Cache-Control': 'max-age=600', Age: '100, 5' }, { freshForMs: 500_000 }],
  ['an unreadable Age is ignored', { 'Cache-Control': 'max-age=600', Age: '-3' }, { freshForMs: 600_000 }],
  ['16 years', { 'Cache-Control': 'max-age=504911232' }, { freshForMs: DAY }],
  ['beyond every number', { 'Cache-Control': `max-age=${'9'.repeat(400)}` }, { freshForMs: DAY }],
  ['negative', { 'Cache-Control': 'max-age=-1' }, { freshForMs: 0 }],
  ['malformed', { 'Cache-Control': 'max-age=soon' }, {}],
  ['malformed, although Expires could be read', { 'Cache-Control': 'max-age=1.5', Expires: 'Fri, 20 Nov 2026 12:10:00 GMT' }, {}],
  ['without an argument', { 'Cache-Control': 'max-age' }, {}],
  ['the shorter of two', { 'Cache-Control': 'max-age=600, max-age=60' }, { freshForMs: 60_000 }],
  ['no-store', { 'Cache-Control': 'no-store, max-age=60' }, { freshForMs: 0, mayStore: false, staleIfErrorMs: 0 }],
  ['no-cache', { 'Cache-Control': 'no-cache, max-age=60' }, { freshForMs: 0, mustRevalidate: true, staleIfErrorMs: 0 }],
  ['no-cache of one header', { 'Cache-Control': 'no-cache="Set-Cookie, no-store", max-age=60' }, { freshForMs: 60_000 }],
  [
    'must-revalidate forbids to stand in',
    { 'Cache-Control': 'max-age=60, must-revalidate, stale-if-error=600' },
    { freshForMs: 60_000, mustRevalidate: true, staleIfErrorMs: 0 },
  ],
  ['stale-if-error', { 'Cache-Control': 'max-age=60, stale-if-error=600' }, { freshForMs: 60_000, staleIfErrorMs: 600_000 }],
  ['stale-if-error for years', { 'Cache-Control': 'stale-if-error=999999999' }, { staleIfErrorMs: DAY }],
  ['stale-if-error malformed', { 'Cache-Control': 'max-age=60, stale-if-error=yes' }, { freshForMs: 60_000 }],
  ['immutable extends nothing', { 'Cache-Control': 'max-age=31536000, immutable' }, { freshForMs: DAY }],
  ['immutable alone', { 'Cache-Control': 'immutable' }, {}],
  [
    'Expires minus Date, whatever our clock says',
    { Expires: 'Sat, 01 Jan 2000 00:10:00 GMT', Date: 'Sat, 01 Jan 2000 00:00:00 GMT' },
    { freshForMs: 600_000 },
  ],
  ['Expires without Date', { Expires: 'Fri, 20 Nov 2026 12:10:00 GMT' }, { freshForMs: 600_000 }],
  [
    'max-age before Expires',
    { 'Cache-Control': 'max-age=60', Expires: 'Fri, 20 Nov 2026 13:00:00 GMT', Date: DATE },
    { freshForMs: 60_000 },
  ],
  ['Expires past', { Expires: 'Fri, 20 Nov 2026 11:00:00 GMT', Date: DATE }, { freshForMs: 0 }],
  ['Expires: 0', { Expires: '0' }, { freshForMs: 0 }],
  ['Expires: -1', { Expires: '-1' }, { freshForMs: 0 }],
  ['Expires malformed', { Expires: 'tomorrow' }, {}],
  ['Expires as RFC 850 wrote it', { Expires: 'Friday, 20-Nov-26 12:10:00 GMT', Date: DATE }, { freshForMs: 600_000 }],
  ['Expires as asctime wrote it', { Expires: 'Fri Nov 20 12:10:00 2026', Date: DATE }, { freshForMs: 600_000 }],
  ['Expires and Age', { Expires: 'Fri, 20 Nov 2026 12:10:00 GMT', Date: DATE, Age: '60' }, { freshForMs: 540_000 }],
];

test.each(cases)('%s', (_name, headers, expected) => {
  expect(lifetimeMs(new Headers(headers), NOW)).toEqual(lifetime(expected));
});

test('the time under way counts as age', () => {
  const headers = new Headers({ 'Cache-Control': 'max-age=60' });
  expect(lifetimeMs(headers, NOW, { requestedAt: NOW - 5_000 }).freshForMs).toBe(55_000);
  expect(lifetimeMs(headers, NOW, { requestedAt: NOW + 5_000 }).freshForMs).toBe(60_000);
});

test('the longest lifetime can be lowered and not raised', () => {
  const headers = new Headers({ 'Cache-Control': 'max-age=504911232, stale-if-error=504911232' });
  expect(lifetimeMs(headers, NOW, { longestMs: 3_600_000 })).toEqual(lifetime({ freshForMs: 3_600_000, staleIfErrorMs: 3_600_000 }));
  expect(lifetimeMs(headers, NOW, { longestMs: 30 * DAY }).freshForMs).toBe(DAY);
});

const kept: [name: string, before: Partial<Lifetime>, headers: Record<string, string>, expected: Partial<Lifetime>][] = [
  ['brings none', { freshForMs: 60_000, staleIfErrorMs: 5_000 }, { ETag: '"a"' }, { freshForMs: 60_000, staleIfErrorMs: 5_000 }],
  ['brings another', { freshForMs: 60_000 }, { 'Cache-Control': 'max-age=600' }, { freshForMs: 600_000 }],
  ['brings a malformed one', { freshForMs: 60_000 }, { 'Cache-Control': 'max-age=soon' }, { freshForMs: 60_000 }],
  [
    'brings other directives only',
    { freshForMs: 60_000 },
    { 'Cache-Control': 'private, must-revalidate' },
    { freshForMs: 60_000, mustRevalidate: true, staleIfErrorMs: 0 },
  ],
  [
    'lifts must-revalidate',
    { freshForMs: 0, mustRevalidate: true, staleIfErrorMs: 0 },
    { 'Cache-Control': 'max-age=600, stale-if-error=60' },
    { freshForMs: 600_000, staleIfErrorMs: 60_000 },
  ],
  ['brings Expires', { freshForMs: 60_000 }, { Expires: 'Fri, 20 Nov 2026 12:10:00 GMT', Date: DATE }, { freshForMs: 600_000 }],
  [
    'brings Expires after a no-cache',
    { freshForMs: 0, mustRevalidate: true, staleIfErrorMs: 0 },
    { Expires: 'Fri, 20 Nov 2026 12:10:00 GMT', Date: DATE },
    { freshForMs: 0, mustRevalidate: true, staleIfErrorMs: 0 },
  ],
  ['nothing before and nothing now', {}, {}, {}],
];

test.each(kept)('a 304 that %s', (_name, before, headers, expected) => {
  expect(keptLifetime(lifetime(before), new Headers(headers), NOW)).toEqual(lifetime(expected));
});

test('whatever the headers hold, nothing throws and nobody is silenced for longer than a day', () => {
  const text = fc.oneof(
    fc.stringMatching(/^[ -~]{0,40}$/),
    fc
      .array(fc.constantFrom('max-age', '=', '"', ',', ' ', '60', '-1', 'no-cache', 'no-store', 'stale-if-error', ';', '1e9'), {
        maxLength: 12,
      })
      .map((each) => each.join('')),
    fc.date({ noInvalidDate: true }).map((date) => date.toUTCString()),
  );
  fc.assert(
    fc.property(fc.dictionary(fc.constantFrom('cache-control', 'expires', 'date', 'age'), text), fc.integer(), (given, requestedAgo) => {
      const headers = new Headers(given);
      const first = lifetimeMs(headers, NOW, { requestedAt: NOW - requestedAgo });
      for (const each of [first, keptLifetime(first, headers, NOW)]) {
        for (const ms of [each.freshForMs, each.staleIfErrorMs]) {
          if (ms === null) continue;
          expect(ms).toBeGreaterThanOrEqual(0);
          expect(ms).toBeLessThanOrEqual(DAY);
        }
      }
    }),
    { numRuns: 2_000 },
  );
});
