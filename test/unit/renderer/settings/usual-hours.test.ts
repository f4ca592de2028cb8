import { expect, test } from 'vitest';
import { localWeek, mostUsual } from '../../../../src-renderer/settings/usual-hours.ts';

const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
const only = (hour: number) => Array.from({ length: 168 }, (_, each) => (each === hour ? 1 : 0));

test.each([
  ['Berlin in winter', -60, 10, 11],
  ['New York in winter', 300, 10, 5],
  ['over midnight on Sunday', -60, 167, 0],
  ['before midnight on Monday', 60, 0, 167],
  ['UTC', 0, 10, 10],
])('hours are shown by the clock of the place: %s', (_name, offsetMinutes, utc, local) => {
  expect(localWeek(only(utc), offsetMinutes)).toEqual(only(local));
});

test('the hours that stand out are named for those who do not see them', () => {
  const week = only(10).map((weight, hour) => (hour === 34 || hour === 167 ? 0.5 : weight));
  expect(mostUsual(week, DAYS)).toBe('Most usual: Mon 10 to 11, Tue 10 to 11, Sun 23 to 24');
  expect(mostUsual(only(-1), DAYS)).toBe('Every hour of the week is as usual as any other so far');
});
