import { expect, test } from 'vitest';
import type { z } from 'zod';
import { callsPerDay, priceOfRule, FIXED_CALLS_PER_DAY } from '../../../../src-main/engine/quota/price.ts';
import { policySchema, ruleOf } from '../../../../src-preload/contract/index.ts';

test.each<[string, z.input<typeof policySchema>, number]>([
  ['the odds dashboard', { preset: 'smart' }, 33],
  ['the execution metrics', { preset: 'sync' }, 144],
  ['the Strava cache', { preset: 'cache' }, 4],
  ['fixed polling', { preset: 'fixed' }, FIXED_CALLS_PER_DAY],
  ['every full hour from 8 to 18 on weekdays', { preset: 'cron', timeZone: 'UTC' }, 11],
  ['only when asked', { preset: 'manual' }, 0],
  ['smart, hourly while nobody looks', { preset: 'smart', whileIdleSeconds: 3600 }, 48],
  ['fixed, with quiet nights', { preset: 'fixed', everySeconds: 3600, quietHours: { from: '22:00', to: '06:00', timeZone: 'UTC' } }, 16],
  ['smart, mornings only', { preset: 'smart', activeHours: { from: '00:00', to: '12:00', timeZone: 'UTC' } }, 12],
])('a day of %s', (_name, policy, calls) => {
  expect(callsPerDay(ruleOf(policySchema.parse(policy)))).toBe(calls);
});

/** Hours of the week, from Monday at midnight UTC. */
const weekdays = (from: number, to: number) =>
  [0, 1, 2, 3, 4].flatMap((day) => Array.from({ length: to - from }, (_, hour) => day * 24 + from + hour));

test.each<[string, readonly number[], z.input<typeof policySchema>, number]>([
  // As on the Monday above, on five of seven days.
  ['smart on weekdays', weekdays(9, 17), { preset: 'smart' }, (33 * 5) / 7],
  ['smart, never looked at', [], { preset: 'smart' }, 0],
  ['a single hour', [10], { preset: 'smart' }, 5 / 7],
  ['fixed polling does not care', weekdays(9, 17), { preset: 'fixed' }, FIXED_CALLS_PER_DAY],
  ['a schedule of weekdays', [], { preset: 'cron', timeZone: 'UTC' }, (11 * 5) / 7],
])('a day at the usual hours: %s', (_name, hours, policy, calls) => {
  expect(callsPerDay(ruleOf(policySchema.parse(policy)), hours)).toBeCloseTo(calls, 6);
});

test('the calls of the day that is assumed fall into the quarters of an hour in which they are made', () => {
  const { quarters, looked, callsPerDay: calls } = priceOfRule(ruleOf(policySchema.parse({ preset: 'smart' })));
  expect(quarters.reduce((sum, each) => sum + each, 0)).toBe(calls);
  expect(quarters.slice(0, 36).every((each) => each === 0)).toBe(true);
  expect(quarters.slice(36, 68).every((each) => each === 1)).toBe(true);
  expect(looked.slice(35, 38)).toEqual([false, true, true]);
});
