import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { Habits, usualHoursOfWeek } from '../../../../src-main/engine/decide/usual-hours.ts';
import { Store } from '../../../../src-main/store/store.ts';
import { makeRig } from '../../../support/engine.ts';
import { tempFolder } from '../../../support/temp-folder.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** A Monday. */
const START = Date.parse('2026-11-16T00:00:00.000Z');

function openMeta() {
  const store = new Store(join(tempFolder(), 'a.db'));
  onTestFinished(() => store.close());
  return store.meta;
}

/** Somebody looks on weekdays from 9 to 13. */
function lookForDays(habits: Habits, from: number, days: number): void {
  for (let day = 0; day < days; day += 1) {
    if (day % 7 >= 5) continue;
    for (let minute = 9 * 60; minute < 13 * 60; minute += 20) habits.look(from + day * DAY + minute * MINUTE);
  }
}

test('hours are usual once 20 of them were looked in, over at least a week', () => {
  const habits = new Habits(openMeta());
  expect(habits.show(START)).toMatchObject({ learned: false, hoursPerWeek: null, hoursLooked: 0 });
  lookForDays(habits, START, 5);
  expect(habits.show(START + 5 * DAY)).toMatchObject({ learned: false, hoursPerWeek: null, hoursLooked: 20 });
  expect(habits.show(START + 8 * DAY).learned).toBe(true);
});

test('as many hours as are looked in are usual, and those that were', () => {
  const habits = new Habits(openMeta());
  lookForDays(habits, START, 28);
  const usual = habits.show(START + 28 * DAY);
  expect(usual.hoursPerWeek).toBeCloseTo(20, -0.5);
  const hours = usualHoursOfWeek(usual) ?? [];
  expect(hours.length).toBeGreaterThanOrEqual(18);
  for (const hour of hours) expect([9, 10, 11, 12]).toContain(hour % 24);
});

test('an hour counts once, however often somebody is seen in it', () => {
  const habits = new Habits(openMeta());
  for (let second = 0; second < 3_600; second += 10) habits.look(START + second * 1_000);
  expect(habits.show(START + HOUR).hoursLooked).toBe(1);
});

test('what was learned survives a restart, and an hour that was counted is not counted again', () => {
  const meta = openMeta();
  const before = new Habits(meta);
  lookForDays(before, START, 14);
  const now = START + 11 * DAY + 13 * HOUR - 20 * MINUTE;
  const after = new Habits(meta);
  after.look(now);
  const { weights, ...rest } = after.show(now);
  expect(rest).toEqual({ ...before.show(now), weights: undefined, learned: true });
  for (const [hour, weight] of weights.entries()) expect(weight).toBeCloseTo(before.weights[hour] ?? 0, 6);
});

test('weeks without a look make usual hours fewer', () => {
  const habits = new Habits(openMeta());
  lookForDays(habits, START, 28);
  const busy = habits.show(START + 28 * DAY).hoursPerWeek ?? 0;
  expect(habits.show(START + 56 * DAY).hoursPerWeek ?? 0).toBeLessThan(busy / 2);
});

test.each(['', 'null', '{}', '{"since":1}', '{"since":"x","at":1,"hours":1,"recentHours":1,"recentMs":1}'])(
  'a tally that cannot be read is none: %s',
  (text) => {
    const meta = openMeta();
    meta.set('usualHoursTally', text);
    expect(new Habits(meta).show(START).hoursLooked).toBe(0);
  },
);

test('only real looking is learned from: not a window that counts in the background, and not the time after a look', async () => {
  const rig = await makeRig({ startIso: '2026-11-16T09:00:00.000Z' });
  rig.engine.openSession('background', 'tab');
  rig.engine.setMode('background', 'always');
  rig.engine.beat('background', { focused: false, visible: true });
  await rig.pass(3 * HOUR);
  expect(rig.engine.activity().active).toBe(true);
  expect(rig.engine.usualHours().hoursLooked).toBe(0);
  rig.look();
  await rig.pass(3 * HOUR);
  expect(rig.engine.usualHours().hoursLooked).toBe(1);
  const even = rig.engine.usualHours().weights;
  expect((even[12] ?? 0) / (even[20] ?? 0)).toBeCloseTo(2, 1);
  await rig.restart();
  expect(rig.engine.usualHours().hoursLooked).toBe(1);
});
