import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CallLog } from '../../../../src-main/engine/quota/call-log.ts';
import { LONGEST_WINDOW_MS, QuotaMeter } from '../../../../src-main/engine/quota/quota.ts';
import type { QuotaWindow } from '../../../../src-preload/contract/index.ts';

const at = (iso: string) => Date.parse(iso);
const NOON = at('2026-11-20T12:00:00.000Z');
const LENGTH = { second: 1_000, minute: 60_000, 'quarter-hour': 900_000, hour: 3_600_000, day: 86_400_000 } as const;

test('a clock window gives its calls back at its end, a sliding one when the oldest leaves', () => {
  const clock = meterOf([{ limit: 2, per: 'minute', align: 'clock' }], 0, [NOON + 50_000, NOON + 55_000]);
  expect(clock.allowedAt(NOON + 58_000).askedAt).toBe(NOON + 60_000);
  const sliding = meterOf([{ limit: 2, per: 'minute', align: 'sliding' }], 0, [NOON + 50_000, NOON + 55_000]);
  expect(sliding.allowedAt(NOON + 58_000).askedAt).toBe(NOON + 110_000);
});

test('the tightest of several windows decides', () => {
  const meter = meterOf(
    [
      { limit: 100, per: 'quarter-hour', align: 'clock' },
      { limit: 3, per: 'day', align: 'clock' },
    ],
    0,
    [NOON, NOON + 1, NOON + 2],
  );
  expect(meter.allowedAt(NOON + 3).askedAt).toBe(at('2026-11-21T00:00:00.000Z'));
  expect(meter.remaining(NOON + 3)).toBe(0);
});

test('scheduled calls stop before the reserve, asked ones use it', () => {
  const meter = meterOf(
    [{ limit: 10, per: 'hour', align: 'clock' }],
    30,
    Array.from({ length: 7 }, (_, index) => NOON + index),
  );
  const { scheduledAt, askedAt } = meter.allowedAt(NOON + 1_000);
  expect(scheduledAt).toBe(NOON + 3_600_000);
  expect(askedAt).toBe(NOON + 1_000);
});

/** A meter of calls that cost 1 each. */
const meterOf = (windows: readonly QuotaWindow[], reserve: number, times: readonly number[]) =>
  new QuotaMeter(
    { windows: [...windows], reserveForManualPercent: reserve },
    new CallLog(
      times.map((time) => ({ at: time, cost: 1 })),
      LONGEST_WINDOW_MS,
    ),
  );

const window = fc.record({
  limit: fc.integer({ min: 1, max: 8 }),
  per: fc.constantFrom('second' as const, 'minute' as const, 'quarter-hour' as const, 'hour' as const),
  align: fc.constantFrom('clock' as const, 'sliding' as const),
});

test('whoever calls only when allowed never exceeds any window, seen from any moment', () => {
  fc.assert(
    fc.property(
      fc.array(window, { minLength: 1, maxLength: 3 }),
      fc.array(fc.integer({ min: 0, max: 400_000 }), { minLength: 1, maxLength: 60 }),
      (windows, gaps) => {
        const meter = meterOf(windows, 0, []);
        const made: number[] = [];
        let now = NOON;
        for (const gap of gaps) {
          now += gap;
          if (meter.allowedAt(now).askedAt > now) continue;
          meter.spend(now, 1);
          made.push(now);
        }
        for (const { limit, per, align } of windows) {
          for (const call of made) {
            const from = align === 'clock' ? Math.floor(call / LENGTH[per]) * LENGTH[per] : call - LENGTH[per] + 1;
            expect(made.filter((each) => each >= from && each <= call).length).toBeLessThanOrEqual(limit);
          }
        }
      },
    ),
  );
});

test('the moment that is named is the earliest at which a call is allowed', () => {
  fc.assert(
    fc.property(
      fc.array(window, { minLength: 1, maxLength: 3 }),
      fc.array(fc.integer({ min: 0, max: 3_600_000 }), { maxLength: 40 }),
      (windows, offsets) => {
        const now = NOON + 3_600_000;
        const meter = meterOf(
          windows,
          0,
          offsets.map((offset) => now - offset),
        );
        const { askedAt } = meter.allowedAt(now);
        fc.pre(askedAt > now);
        expect(meter.allowedAt(askedAt - 1).askedAt).toBeGreaterThan(askedAt - 1);
      },
    ),
  );
});

test('a clock that was set back does not block a sliding window for as long as the jump', () => {
  const meter = meterOf([{ limit: 1, per: 'hour', align: 'sliding' }], 0, [NOON]);
  const before = NOON - 86_400_000;
  meter.clockMovedBack(before);
  expect(meter.allowedAt(before).askedAt).toBe(before + 3_600_000);
});

test('use tells how each window stands', () => {
  const meter = meterOf(
    [
      { limit: 10, per: 'day', align: 'clock' },
      { limit: 5, per: 'hour', align: 'sliding' },
    ],
    20,
    [NOON],
  );
  expect(meter.use('odds', 'Odds', NOON + 60_000)).toEqual([
    {
      sourceId: 'odds',
      sourceName: 'Odds',
      per: 'day',
      align: 'clock',
      timeZone: 'UTC',
      learned: false,
      budget: false,
      unit: 'call',
      price: null,
      spread: 'none',
      expected: null,
      spentOn: null,
      limit: 10,
      used: 1,
      reserved: 2,
      remaining: 9,
      resetsAt: '2026-11-21T00:00:00.000Z',
    },
    {
      sourceId: 'odds',
      sourceName: 'Odds',
      per: 'hour',
      align: 'sliding',
      timeZone: 'UTC',
      learned: false,
      budget: false,
      unit: 'call',
      price: null,
      spread: 'none',
      expected: null,
      spentOn: null,
      limit: 5,
      used: 1,
      reserved: 1,
      remaining: 4,
      resetsAt: '2026-11-20T13:00:00.000Z',
    },
  ]);
  expect(meterOf([], 10, [NOON]).remaining(NOON)).toBeNull();
});

test('credits: a call that costs more waits until as much is free, and a corrected cost counts', () => {
  const log = new CallLog([], LONGEST_WINDOW_MS);
  const meter = new QuotaMeter({ windows: [{ limit: 10, per: 'hour', align: 'sliding' }], reserveForManualPercent: 0 }, log);
  const spent = meter.spend(NOON, 6);
  meter.spend(NOON + 1_000, 3);
  expect(meter.allowedAt(NOON + 2_000, 1).askedAt).toBe(NOON + 2_000);
  expect(meter.allowedAt(NOON + 2_000, 2).askedAt).toBe(NOON + 3_600_000);
  expect(meter.allowedAt(NOON + 2_000, 8).askedAt).toBe(NOON + 3_601_000);
  expect(meter.allowedAt(NOON + 2_000, 11).askedAt).toBe(Infinity);
  meter.correct(spent, 1);
  expect(meter.allowedAt(NOON + 2_000, 6).askedAt).toBe(NOON + 2_000);
  expect(meter.remaining(NOON + 2_000)).toBe(6);
});

test('what a server tells does not hold the calls under way, and answers that overtake each other tell the least', () => {
  const log = new CallLog([], LONGEST_WINDOW_MS);
  const told = (remaining: number) => [{ name: 'p', per: null, limit: 10, remaining, resetsAt: NOON + 60_000 }];
  const left = () => log.told(NOON)[0]?.remaining;
  const [first, second, third] = [log.spend(NOON, 1), log.spend(NOON, 1), log.spend(NOON, 1)];
  log.learn(told(9), NOON, first);
  expect(left()).toBe(7);
  log.learn(told(7), NOON, third);
  expect(left()).toBe(6);
  // It left before the others were answered, so the server may have counted it before them.
  log.learn(told(8), NOON, second);
  expect(left()).toBe(6);
  // One that left after all of these and is alone is believed.
  log.learn(told(5), NOON, log.spend(NOON, 1));
  expect(left()).toBe(5);
});

test('what a server told goes by a clock that was set back as well', () => {
  const log = new CallLog([], LONGEST_WINDOW_MS);
  log.learn([{ name: 'p', per: null, limit: 10, remaining: 0, resetsAt: NOON + 60_000 }], NOON);
  log.clockMovedBack(NOON - 86_400_000);
  expect(log.told(NOON - 86_400_000 + 59_999)).toHaveLength(1);
  expect(log.told(NOON - 86_400_000 + 60_000)).toHaveLength(0);
});
