import { z } from 'zod';

const seconds = (min: number, max: number) => z.number().int().min(min).max(max);

const DAY_S = 86_400;

/**
 * The ages at which a source is called, all in seconds. The defaults are the rules of the odds dashboard:
 * every 15 minutes while somebody looks, on opening when older than 30 minutes.
 */
const agesOfSmart = {
  whileActiveSeconds: seconds(5, 30 * DAY_S)
    .default(900)
    .describe('While somebody is looking, refresh when the data is this old.'),
  staleOnOpenSeconds: seconds(5, 30 * DAY_S)
    .default(1800)
    .describe('When somebody starts to look, refresh at once if the data is older than this. Also the age at which data is called stale.'),
};

const veryStale = {
  veryStaleSeconds: seconds(10, 366 * DAY_S)
    .optional()
    .describe('The age at which data is called very stale. Default: six times the stale age.'),
};

/** When a source may be called. `smart` only while somebody looks, `fixed` always, `manual` only when asked. */
export const policySchema = z.discriminatedUnion('preset', [
  z.strictObject({ preset: z.literal('smart'), ...agesOfSmart, ...veryStale }),
  z.strictObject({
    preset: z.literal('fixed'),
    everySeconds: seconds(5, 30 * DAY_S)
      .default(300)
      .describe('Refresh this often, whether somebody looks or not.'),
    ...veryStale,
  }),
  z.strictObject({
    preset: z.literal('manual'),
    staleSeconds: seconds(5, 366 * DAY_S)
      .default(1800)
      .describe('The age at which data is called stale; it is never refreshed by itself.'),
    ...veryStale,
  }),
]);
export type Policy = z.infer<typeof policySchema>;

/** Fixed polling that every saving is measured against: 288 calls a day. */
export const FIXED_POLLING_MS = 300_000;

/** A session that has sent no heartbeat for this long has stopped looking. */
export const HEARTBEAT_TIMEOUT_MS = 300_000;

/** How often a page that is looked at says so; well under the timeout, so one lost beat does no harm. */
export const HEARTBEAT_EVERY_MS = 60_000;

/** Presses of Refresh closer together than this count as one. */
export const MANUAL_DEBOUNCE_MS = 500;

/** Milliseconds after which data under this policy is stale. */
export function staleAfterMs(policy: Policy): number {
  if (policy.preset === 'smart') return policy.staleOnOpenSeconds * 1000;
  // One interval late is the earliest moment at which a fixed schedule can be called late.
  if (policy.preset === 'fixed') return policy.everySeconds * 2000;
  return policy.staleSeconds * 1000;
}

/** Milliseconds after which data under this policy is very stale. */
export function veryStaleAfterMs(policy: Policy): number {
  return policy.veryStaleSeconds === undefined ? staleAfterMs(policy) * 6 : policy.veryStaleSeconds * 1000;
}
