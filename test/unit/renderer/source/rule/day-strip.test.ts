import { expect, test } from 'vitest';
import { byHour, byLocalClock } from '../../../../../src-renderer/source/rule/day-strip.ts';

const at = (quarter: number) => Array.from({ length: 96 }, (_each, index) => (index === quarter ? 1 : 0));
const nobody = Array.from({ length: 96 }, () => false);
const place = (quarter: number, offsetMinutes: number) =>
  byLocalClock(at(quarter), nobody, offsetMinutes).findIndex(({ calls }) => calls === 1);

test.each([
  [0, 0, 0],
  [36, 60, 40],
  [95, 60, 3],
  [0, -300, 76],
  [0, 345, 23],
])('quarter %i of the day in UTC, seen by a clock %i minutes ahead, is its quarter %i', (utc, offset, local) => {
  expect(place(utc, offset)).toBe(local);
});

test('hours add up their quarters', () => {
  const quarters = byLocalClock(
    Array.from({ length: 96 }, (_each, quarter) => (quarter < 8 ? 1 : 0)),
    nobody,
    0,
  );
  expect(byHour(quarters).slice(0, 3)).toEqual([4, 4, 0]);
});
