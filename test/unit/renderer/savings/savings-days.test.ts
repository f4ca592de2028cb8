import { expect, test } from 'vitest';
import { hasGaps, shownDays } from '../../../../src-renderer/savings/savings-days.ts';
import { aDay, someSavings } from './make.ts';

const shown = (...items: Parameters<typeof someSavings>[0]) =>
  shownDays(someSavings(items)).map(({ day, counted }) => [day, counted?.calls]);

test('every day from the first with numbers to today is shown, also those without', () => {
  const days = shown(aDay('2026-11-10'), aDay('2026-11-12', { calls: 0 }));
  expect(days.length).toBe(12);
  expect(days.slice(0, 4)).toEqual([
    ['2026-11-10', 33],
    ['2026-11-11', undefined],
    ['2026-11-12', 0],
    ['2026-11-13', undefined],
  ]);
  expect(days.at(-1)).toEqual(['2026-11-21', undefined]);
});

test('a history of one day has six empty days before it, and one of no day seven', () => {
  expect(shown(aDay('2026-11-21')).map(([day]) => day)).toEqual([15, 16, 17, 18, 19, 20, 21].map((date) => `2026-11-${date}`));
  expect(shown().length).toBe(7);
});

test('a span shorter than the week before the first number is kept', () => {
  const days = shownDays(someSavings([aDay('2026-11-21')], { from: '2026-11-20' }));
  expect(days.map(({ day }) => day)).toEqual(['2026-11-20', '2026-11-21']);
});

test('days follow each other over the end of summer time, of months and of years', () => {
  const days = shownDays(someSavings([aDay('2026-12-28')], { from: '2026-12-01', to: '2027-01-02' }));
  expect(days.map(({ day }) => day.slice(5))).toEqual(['12-27', '12-28', '12-29', '12-30', '12-31', '01-01', '01-02']);
  expect(shownDays(someSavings([aDay('2026-10-23')])).length).toBe(30);
});

test.each([
  ['a whole day', { fixedCalls: 288, compared: 1 }, 1],
  ['half a day', { fixedCalls: 144, compared: 1 }, 0.5],
  ['a day in which two of three sources were there half of it', { fixedCalls: 576, compared: 3 }, 2 / 3],
  ['a day that the clock was set back in', { fixedCalls: 300, compared: 1 }, 1],
  ['a day of what nothing would poll', { fixedCalls: 0, compared: 0 }, null],
])('%s was counted for its share of the day', (_name, change, share) => {
  expect(shownDays(someSavings([aDay('2026-11-21', change)])).at(-1)?.share).toBe(share);
});

test('empty days before the first number are no gap, those after it are', () => {
  expect(hasGaps(shownDays(someSavings([aDay('2026-11-21')])))).toBe(false);
  expect(hasGaps(shownDays(someSavings([aDay('2026-11-19'), aDay('2026-11-21')])))).toBe(true);
});
