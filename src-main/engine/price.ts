import type { Policy } from '../../src-preload/contract/index.ts';
import { FIXED_POLLING_MS, HEARTBEAT_TIMEOUT_MS } from '../../src-preload/contract/index.ts';

const DAY_S = 86_400;
const HOURS_LOOKED = 8;

/** Somebody counts as looking until the last heartbeat runs out. */
const LOOKED_S = HOURS_LOOKED * 3600 + HEARTBEAT_TIMEOUT_MS / 1000 - 1;

export const HOURS_ASSUMED = 'somebody looks from 9 to 17';

/** The calls of fixed polling in a day. */
export const FIXED_CALLS_PER_DAY = (DAY_S * 1000) / FIXED_POLLING_MS;

/** What a policy costs in a day in which somebody looks for eight hours on end, in refreshes of one call each. */
export function callsPerDay(policy: Policy): number {
  if (policy.preset === 'manual') return 0;
  if (policy.preset === 'fixed') return Math.floor(DAY_S / policy.everySeconds);
  return 1 + Math.floor(LOOKED_S / policy.whileActiveSeconds);
}
