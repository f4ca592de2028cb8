import { expect, test } from 'vitest';
import { nextTryAt } from '../../../../src-main/engine/alerts/delivery-plan.ts';

const SECOND = 1_000;
const HOUR = 3_600_000;

test('tries become rarer, and end after a day', () => {
  const tries: number[] = [];
  let now = 0;
  for (let at = nextTryAt(0, 1, 0, null); at !== null; at = nextTryAt(0, tries.length + 1, now, null)) {
    tries.push((at - now) / SECOND);
    now = at;
  }
  expect(tries.slice(0, 6)).toEqual([10, 60, 300, 1800, 3600, 3600]);
  expect(now).toBeLessThanOrEqual(24 * HOUR);
  expect(now).toBeGreaterThan(22 * HOUR);
});

test('a receiver that asks for more time gets it, within reason', () => {
  expect(nextTryAt(0, 1, 0, 120 * SECOND)).toBe(120 * SECOND);
  expect(nextTryAt(0, 1, 0, 5 * SECOND)).toBe(10 * SECOND);
  expect(nextTryAt(0, 1, 0, 16 * 365 * 24 * HOUR)).toBe(6 * HOUR);
});
