import fc from 'fast-check';
import { beforeEach, expect, test, vi } from 'vitest';
import { clampWidth, keepChoice, readChoice } from '../../../../../src-renderer/source/records/column-choice.ts';

const kept = new Map<string, string>();
const NOTHING = { shown: null, widths: {} };

beforeEach(() => {
  kept.clear();
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, text: string) => void kept.set(key, text),
  });
  return () => vi.unstubAllGlobals();
});

test('nothing was chosen at first', () => {
  expect(readChoice('odds')).toEqual(NOTHING);
});

test('a choice comes back as it was kept, for its source only', () => {
  fc.assert(
    fc.property(
      fc.record({
        shown: fc.option(fc.array(fc.string()), { nil: null }),
        widths: fc.dictionary(fc.string({ unit: 'grapheme' }), fc.integer({ min: 60, max: 1200 }), { noNullPrototype: true }),
      }),
      (choice) => {
        keepChoice('odds', choice);
        expect(readChoice('odds')).toEqual(choice);
        expect(readChoice('other')).toEqual(NOTHING);
      },
    ),
  );
});

test.each(['', 'no json', 'null', '5', '"text"', '[]', '{}', '{"shown":5,"widths":7}', '{"shown":["a",1],"widths":null}'])(
  'what was kept as %j counts as nothing chosen',
  (text) => {
    kept.set('freshet.columns.odds', text);
    expect(readChoice('odds')).toEqual(NOTHING);
  },
);

test('widths that are no numbers are dropped, the others stay', () => {
  kept.set('freshet.columns.odds', '{"shown":["a"],"widths":{"a":100,"b":"wide","c":null,"d":1e999}}');
  expect(readChoice('odds')).toEqual({ shown: ['a'], widths: { a: 100 } });
});

test('a storage that is full or forbidden costs the choice and nothing else', () => {
  const refuse = () => {
    throw new DOMException('full', 'QuotaExceededError');
  };
  vi.stubGlobal('localStorage', { getItem: refuse, setItem: refuse });
  expect(() => keepChoice('odds', NOTHING)).not.toThrow();
  expect(readChoice('odds')).toEqual(NOTHING);
});

test.each([
  [-Infinity, 60],
  [-5, 60],
  [59.9, 60],
  [100.4, 100],
  [1_200.4, 1_200],
  [Infinity, 1_200],
])('a width of %d becomes %d', (width, clamped) => {
  expect(clampWidth(width)).toBe(clamped);
});
