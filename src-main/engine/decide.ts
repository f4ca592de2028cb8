import type { Action, Policy, Reason, Trigger } from '../../src-preload/contract/index.ts';
import { MANUAL_DEBOUNCE_MS } from '../../src-preload/contract/index.ts';

/** What `decide` knows of one source. Times are milliseconds since the epoch; `Infinity` in an `until` means for good. */
export interface SourceFacts {
  policy: Policy;
  /** When the upstream last answered, also with 304. */
  checkedAt: number | null;
  /** Failed refreshes in a row. */
  failures: number;
  /** What the last failure left standing in the way. */
  obstacle: { kind: 'needs-fix' | 'server-said-wait' | 'backing-off' | 'cancelled'; until: number } | null;
  pausedUntil: number | null;
  running: boolean;
  /** When a refresh was last asked for by hand. */
  askedAt: number | null;
  /** The earliest moments at which the quota lets a scheduled call and an asked one leave. */
  quota: { scheduledAt: number; askedAt: number };
}

/** What is the same for every source. */
export interface Surroundings {
  /** Whether somebody is looking. */
  active: boolean;
  /** Since when somebody has been looking without a break. */
  lookingSince: number | null;
  /** When the computer last woke from sleep. */
  resumedAt: number | null;
  appPausedUntil: number | null;
  safeMode: boolean;
}

export interface Verdict {
  action: Action;
  reason: Reason;
  /** The trigger that a refresh by this verdict carries. */
  trigger: Trigger;
  /** When the source will be called if nothing else happens; `Infinity`: not by itself. */
  dueAt: number;
  /** When the verdict may become another one by itself, and `decide` has to be asked again. */
  judgeAt: number;
  /** Until when the thing in the way stands. */
  until: number | null;
  /** The interval of the rule that applied, milliseconds. */
  intervalMs: number | null;
}

interface Due {
  at: number;
  /** The reason for refreshing once `at` has come. */
  reason: Reason;
  /** The reason for waiting until then. */
  waiting: Reason;
  trigger: Trigger;
  intervalMs: number | null;
}

/** A clock may be a little behind the one that stamped the data without having been set back. */
const CLOCK_TOLERANCE_MS = 2_000;

/** From waking up to unlocking and being in front of a window again. */
const WAKE_MS = 60_000;

const never = (waiting: Reason): Due => ({ at: Infinity, reason: waiting, waiting, trigger: 'schedule', intervalMs: null });
const atOnce = (reason: Reason, trigger: Trigger): Due => ({ at: -Infinity, reason, waiting: reason, trigger, intervalMs: null });

/**
 * The rule of `smart`, from the odds dashboard: call every `whileActiveSeconds` while somebody looks, on opening when
 * older than `staleOnOpenSeconds`, not at all otherwise.
 */
function dueBySmart(policy: Extract<Policy, { preset: 'smart' }>, checkedAt: number, around: Surroundings): Due {
  if (!around.active || around.lookingSince === null) return never('nobody-looking');
  const everyMs = policy.whileActiveSeconds * 1000;
  const staleMs = policy.staleOnOpenSeconds * 1000;
  const ageOnOpenMs = around.lookingSince - checkedAt;
  const scheduled: Due = {
    at: checkedAt + everyMs,
    reason: 'due-while-active',
    waiting: 'fresh',
    trigger: 'schedule',
    intervalMs: everyMs,
  };
  if (ageOnOpenMs <= 0) return scheduled;
  // Somebody who looked when the computer fell asleep goes on looking: no opening, the interval holds.
  if (around.resumedAt !== null && around.resumedAt >= checkedAt && Math.abs(around.lookingSince - around.resumedAt) <= WAKE_MS) {
    return { ...scheduled, reason: 'due-after-resume', trigger: 'resume' };
  }
  if (ageOnOpenMs > staleMs)
    return { ...scheduled, at: checkedAt + staleMs, reason: 'stale-on-open', trigger: 'open', intervalMs: staleMs };
  // Older than the interval but not stale: the look that just began costs no call until the data turns stale.
  if (ageOnOpenMs >= everyMs) return { ...scheduled, at: checkedAt + staleMs, waiting: 'young-on-open', intervalMs: staleMs };
  return scheduled;
}

function dueByPolicy(facts: SourceFacts, around: Surroundings, now: number): Due {
  const { policy, checkedAt } = facts;
  if (policy.preset === 'manual') return never('manual-only');
  if (policy.preset === 'smart' && !around.active) return never('nobody-looking');
  if (checkedAt === null) return atOnce('never-fetched', 'open');
  if (checkedAt > now + CLOCK_TOLERANCE_MS) return atOnce('clock-moved-back', 'schedule');
  if (policy.preset === 'smart') return dueBySmart(policy, checkedAt, around);
  const everyMs = policy.everySeconds * 1000;
  return { at: checkedAt + everyMs, reason: 'due-on-interval', waiting: 'fresh', trigger: 'schedule', intervalMs: everyMs };
}

const isUntil = (until: number | null, now: number): until is number => until !== null && until > now;

/** What stands in the way of a scheduled call, the longest-lasting kind first. */
function blockFor(facts: SourceFacts, around: Surroundings, now: number): { reason: Reason; until: number } | null {
  if (around.safeMode) return { reason: 'safe-mode', until: Infinity };
  if (isUntil(facts.pausedUntil, now)) return { reason: 'paused', until: facts.pausedUntil };
  if (isUntil(around.appPausedUntil, now)) return { reason: 'app-paused', until: around.appPausedUntil };
  if (facts.obstacle !== null && isUntil(facts.obstacle.until, now)) return { reason: facts.obstacle.kind, until: facts.obstacle.until };
  if (facts.quota.scheduledAt > now) return { reason: 'quota-spent', until: facts.quota.scheduledAt };
  return null;
}

/** What becomes of a refresh that somebody asked for. Only the server's word and the quota can refuse it. */
function decideAsked(facts: SourceFacts, around: Surroundings, now: number, mode: 'normal' | 'force'): Verdict {
  const verdict = (action: Action, reason: Reason, until: number | null = null): Verdict => ({
    action,
    reason,
    trigger: mode === 'force' ? 'force' : 'manual',
    dueAt: until ?? now,
    judgeAt: until ?? now,
    until,
    intervalMs: null,
  });
  if (facts.running) return verdict('join', 'refreshing');
  if (around.safeMode) return verdict('refuse', 'safe-mode', Infinity);
  if (facts.askedAt !== null && now >= facts.askedAt && now - facts.askedAt < MANUAL_DEBOUNCE_MS) return verdict('join', 'just-asked');
  if (facts.obstacle?.kind === 'server-said-wait' && facts.obstacle.until > now)
    return verdict('refuse', 'server-said-wait', facts.obstacle.until);
  if (facts.quota.askedAt > now) return verdict('refuse', 'quota-spent', facts.quota.askedAt);
  return verdict('refresh', mode === 'force' ? 'forced' : 'asked');
}

/**
 * Whether to call one source now, and if not, why and until when. Pure and total: the same facts give the same
 * verdict, and every combination of facts gives one. Nothing else in Freshet decides about calls.
 */
export function decide(facts: SourceFacts, around: Surroundings, now: number, asked?: 'normal' | 'force'): Verdict {
  if (asked !== undefined) return decideAsked(facts, around, now, asked);
  const due = dueByPolicy(facts, around, now);
  const { trigger, intervalMs } = due;
  const wait = (reason: Reason, dueAt: number, until: number | null, judgeAt = Math.min(dueAt, until ?? Infinity)): Verdict => ({
    action: 'wait',
    reason,
    trigger,
    dueAt,
    judgeAt,
    until,
    intervalMs,
  });
  if (facts.running) return wait('refreshing', Infinity, null);
  const block = blockFor(facts, around, now);
  const tellsMore = block !== null && (block.until === Infinity || block.reason === 'paused' || block.reason === 'app-paused');
  if (block !== null && (tellsMore || due.at <= now))
    return wait(block.reason, due.at === Infinity ? Infinity : Math.max(due.at, block.until), block.until);
  if (due.at > now)
    return block === null
      ? wait(due.waiting, due.at, null)
      : wait(due.waiting, Math.max(due.at, block.until), block.until, Math.min(due.at, block.until));
  const reason = facts.failures > 0 ? 'retry-due' : due.reason;
  return { action: 'refresh', reason, trigger, dueAt: now, judgeAt: now, until: null, intervalMs };
}

/** Whether a press of 'Refresh what is due' is meant for this source: it is older than its interval, or its last refresh failed. */
export function isDueForPress(facts: SourceFacts, now: number): boolean {
  if (facts.checkedAt === null || facts.failures > 0 || facts.checkedAt > now) return true;
  const { policy } = facts;
  const seconds =
    policy.preset === 'smart' ? policy.whileActiveSeconds : policy.preset === 'fixed' ? policy.everySeconds : policy.staleSeconds;
  return now - facts.checkedAt >= seconds * 1000;
}
