import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Reading } from '../../../../src-main/engine/alerts/alert-reading.ts';
import { type AlertState, NEW_ALERT, stepAlert } from '../../../../src-main/engine/alerts/alert-step.ts';
import { type AlertDraft, alertDraftSchema } from '../../../../src-preload/contract/index.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const NOON = Date.parse('2026-11-20T12:00:00.000Z');

const ruleOf = (more: object = {}): AlertDraft =>
  alertDraftSchema.parse({
    name: 'Margin',
    subject: { kind: 'panel', dashboardId: 'odds', panelId: 'margin' },
    condition: { is: 'above', value: 4 },
    ...more,
  });

const reading = (at: number, holds: boolean | null, more: Partial<Reading> = {}): Reading => ({
  at,
  value: holds === true ? 5 : 3,
  holds,
  dataAt: at,
  isStale: false,
  turnsAt: Infinity,
  problem: null,
  ...more,
});

/** Steps an alert through readings, each of new data; gives what was sent, by minute. */
function run(
  rule: AlertDraft,
  story: [minute: number, holds: boolean | null, more?: Partial<Reading>][],
  snoozedUntil: number | null = null,
) {
  let state: AlertState = NEW_ALERT;
  const sent: [number, string][] = [];
  let nextAt = Infinity;
  const step = (each: Reading, isNew: boolean) => {
    const stepped = stepAlert(state, rule, each, isNew, snoozedUntil);
    ({ state, nextAt } = stepped);
    if (stepped.event !== null) sent.push([(each.at - NOON) / MINUTE, stepped.event]);
  };
  for (const [minute, holds, more] of story) {
    const at = NOON + minute * MINUTE;
    // Time passes between readings: the alert looks again when it said it would.
    while (nextAt < at && state.last !== null) step({ ...state.last, at: nextAt }, false);
    step(reading(at, holds, more), true);
  }
  return { sent, state, nextAt };
}

test('it fires once when its condition holds, and says when that is over', () => {
  expect(
    run(ruleOf(), [
      [0, false],
      [15, true],
      [30, true],
      [45, false],
      [60, true],
    ]).sent,
  ).toEqual([
    [15, 'fired'],
    [45, 'resolved'],
    [60, 'fired'],
  ]);
});

test('it waits until the condition has held for as long as it must, by time and not by readings', () => {
  const rule = ruleOf({ forSeconds: 600 });
  expect(
    run(rule, [
      [0, true],
      [5, false],
      [20, true],
      [90, true],
    ]).sent,
  ).toEqual([[30, 'fired']]);
  expect(run(rule, [[0, true]])).toMatchObject({ nextAt: NOON + 10 * MINUTE, state: { phase: 'pending' } });
});

test('it waits for so many readings of new data in a row', () => {
  const rule = ruleOf({ readings: 3 });
  expect(
    run(rule, [
      [0, true],
      [15, true],
      [30, false],
      [45, true],
      [60, true],
      [75, true],
    ]).sent,
  ).toEqual([[75, 'fired']]);
  const [first, second] = [reading(NOON, true), reading(NOON + HOUR, true)];
  const once = stepAlert(NEW_ALERT, rule, first, true, null).state;
  expect(stepAlert(once, rule, second, false, null).state.heldReadings).toBe(1);
});

test('it is sent again while it fires, as often as is wanted and no more', () => {
  const rule = ruleOf({ resendSeconds: 1800, mostResends: 2 });
  const { sent, nextAt } = run(rule, [
    [0, true],
    [300, true],
  ]);
  expect(sent).toEqual([
    [0, 'fired'],
    [30, 'fires-still'],
    [60, 'fires-still'],
  ]);
  expect(nextAt).toBe(Infinity);
});

test('a reading that cannot tell changes nothing', () => {
  expect(
    run(ruleOf(), [
      [0, true],
      [15, null],
      [30, true],
      [45, null],
      [60, false],
    ]).sent,
  ).toEqual([
    [0, 'fired'],
    [60, 'resolved'],
  ]);
  expect(run(ruleOf(), [[0, null]]).state.phase).toBe('unknown');
});

describe('in quiet hours', () => {
  const rule = ruleOf({ quiet: { from: '12:00', to: '13:00', timeZone: 'UTC' } });

  test('nothing is sent; what still fires when they end is sent then', () => {
    const held = run(rule, [[10, true]]);
    expect(held).toMatchObject({ sent: [], nextAt: NOON + HOUR, state: { phase: 'firing', heldBack: 'quiet' } });
    expect(
      run(rule, [
        [10, true],
        [90, true],
      ]).sent,
    ).toEqual([[60, 'fired']]);
  });

  test('what is over before they end is never heard of', () => {
    expect(
      run(rule, [
        [10, true],
        [20, false],
        [90, false],
      ]).sent,
    ).toEqual([]);
  });

  test('that something told before is over is said when they end, unless it fires again by then', () => {
    expect(
      run(rule, [
        [-10, true],
        [20, false],
        [90, false],
      ]).sent,
    ).toEqual([
      [-10, 'fired'],
      [60, 'resolved'],
    ]);
    expect(
      run(rule, [
        [-10, true],
        [20, false],
        [40, true],
        [90, true],
      ]).sent,
    ).toEqual([
      [-10, 'fired'],
      [60, 'fired'],
    ]);
  });
});

test('while snoozed nothing is sent, and then what still fires', () => {
  const until = NOON + 30 * MINUTE;
  expect(run(ruleOf(), [[0, true]], until)).toMatchObject({ sent: [], nextAt: until, state: { heldBack: 'snoozed' } });
  expect(
    run(
      ruleOf(),
      [
        [0, true],
        [45, true],
      ],
      until,
    ).sent,
  ).toEqual([[30, 'fired']]);
});

test('on stale data it waits for younger ones where it is told to', () => {
  const rule = ruleOf({ staleData: 'wait' });
  const story = run(rule, [
    [0, false],
    [15, true, { isStale: true }],
  ]);
  expect(story).toMatchObject({ sent: [], state: { phase: 'ok', heldBack: 'stale' } });
  expect(
    run(rule, [
      [0, false],
      [15, true, { isStale: true }],
      [16, true],
    ]).sent,
  ).toEqual([[16, 'fired']]);
  expect(run(ruleOf(), [[15, true, { isStale: true }]]).sent).toEqual([[15, 'fired']]);
});

test('an age is looked at again when time alone makes it too old', () => {
  const turnsAt = NOON + 20 * MINUTE;
  expect(run(ruleOf(), [[0, false, { turnsAt }]]).nextAt).toBe(turnsAt);
});

test('whatever is read, what is over was told before, and never more is sent than allowed', () => {
  const story = fc.array(fc.tuple(fc.integer({ min: 1, max: 90 }), fc.constantFrom(true, false, null), fc.boolean()), { maxLength: 30 });
  const rules = fc.record({
    forSeconds: fc.constantFrom(0, 600),
    readings: fc.constantFrom(1, 2),
    resendSeconds: fc.constantFrom(null, 600),
    mostResends: fc.constantFrom(0, 2),
    staleData: fc.constantFrom('say', 'wait'),
    quiet: fc.constantFrom(null, { from: '13:00', to: '15:00', timeZone: 'UTC' }),
  });
  fc.assert(
    fc.property(rules, story, (more, steps) => {
      let minute = 0;
      const told = run(
        ruleOf(more),
        steps.map(([gap, holds, isStale]) => [(minute += gap), holds, { isStale }]),
      ).sent;
      let open = false;
      let resends = 0;
      for (const [at, event] of told) {
        if (event === 'resolved') expect(open).toBe(true);
        if (event === 'fires-still') expect((resends += 1)).toBeLessThanOrEqual(more.mostResends);
        else resends = 0;
        open = event !== 'resolved';
        if (more.quiet !== null) expect(at % 1440 >= 60 && at % 1440 < 180).toBe(false);
      }
    }),
  );
});
