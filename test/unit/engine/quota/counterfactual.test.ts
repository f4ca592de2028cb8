import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fixedCalls } from '../../../../src-main/engine/quota/counterfactual.ts';

const DAY = 86_400_000;
const sum = (byDay: Map<number, number>) => [...byDay.values()].reduce((total, calls) => total + calls, 0);

test('a day of fixed polling has 288 calls, and each belongs to its day', () => {
  expect([...fixedCalls(0, 3 * DAY)]).toEqual([
    [0, 288],
    [DAY, 288],
    [2 * DAY, 288],
  ]);
});

test('it does not matter in how many pieces a time is counted', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 3 * DAY }),
      fc.array(fc.integer({ min: 1, max: 3_600_000 }), { maxLength: 50 }),
      (start, steps) => {
        let at = start;
        let pieces = 0;
        for (const step of steps) {
          pieces += sum(fixedCalls(at, at + step));
          at += step;
        }
        expect(pieces).toBe(sum(fixedCalls(start, at)));
      },
    ),
  );
});
