import type { Hours } from './hours.ts';
import type { Follow, Policy } from './policy.ts';

/** What every policy comes down to. Lengths of time in milliseconds; `null`: not at all. */
export interface Rule {
  /** While somebody looks, refresh when the data is this old. */
  whileActiveMs: number | null;
  /** While nobody looks, refresh when the data is this old. */
  whileIdleMs: number | null;
  /** When somebody starts to look, refresh at once if the data is older than this. */
  onOpenMs: number | null;
  /** Whether the policy counts on changes being pushed. */
  isPushed: boolean;
  /** While changes are pushed, refresh when the last whole listing is this old; the other intervals rest. */
  whilePushedMs: number;
  /** Every source is due earlier by its own share of this, so that sources of one interval do not come together. */
  staggerMs: number;
  cron: { expression: string; timeZone: string | undefined } | null;
  /** Shorter intervals around the records' own times. */
  follow: Follow | null;
  activeHours: Hours | null;
  quietHours: Hours | null;
  /** Factor of the intervals on battery or a metered network. */
  slowerWhenSaving: number;
  staleMs: number;
  veryStaleMs: number;
}

const VERY_STALE_FACTOR = 6;

type Times = Pick<Rule, 'whileActiveMs' | 'whileIdleMs' | 'onOpenMs' | 'isPushed' | 'whilePushedMs' | 'staggerMs' | 'cron' | 'staleMs'>;

/** Seconds that a source cannot be refreshed more often than. */
const SHORTEST_MS = 5_000;

const DAY_MS = 86_400_000;

function timesOf(policy: Policy): Times {
  const none = { whileActiveMs: null, whileIdleMs: null, onOpenMs: null, isPushed: false, whilePushedMs: DAY_MS, staggerMs: 0, cron: null };
  const always = (ms: number) => ({ ...none, whileActiveMs: ms, whileIdleMs: ms });
  switch (policy.preset) {
    case 'smart': {
      const onOpenMs = policy.staleOnOpenSeconds * 1000;
      return { ...none, whileActiveMs: policy.whileActiveSeconds * 1000, onOpenMs, staleMs: onOpenMs };
    }
    case 'sync':
      return { ...always(policy.everySeconds * 1000), staleMs: policy.ttlSeconds * 1000 };
    case 'prewarm': {
      const everyMs = Math.max(SHORTEST_MS, (policy.ttlSeconds - policy.leadSeconds) * 1000);
      return { ...always(everyMs), staggerMs: Math.min(policy.leadSeconds * 1000, everyMs / 2), staleMs: policy.ttlSeconds * 1000 };
    }
    case 'realtime':
      return {
        ...none,
        whileActiveMs: policy.fallbackSeconds * 1000,
        isPushed: true,
        whilePushedMs: policy.checkSeconds * 1000,
        staleMs: policy.staleSeconds * 1000,
      };
    case 'cache':
      return { ...always(policy.ttlSeconds * 1000), staleMs: policy.ttlSeconds * 1000 };
    case 'fixed':
      // One interval late is the earliest moment at which a fixed schedule can be called late.
      return { ...always(policy.everySeconds * 1000), staleMs: policy.everySeconds * 2000 };
    case 'cron':
      return { ...none, cron: { expression: policy.expression, timeZone: policy.timeZone }, staleMs: policy.staleSeconds * 1000 };
    case 'manual':
      return { ...none, staleMs: policy.staleSeconds * 1000 };
  }
}

/** The rule of a policy: its preset, and what it is mixed with. */
export function ruleOf(policy: Policy): Rule {
  const times = timesOf(policy);
  const { whileIdleSeconds, onOpenSeconds } = policy;
  return {
    ...times,
    ...(whileIdleSeconds === undefined ? {} : { whileIdleMs: whileIdleSeconds * 1000 }),
    ...(onOpenSeconds === undefined ? {} : { onOpenMs: onOpenSeconds * 1000 }),
    follow: policy.follow ?? null,
    activeHours: policy.activeHours ?? null,
    quietHours: policy.quietHours ?? null,
    slowerWhenSaving: policy.slowerWhenSaving ?? 1,
    veryStaleMs: policy.veryStaleSeconds === undefined ? times.staleMs * VERY_STALE_FACTOR : policy.veryStaleSeconds * 1000,
  };
}

/** Whether a source is called by itself only while somebody looks. */
export function restsWhenNobodyLooks(rule: Rule): boolean {
  return rule.whileIdleMs === null && rule.cron === null && (rule.whileActiveMs !== null || rule.onOpenMs !== null);
}

/** Whether a source is ever called by itself. */
export function isOnlyManual(rule: Rule): boolean {
  return rule.whileActiveMs === null && rule.whileIdleMs === null && rule.onOpenMs === null && rule.cron === null;
}
