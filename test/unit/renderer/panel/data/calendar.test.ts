import '../../locale.ts';
import { expect, test } from 'vitest';
import { panelShowSchema } from '../../../../../src-preload/contract/index.ts';
import { eventsOf, firstWeekday, monthOf } from '../../../../../src-renderer/panel/data/calendar.ts';

const show = panelShowSchema.parse({ kind: 'calendar', end: 'ends' }) as never;
const columns = [
  { name: 'what', type: 'text' as const },
  { name: 'begins', type: 'time' as const },
  { name: 'ends', type: 'time' as const },
];

test('rows become events in the order of time; those without a time are left out', () => {
  const events = eventsOf(
    {
      columns,
      rows: [
        ['b', '2026-11-21T12:00:00Z', null],
        ['x', null, null],
        ['a', '2026-11-20T12:00:00Z', null],
      ],
    },
    show,
  );
  expect(events.map(({ title }) => title)).toEqual(['a', 'b']);
});

test('a month has whole weeks, and an event that lasts stands on each of its days', () => {
  const events = eventsOf({ columns, rows: [['trip', '2026-11-20T20:00:00Z', '2026-11-22T10:00:00Z']] }, show);
  const weeks = monthOf(events, 2026, 10, 1);
  expect(weeks).toHaveLength(6);
  expect(weeks[0]?.[0]?.date.getDate()).toBe(26);
  expect(
    weeks
      .flat()
      .filter((day) => day.events.length > 0)
      .map(({ date }) => date.getDate()),
  ).toEqual([20, 21, 22]);
});

test('an event that ends at midnight is not of the next day', () => {
  const events = eventsOf({ columns, rows: [['day', '2026-11-19T23:00:00Z', '2026-11-20T23:00:00Z']] }, show);
  expect(
    monthOf(events, 2026, 10, 1)
      .flat()
      .filter((day) => day.events.length > 0),
  ).toHaveLength(1);
});

test('weeks begin as they do where the user lives', () => {
  expect(firstWeekday('de-DE')).toBe(1);
  expect(firstWeekday('en-US')).toBe(0);
});
