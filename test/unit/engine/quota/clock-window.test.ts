import fc from 'fast-check';
import { expect, test } from 'vitest';
import { clockWindow } from '../../../../src-main/engine/quota/clock-window.ts';
import type { QuotaPeriod } from '../../../../src-preload/contract/index.ts';

const at = (iso: string) => Date.parse(iso);
const HOUR = 3_600_000;

test.each<[string, QuotaPeriod, string, string, string, string]>([
  [
    "a quarter hour begins at :00, :15, :30 and :45, as Strava's does",
    'quarter-hour',
    'UTC',
    '2026-11-20T12:14:59.999Z',
    '2026-11-20T12:00Z',
    '2026-11-20T12:15Z',
  ],
  ['a day in UTC', 'day', 'UTC', '2026-11-20T12:00Z', '2026-11-20T00:00Z', '2026-11-21T00:00Z'],
  ['a month in UTC', 'month', 'UTC', '2028-02-29T10:00Z', '2028-02-01T00:00Z', '2028-03-01T00:00Z'],
  ['a year that ends', 'month', 'UTC', '2026-12-31T23:59:59.999Z', '2026-12-01T00:00Z', '2027-01-01T00:00Z'],
  ['a day in New York', 'day', 'America/New_York', '2026-11-20T03:00Z', '2026-11-19T05:00Z', '2026-11-20T05:00Z'],
  ['its day of 23 hours', 'day', 'America/New_York', '2026-03-08T12:00Z', '2026-03-08T05:00Z', '2026-03-09T04:00Z'],
  ['its day of 25 hours', 'day', 'America/New_York', '2026-11-01T12:00Z', '2026-11-01T04:00Z', '2026-11-02T05:00Z'],
  ['its month with both offsets', 'month', 'America/New_York', '2026-11-20T12:00Z', '2026-11-01T04:00Z', '2026-12-01T05:00Z'],
  ['the day of 23 hours in Auckland', 'day', 'Pacific/Auckland', '2026-09-27T00:00Z', '2026-09-26T12:00Z', '2026-09-27T11:00Z'],
  ['the day of 25 hours in Auckland', 'day', 'Pacific/Auckland', '2026-04-05T00:00Z', '2026-04-04T11:00Z', '2026-04-05T12:00Z'],
  ['an hour off by a half', 'hour', 'Asia/Kolkata', '2026-11-20T12:10Z', '2026-11-20T11:30Z', '2026-11-20T12:30Z'],
  ['the first of two hours of one name', 'hour', 'America/New_York', '2026-11-01T05:30Z', '2026-11-01T05:00Z', '2026-11-01T06:00Z'],
  ['the second of them', 'hour', 'America/New_York', '2026-11-01T06:30Z', '2026-11-01T06:00Z', '2026-11-01T07:00Z'],
  ['clocks set back by half an hour', 'hour', 'Australia/Lord_Howe', '2026-04-04T15:10Z', '2026-04-04T15:00Z', '2026-04-04T15:30Z'],
  ['a day without midnight', 'day', 'America/Havana', '2026-03-08T12:00Z', '2026-03-08T05:00Z', '2026-03-09T04:00Z'],
  ['a midnight that came twice', 'day', 'America/St_Johns', '2010-11-07T02:40Z', '2010-11-07T02:30Z', '2010-11-08T03:30Z'],
  ['a day that was left out', 'day', 'Pacific/Apia', '2011-12-30T09:59Z', '2011-12-29T10:00Z', '2011-12-30T10:00Z'],
])('%s', (_name, per, timeZone, now, start, end) => {
  expect(clockWindow(per, timeZone, at(now))).toEqual({ start: at(start), end: at(end) });
});

const zone = fc.constantFrom(
  'UTC',
  'Pacific/Auckland',
  'America/New_York',
  'Australia/Lord_Howe',
  'Asia/Kathmandu',
  'America/Havana',
  'Africa/Casablanca',
  'America/Scoresbysund',
  'Pacific/Apia',
  'America/St_Johns',
);
const period = fc.constantFrom<QuotaPeriod>('second', 'minute', 'quarter-hour', 'hour', 'day', 'month');
/** Any moment, and moments around the ones at which the clocks are set. */
const moment = fc.oneof(
  fc.integer({ min: at('2000-01-01T00:00Z'), max: at('2040-01-01T00:00Z') }),
  fc
    .tuple(
      fc.constantFrom(
        '2026-03-08T07:00Z',
        '2026-11-01T06:00Z',
        '2026-09-26T14:00Z',
        '2026-04-04T15:00Z',
        '2011-12-30T10:00Z',
        '2010-11-07T02:31Z',
      ),
      fc.integer({ min: -26 * HOUR, max: 26 * HOUR }),
    )
    .map(([iso, by]) => at(iso) + by),
);

test('a window holds now, never ends before it, and the next one begins where it ends', () => {
  fc.assert(
    fc.property(period, zone, moment, (per, timeZone, now) => {
      const { start, end } = clockWindow(per, timeZone, now);
      expect(start).toBeLessThanOrEqual(now);
      expect(end).toBeGreaterThan(now);
      expect(clockWindow(per, timeZone, end).start).toBe(end);
      expect(clockWindow(per, timeZone, start - 1).end).toBe(start);
      expect(clockWindow(per, timeZone, end - 1)).toEqual({ start, end });
    }),
    { numRuns: 2_000 },
  );
});
