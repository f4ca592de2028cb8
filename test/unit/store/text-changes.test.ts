import fc from 'fast-check';
import { expect, test } from 'vitest';
import { changesBetween, textBefore } from '../../../src-main/store/text-changes.ts';

const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.json({ maxDepth: 3 }),
  fc.array(fc.constantFrom('"a":1', '"b":"xyz"', '{', '}', 'long'.repeat(20)), { maxLength: 12 }).map((parts) => parts.join(',')),
);

test('whatever a text was before, it is found again from what it is now', () => {
  fc.assert(
    fc.property(text, text, (before, now) => {
      const changes = JSON.parse(JSON.stringify(changesBetween(before, now))) as (number | string)[];
      expect(textBefore(now, changes)).toBe(before);
    }),
    { numRuns: 2_000 },
  );
});

test('two values that differ far apart are kept, and not all that lies between them', () => {
  const record = (price: number, at: string) => JSON.stringify({ price, text: 'x'.repeat(500), list: [1, 2], at });
  const changes = changesBetween(record(1.5, '12:00'), record(1.75, '12:05'));
  expect(JSON.stringify(changes).length).toBeLessThan(100);
  expect(textBefore(record(1.75, '12:05'), changes)).toBe(record(1.5, '12:00'));
});

test('texts that are the same differ in nothing', () => {
  expect(changesBetween('{"a":1}', '{"a":1}')).toEqual([]);
});
