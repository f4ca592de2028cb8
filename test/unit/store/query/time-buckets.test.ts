import { expect, test } from 'vitest';
import { type Grain, TimeBuckets } from '../../../../src-main/store/query/time-buckets.ts';

const start = (zone: string, at: string, grain: Grain) => new Date(new TimeBuckets(zone).startOf(Date.parse(at), grain)).toISOString();

test('moments are cut in the time zone', () => {
  expect(start('UTC', '2026-11-21T14:37:12.345Z', 'minute')).toBe('2026-11-21T14:37:00.000Z');
  expect(start('UTC', '2026-11-21T14:37:12.345Z', 'quarter-hour')).toBe('2026-11-21T14:30:00.000Z');
  expect(start('Asia/Kolkata', '2026-11-21T14:37:00Z', 'hour')).toBe('2026-11-21T14:30:00.000Z');
  expect(start('Europe/Berlin', '2026-11-21T23:30:00Z', 'day')).toBe('2026-11-21T23:00:00.000Z');
});

test('weeks begin on Monday', () => {
  expect(start('Europe/Berlin', '2026-11-22T12:00:00Z', 'week')).toBe('2026-11-15T23:00:00.000Z');
  expect(start('UTC', '2026-11-23T00:00:00Z', 'week')).toBe('2026-11-23T00:00:00.000Z');
});

test('months and years begin on their first day', () => {
  expect(start('America/New_York', '2026-12-01T03:00:00Z', 'month')).toBe('2026-11-01T04:00:00.000Z');
  expect(start('UTC', '2026-12-01T03:00:00Z', 'year')).toBe('2026-01-01T00:00:00.000Z');
});

test('the day on which the clocks are set begins at its midnight', () => {
  // On 29 March 2026 clocks in Berlin go from 02:00 to 03:00.
  expect(start('Europe/Berlin', '2026-03-29T12:00:00Z', 'day')).toBe('2026-03-28T23:00:00.000Z');
  expect(start('Europe/Berlin', '2026-10-25T12:00:00Z', 'day')).toBe('2026-10-24T22:00:00.000Z');
});

test('moments before 1970 are cut downwards too', () => {
  expect(start('UTC', '1969-12-31T23:59:59Z', 'day')).toBe('1969-12-31T00:00:00.000Z');
});
