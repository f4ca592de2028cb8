import { expect, test } from 'vitest';
import { dayAfterKey } from '../../../../src-renderer/savings/day-keys.ts';

test.each([
  ['ArrowLeft', 5, 4],
  ['ArrowLeft', 0, 0],
  ['ArrowRight', 5, 6],
  ['ArrowRight', 29, 29],
  ['PageUp', 10, 3],
  ['PageUp', 3, 0],
  ['PageDown', 20, 27],
  ['PageDown', 27, 29],
  ['Home', 20, 0],
  ['End', 20, 29],
  ['Enter', 20, null],
])('%s leads from day %d of 30 to %s', (key, from, to) => {
  expect(dayAfterKey(key, from, 30)).toBe(to);
});
