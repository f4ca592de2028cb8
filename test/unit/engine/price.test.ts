import { expect, test } from 'vitest';
import type { z } from 'zod';
import { callsPerDay, FIXED_CALLS_PER_DAY } from '../../../src-main/engine/price.ts';
import { policySchema, ruleOf } from '../../../src-preload/contract/index.ts';

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
