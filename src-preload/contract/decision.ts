import { z } from 'zod';
import { preset } from './policy.ts';
import { spread } from './quota.ts';
import { trigger } from './refresh.ts';
import { isoTime } from './time.ts';

/**
 * Why a source is called, left alone, or may not be called. Each code has one sentence in `sentence.ts`
 * and one rule in the engine's `decide`.
 */
export const reason = z.enum([
  // refresh
  'never-fetched',
  'stale-on-open',
  'due-while-active',
  'due-on-interval',
  'due-by-cron',
  'due-by-event',
  'due-after-resume',
  'push-missed',
  'lost-in-crash',
  'restored',
  'retry-due',
  'clock-moved-back',
  'asked',
  'forced',
  'shared',
  // wait
  'fresh',
  'server-lifetime',
  'pushed',
  'push-connecting',
  'young-on-open',
  'nobody-looking',
  'manual-only',
  'outside-hours',
  // wait or refuse: something stands in the way
  'refreshing',
  'just-asked',
  'paused',
  'app-paused',
  'needs-fix',
  'server-said-wait',
  'backing-off',
  'quarantined',
  'host-in-trouble',
  'cancelled',
  'quota-spent',
  'quota-spread',
  'safe-mode',
]);
export type Reason = z.infer<typeof reason>;

export const action = z.enum(['refresh', 'wait', 'refuse', 'join']);
export type Action = z.infer<typeof action>;

/** What `decide` saw. Times are ISO 8601, `null` where there is none. */
export const decisionInputsSchema = z.object({
  checkedAt: isoTime.nullable(),
  ageSeconds: z.number().nullable(),
  preset,
  active: z.boolean(),
  lookingSince: isoTime.nullable(),
  lastLookedAt: isoTime.nullable(),
  intervalSeconds: z.number().nullable().describe('The interval of the rule that applied.'),
  staleSeconds: z.number(),
  failures: z.number().int().describe('Failed refreshes in a row.'),
  untilAt: isoTime.nullable().describe('Until when the thing in the way stands.'),
  quotaRemaining: z.number().int().nullable(),
  quotaUnit: z.enum(['call', 'credit']).default('call'),
  quotaLimit: z.number().int().nullable().default(null).describe('The limit of the window whose plan holds scheduled calls back.'),
  quotaSpread: spread.nullable().default(null).describe('How what is left of that window is spread.'),
  sharedWith: z.string().optional().describe('The name of the source whose call brought the answer.'),
});
export type DecisionInputs = z.infer<typeof decisionInputsSchema>;

export const decisionSchema = z.object({
  id: z.string(),
  sourceId: z.string(),
  at: isoTime,
  action,
  reason,
  trigger: trigger.nullable().describe('What asked for the decision; null when nothing did.'),
  dueAt: isoTime.nullable().describe('When the source will be called if nothing changes; null: not by itself.'),
  inputs: decisionInputsSchema,
});
export type Decision = z.infer<typeof decisionSchema>;
