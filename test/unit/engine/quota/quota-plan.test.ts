import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  anchorAfterPress,
  anchorFor,
  evenWeights,
  hourOfWeek,
  parseWeights,
  planFor,
  type QuotaAnchor,
  type QuotaStanding,
  recordLook,
  serialiseWeights,
} from '../../../../src-main/engine/quota/quota-plan.ts';

const at = (iso: string) => Date.parse(iso);
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** A Friday. */
const START = at('2026-11-20T00:00:00.000Z');

const onlyHours = (from: number, to: number) => Array.from({ length: 168 }, (_, hour) => (hour % 24 >= from && hour % 24 < to ? 1 : 0));

test.each([
  ['1970-01-01T00:00:00Z', 72],
  ['2026-11-16T00:00:00Z', 0],
  ['2026-11-20T12:59:59.999Z', 4 * 24 + 12],
  ['2026-11-22T23:00:00Z', 167],
  ['1969-12-28T23:59:59Z', 167],
])('hour of the week of %s', (iso, hour) => {
  expect(hourOfWeek(at(iso))).toBe(hour);
});

const SINCE: QuotaAnchor = { at: START, remaining: 24, resetsAt: START + DAY };
const plan = (now: number, remaining: number, weights: readonly number[] = [], since = SINCE) =>
  planFor({ remaining, resetsAt: since.resetsAt, now, weights }, since);

test.each([
  ['at the beginning', 0, 24, 1, 0],
  ['with the first call spent', 0.5, 23, 0, 1],
  ['after an hour', 1, 23, 1, 1],
  ['after an hour, with its call spent', 1, 22, 0, 2],
  ['what nobody took may be made up for', 12, 20, 9, 12],
  ['spent ahead of the plan', 2, 18, 0, 6],
  ['one call is kept until the end', 23.9, 1, 0, 24],
])('an even plan, %s', (_name, hours, remaining, allowedNow, nextHour) => {
  expect(plan(START + hours * HOUR, remaining)).toMatchObject({ allowedNow, nextAllowedAt: START + nextHour * HOUR });
});

test('calls become available while somebody usually looks', () => {
  const weights = onlyHours(8, 16);
  expect(plan(START + 8 * HOUR, 23, weights)).toMatchObject({ allowedNow: 0, nextAllowedAt: START + 8 * HOUR + HOUR / 3 });
  expect(plan(START + 12 * HOUR, 23, weights).allowedNow).toBe(12);
  expect(plan(START + 16 * HOUR, 24, weights).allowedNow).toBe(23);
});

test('a window in which nobody usually looks is spread evenly', () => {
  const night = { at: START, remaining: 4, resetsAt: START + 4 * HOUR };
  expect(plan(START + 2 * HOUR, 4, onlyHours(8, 16), night).allowedNow).toBe(3);
});

test.each([
  [
    'over, so that what is left may go',
    { remaining: 3, resetsAt: START, now: START },
    { allowedNow: 3, nextAllowedAt: START, expected: null, spentOn: null },
  ],
  [
    'spent',
    { remaining: 0, resetsAt: START + DAY, now: START },
    { allowedNow: 0, nextAllowedAt: START + DAY, expected: null, spentOn: START },
  ],
  [
    'overdrawn',
    { remaining: -3, resetsAt: START + DAY, now: START },
    { allowedNow: 0, nextAllowedAt: START + DAY, expected: null, spentOn: START },
  ],
  [
    'one call, which cannot be spread',
    { remaining: 1, resetsAt: START + DAY, now: START },
    { allowedNow: 1, nextAllowedAt: START, expected: null, spentOn: null },
  ],
])('a window that is %s', (_name, standing, expected) => {
  expect(planFor({ ...standing, weights: [] })).toEqual(expected);
});

test.each([
  ['at twice the pace', 6, 12, START + 12 * HOUR],
  ['just as planned', 6, 18, null],
  ['slower than planned', 6, 21, null],
  ['nothing spent yet', 6, 24, null],
])('when it would be spent, %s', (_name, hours, remaining, spentOn) => {
  expect(plan(START + hours * HOUR, remaining).spentOn).toBe(spentOn);
});

test('the forecast counts with nights', () => {
  const since = { at: START, remaining: 100, resetsAt: START + 5 * DAY };
  // 40 in the eight hours of the first day: 40 more on the second, the last 20 in the first half of the third.
  expect(plan(START + 20 * HOUR, 60, onlyHours(8, 16), since).spentOn).toBe(START + 2 * DAY + 12 * HOUR);
});

test('calls of different costs: each may leave once those before it have been earned, so a dear one does not starve', () => {
  const dear = { remaining: 18, resetsAt: START + DAY, weights: [], cost: 6, lastCost: 1 };
  expect(planFor({ ...dear, now: START + 5 * HOUR }, SINCE).nextAllowedAt).toBe(START + 6 * HOUR);
  expect(planFor({ ...dear, now: START + 6 * HOUR }, SINCE).allowedNow).toBe(1);
  expect(planFor({ ...dear, now: START + 6 * HOUR, cost: 19 }, SINCE)).toMatchObject({ allowedNow: 0, nextAllowedAt: START + DAY });
});

test.each([
  ['at twice the pace', 6, 12, 48],
  ['just as planned', 6, 18, 24],
])('what will have been spent, %s', (_name, hours, remaining, expected) => {
  expect(plan(START + hours * HOUR, remaining).expected).toBeCloseTo(expected, 6);
  expect(plan(START + hours * HOUR, 24).expected).toBeNull();
});

const standing = { remaining: 20, resetsAt: START + DAY, now: START + 4 * HOUR, weights: [] };
const anew = { at: standing.now, remaining: 20, resetsAt: START + DAY };
test.each<[string, QuotaAnchor | null, QuotaStanding, QuotaAnchor]>([
  ['there was none', null, standing, anew],
  ['it was kept', SINCE, standing, SINCE],
  ['the end moved by a second', SINCE, { ...standing, resetsAt: START + DAY + 1_000 }, SINCE],
  ['the window turned over', SINCE, { ...standing, resetsAt: START + 2 * DAY }, { ...anew, resetsAt: START + 2 * DAY }],
  ['the window is over', { ...SINCE, resetsAt: standing.now }, standing, anew],
  ['it was topped up', SINCE, { ...standing, remaining: 25 }, { ...anew, remaining: 25 }],
  ['the clock was set back', { ...SINCE, at: standing.now + 1 }, standing, anew],
  ['more was spent than planned', SINCE, { ...standing, remaining: 1 }, SINCE],
])('where a plan begins: %s', (_name, before, now, expected) => {
  expect(anchorFor(before, now)).toEqual(expected);
});

test.each<[string, number, number, QuotaAnchor]>([
  ['that the plan would have let go', 19, 1, SINCE],
  ['ahead of the plan', 18, 1, { ...anew, remaining: 19 }],
  ['ahead of the plan, and dear', 12, 6, { ...anew, remaining: 18 }],
  ['that took the last', 0, 1, { ...anew, remaining: 1 }],
])('where a plan begins after a press %s', (_name, remaining, cost, expected) => {
  expect(anchorAfterPress(SINCE, { ...standing, remaining }, cost)).toEqual(expected);
});

test('a refresh of many calls makes the next one wait for all of them', () => {
  expect(plan(START, 14).nextAllowedAt).toBe(START + 10 * HOUR);
});

const someWeights = fc.oneof(
  fc.array(fc.oneof(fc.constant(0), fc.double({ min: 0.001, max: 1, noNaN: true })), { minLength: 168, maxLength: 168 }),
  fc.constant(onlyHours(8, 16)),
  fc.constant(onlyHours(20, 21)),
  fc.constant([]),
);
const someWindow = fc.record({
  start: fc.integer({ min: 0, max: 7 * 1_440 }).map((minutes) => START + minutes * MINUTE),
  length: fc.integer({ min: 60, max: 31 * 1_440 }).map((minutes) => minutes * MINUTE),
  calls: fc.integer({ min: 2, max: 120 }),
  weights: someWeights,
});

test('whoever takes all that the plan allows, at whatever moments, never has nothing left before the end', () => {
  fc.assert(
    fc.property(someWindow, fc.array(fc.double({ min: 0, max: 0.2, noNaN: true }), { minLength: 1, maxLength: 60 }), (window, gaps) => {
      const resetsAt = window.start + window.length;
      let [now, remaining, anchor] = [window.start, window.calls, null as QuotaAnchor | null];
      for (const gap of gaps) {
        now += Math.ceil(gap * window.length);
        if (now >= resetsAt) break;
        const given = { remaining, resetsAt, now, weights: window.weights };
        anchor = anchorFor(anchor, given);
        remaining -= planFor(given, anchor).allowedNow;
        expect(remaining).toBeGreaterThanOrEqual(1);
      }
    }),
    { numRuns: 300 },
  );
});

test('nor does who presses in between, as long as a call is left to the plan', () => {
  fc.assert(
    fc.property(
      someWindow,
      fc.array(fc.tuple(fc.double({ min: 0, max: 0.1, noNaN: true }), fc.integer({ min: 0, max: 5 })), { maxLength: 60 }),
      (window, steps) => {
        const resetsAt = window.start + window.length;
        let [now, remaining, anchor] = [window.start, window.calls, null as QuotaAnchor | null];
        for (const [gap, pressed] of steps) {
          now += Math.ceil(gap * window.length);
          if (now >= resetsAt) break;
          const paid = Math.min(pressed, remaining - 1);
          const before = { remaining, resetsAt, now, weights: window.weights };
          const given = { ...before, remaining: remaining - paid };
          remaining -= paid;
          anchor = anchorFor(anchor, before);
          if (paid > 0) anchor = anchorAfterPress(anchor, given, paid);
          // The plan must have begun with more than a single call, which it would give away.
          if (anchor.remaining <= 1) return;
          remaining -= planFor(given, anchor).allowedNow;
          expect(remaining).toBeGreaterThanOrEqual(1);
        }
      },
    ),
    { numRuns: 300 },
  );
});

test('with constant demand in the hours with looks, all but one call is used by the end, each when it was named', () => {
  fc.assert(
    fc.property(someWindow, (window) => {
      const resetsAt = window.start + window.length;
      let [now, remaining, anchor, steps] = [window.start, window.calls, null as QuotaAnchor | null, 0];
      while (now < resetsAt) {
        const given = { remaining, resetsAt, now, weights: window.weights };
        anchor = anchorFor(anchor, given);
        const { allowedNow, nextAllowedAt } = planFor(given, anchor);
        if (allowedNow > 0) remaining -= 1;
        else {
          expect(nextAllowedAt).toBeGreaterThan(now);
          now = nextAllowedAt;
        }
        steps += 1;
        expect(steps).toBeLessThanOrEqual(2 * window.calls + 2);
      }
      expect(anchor?.at).toBe(window.start);
      expect(remaining).toBe(1);
    }),
    { numRuns: 40 },
  );
});

test('without knowledge every call gets the same share of the time', () => {
  fc.assert(
    fc.property(
      someWindow,
      fc.constantFrom(
        [],
        Array.from({ length: 168 }, () => 0),
        [1, 2, 3],
        Array.from({ length: 168 }, () => Number.NaN),
        evenWeights(),
      ),
      (window, weights) => {
        const since = { at: window.start, remaining: window.calls, resetsAt: window.start + window.length };
        for (const spent of [0, 1, Math.floor((window.calls - 2) / 2)]) {
          const { nextAllowedAt } = plan(window.start, window.calls - spent, weights, since);
          // The last call is kept until the end.
          const share = spent === window.calls - 1 ? 1 : spent / window.calls;
          expect(Math.abs(nextAllowedAt - (window.start + share * window.length))).toBeLessThanOrEqual(2);
        }
      },
    ),
    { numRuns: 300 },
  );
});

test('whatever comes in, the plan is one that can be kept', () => {
  const moment = fc.oneof(fc.integer({ min: START - 40 * DAY, max: START + 40 * DAY }), fc.constantFrom(0, 8.64e15));
  fc.assert(
    fc.property(
      fc.record({
        remaining: fc.integer({ min: -5, max: 1_000_000_000 }),
        resetsAt: moment,
        now: moment,
        weights: fc.array(fc.double(), { minLength: 168, maxLength: 168 }),
      }),
      fc.record({ at: moment, remaining: fc.integer({ min: 0, max: 1_000_000_000 }), resetsAt: moment }),
      (given, before) => {
        const { allowedNow, nextAllowedAt, spentOn } = planFor(given, anchorFor(before, given));
        expect(allowedNow).toBeGreaterThanOrEqual(0);
        expect(allowedNow).toBeLessThanOrEqual(Math.max(0, given.remaining));
        expect(nextAllowedAt).toBeGreaterThanOrEqual(given.now);
        expect(nextAllowedAt).toBeLessThanOrEqual(Math.max(given.now, given.resetsAt));
        if (spentOn !== null) expect(spentOn).toBeGreaterThanOrEqual(given.now);
      },
    ),
    { numRuns: 1_000 },
  );
});

test('looks make their hour count, and old habits fade', () => {
  let weights = evenWeights();
  for (let week = 0; week < 116; week += 1) weights = recordLook(weights, 10);
  expect(weights[10]).toBeCloseTo(0.5, 1);
  expect(weights.reduce((total, weight) => total + weight, 0)).toBeCloseTo(1, 9);
  for (let week = 0; week < 116; week += 1) weights = recordLook(weights, 20);
  expect(weights[20]).toBeCloseTo(0.5, 1);
  expect(weights[10]).toBeCloseTo(0.25, 1);
});

test('weights are kept as text and read back', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 167 }), { maxLength: 300 }), (looks) => {
      const weights = looks.reduce<number[]>(recordLook, evenWeights());
      const read = parseWeights(serialiseWeights(weights));
      expect(read).toHaveLength(168);
      for (const [hour, weight] of weights.entries()) expect(Math.abs((read[hour] ?? 0) - weight)).toBeLessThanOrEqual(weight * 1e-5);
    }),
    { numRuns: 50 },
  );
});

test.each([null, '', 'null', '[]', '[1,2]', '{"a":1}', `[${Array.from({ length: 168 }, () => '-1').join(',')}]`])(
  'text that holds no weights: %.20s',
  (text) => {
    expect(parseWeights(text)).toEqual(evenWeights());
  },
);

test('parsing weights never throws', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
      expect(parseWeights(text)).toHaveLength(168);
    }),
  );
});
