import type { Action, Reason, Rule, Trigger } from '../../../src-preload/contract/index.ts';
import { isOnlyManual, MANUAL_DEBOUNCE_MS } from '../../../src-preload/contract/index.ts';
import { nextByCron } from './cron.ts';
import { dueByEvents, type Events } from './follow.ts';
import { nextAllowed } from './hours.ts';

/** What `decide` knows of one source. Times are milliseconds since the epoch; `Infinity` in an `until` means for good. */
export interface SourceFacts {
  rule: Rule;
  /** From 0 to below 1, the source's own, for spreading sources of one interval. */
  share: number;
  /** When the upstream last answered, also with 304. */
  checkedAt: number | null;
  /** Failed refreshes in a row. */
  failures: number;
  /** What the last failure left standing in the way. */
  obstacle: { kind: 'needs-fix' | 'server-said-wait' | 'backing-off' | 'quarantined' | 'cancelled'; until: number } | null;
  pausedUntil: number | null;
  /** Whether its last refresh was lost with the process that ran it, and the one before was not. */
  lost?: boolean;
  /** From when on it is to be refreshed because its database was restored from a backup; `null` once it has been. */
  repairFrom?: number | null;
  running: boolean;
  /** When a refresh was last asked for by hand. */
  askedAt: number | null;
  /**
   * The earliest moments at which the quota lets a scheduled call and an asked one leave, and at which the plan that
   * spreads what is left lets a scheduled one; left out where there is no plan.
   */
  quota: { scheduledAt: number; askedAt: number; spreadAt?: number };
  /** From when on its host may be called; other sources may have found it in trouble. */
  hostUntil: number;
  /** Until when the server says that the data stays good. */
  freshUntil: number | null;
  /** What is going on among its records, for rules that follow it. */
  events: Events | null;
  /**
   * Whether changes are pushed, from when on a refresh is wanted because some may have been missed, when the whole listing
   * was last read, and until when it is being connected for the first time; `null` for a source without push.
   */
  push: { connected: boolean; missedAt: number | null; listedAt: number | null; connectingUntil: number | null } | null;
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
  /** Whether the computer runs on battery or on a metered network. */
  saving: boolean;
  /** When Freshet started. */
  startedAt: number;
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
  /** The source whose answers it is refreshed with. */
  sharedWith?: string;
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

/** After a start or waking up, sources that nobody looks at come one after the other within this. */
const HERD_MS = 30_000;

/**
 * While somebody looks: every `whileActiveMs`, and on opening when older than `onOpenMs`. From the odds dashboard, with
 * its 15 and 30 minutes.
 */
function dueWhileActive(rule: Rule, everyMs: number, checkedAt: number, around: Surroundings): Due {
  const since = around.lookingSince ?? Infinity;
  const ageOnOpenMs = since - checkedAt;
  const { onOpenMs } = rule;
  const scheduled: Due = {
    at: checkedAt + everyMs,
    reason: 'due-while-active',
    waiting: 'fresh',
    trigger: 'schedule',
    intervalMs: everyMs,
  };
  if (ageOnOpenMs <= 0) return scheduled;
  // Somebody who looked when the computer fell asleep goes on looking: no opening, the interval holds.
  if (around.resumedAt !== null && around.resumedAt >= checkedAt && Math.abs(since - around.resumedAt) <= WAKE_MS) {
    return { ...scheduled, reason: 'due-after-resume', trigger: 'resume' };
  }
  if (onOpenMs === null) return scheduled;
  const onOpen: Due = { ...scheduled, at: checkedAt + onOpenMs, intervalMs: onOpenMs };
  if (ageOnOpenMs > onOpenMs) return { ...onOpen, reason: 'stale-on-open', trigger: 'open' };
  // Older than the interval but not stale: the look that just began costs no call until the data turns stale.
  if (ageOnOpenMs >= everyMs) return { ...onOpen, waiting: 'young-on-open' };
  return scheduled;
}

/** While nobody looks. After a start or waking up each source waits its own share of half a minute. */
function dueWhileIdle(facts: SourceFacts, everyMs: number, checkedAt: number, around: Surroundings): Due {
  const at = checkedAt + everyMs - Math.round(facts.rule.staggerMs * facts.share);
  const beganAt = Math.max(around.startedAt, around.resumedAt ?? -Infinity);
  const spread = at <= beganAt ? beganAt + Math.round(HERD_MS * facts.share) : at;
  return { at: spread, reason: 'due-on-interval', waiting: 'fresh', trigger: 'schedule', intervalMs: everyMs };
}

/** After a restore every source is refreshed whatever its rule, one after the other: what came after the backup is missing. */
function dueByRepair({ repairFrom = null, share }: SourceFacts, now: number): Due | null {
  // A moment that lies ahead was written before the clock was set back.
  if (repairFrom === null || repairFrom > now) return null;
  return { at: repairFrom + Math.round(HERD_MS * share), reason: 'restored', waiting: 'fresh', trigger: 'repair', intervalMs: null };
}

const sooner = (a: Due, b: Due) => (b.at < a.at ? b : a);

/** While changes are pushed, the timers rest; a check of everything catches what was lost without a trace. */
function dueWhilePushed(rule: Rule, listedAt: number): Due {
  return {
    at: listedAt + rule.whilePushedMs,
    reason: 'due-on-interval',
    waiting: 'pushed',
    trigger: 'schedule',
    intervalMs: rule.whilePushedMs,
  };
}

/** What may have been missed is fetched whether anybody looks or not: it would otherwise stay wrong until the next check. */
function dueByPush({ rule, push }: SourceFacts): Due {
  const at = isOnlyManual(rule) ? Infinity : (push?.missedAt ?? Infinity);
  return { at, reason: 'push-missed', waiting: push?.connected === true ? 'pushed' : 'fresh', trigger: 'push', intervalMs: null };
}

/** Asking again while the server says that the data stays good is a call for nothing. */
function notBefore(freshUntil: number | null, due: Due): Due {
  if (freshUntil === null || due.at === Infinity || due.at === -Infinity || due.at >= freshUntil) return due;
  return { ...due, at: freshUntil, waiting: 'server-lifetime' };
}

/** Once connected, the listing is needed in any case; one read before could miss a change in between. */
function notWhileConnecting(push: SourceFacts['push'], due: Due): Due {
  const until = push?.connectingUntil ?? null;
  return until === null || due.at >= until ? due : { ...due, at: until, waiting: 'push-connecting' };
}

function dueByTimers(facts: SourceFacts, around: Surroundings, now: number): Due {
  const { rule, checkedAt } = facts;
  const { cron } = rule;
  const factor = around.saving ? rule.slowerWhenSaving : 1;
  const idleMs = rule.whileIdleMs === null ? null : Math.round(rule.whileIdleMs * factor);
  const activeMs = rule.whileActiveMs === null ? null : Math.round(rule.whileActiveMs * factor);
  const followsLooks = activeMs !== null || rule.onOpenMs !== null;
  // Done again once: a refresh that ends Freshet each time must not keep it from starting.
  if (facts.lost === true) return atOnce('lost-in-crash', 'startup');
  if (!followsLooks && idleMs === null && cron === null) return never('manual-only');
  if (facts.push?.connected === true && checkedAt !== null && checkedAt <= now + CLOCK_TOLERANCE_MS)
    return dueWhilePushed(rule, facts.push.listedAt ?? checkedAt);
  if (!around.active && idleMs === null && cron === null) return never('nobody-looking');
  if (checkedAt !== null && checkedAt > now + CLOCK_TOLERANCE_MS) return atOnce('clock-moved-back', 'schedule');
  if (checkedAt === null) return atOnce('never-fetched', around.active ? 'open' : 'schedule');
  // Looking changes nothing for a source that is refreshed as often while nobody looks: it keeps its share of the stagger.
  const lookedMs = activeMs !== null && (idleMs === null || activeMs < idleMs) ? activeMs : null;
  let due = never(followsLooks ? 'nobody-looking' : 'fresh');
  if (idleMs !== null && (lookedMs === null || !around.active)) due = sooner(due, dueWhileIdle(facts, idleMs, checkedAt, around));
  if (around.active && (lookedMs !== null || rule.onOpenMs !== null))
    due = sooner(due, dueWhileActive(rule, lookedMs ?? Infinity, checkedAt, around));
  const wished = rule.follow === null || facts.events === null ? null : dueByEvents(rule.follow, facts.events, checkedAt);
  if (wished !== null && (around.active || idleMs !== null)) {
    due = sooner(due, { ...wished, reason: 'due-by-event', waiting: 'fresh', trigger: 'schedule' });
  }
  if (cron !== null) {
    due = sooner(due, {
      at: nextByCron(cron.expression, cron.timeZone, checkedAt),
      reason: 'due-by-cron',
      waiting: 'fresh',
      trigger: 'schedule',
      intervalMs: null,
    });
  }
  return due;
}

function dueByRule(facts: SourceFacts, around: Surroundings, now: number): Due {
  const missed = dueByPush(facts);
  if (missed.at <= now) return missed;
  const timed = notBefore(facts.freshUntil, notWhileConnecting(facts.push, dueByTimers(facts, around, now)));
  return sooner(dueByRepair(facts, now) ?? timed, missed);
}

const isUntil = (until: number | null, now: number): until is number => until !== null && until > now;

/** What stands in the way of a scheduled call, the longest-lasting kind first. */
function blockFor(facts: SourceFacts, around: Surroundings, now: number): { reason: Reason; until: number } | null {
  if (around.safeMode) return { reason: 'safe-mode', until: Infinity };
  if (isUntil(facts.pausedUntil, now)) return { reason: 'paused', until: facts.pausedUntil };
  if (isUntil(around.appPausedUntil, now)) return { reason: 'app-paused', until: around.appPausedUntil };
  if (facts.obstacle !== null && isUntil(facts.obstacle.until, now)) return { reason: facts.obstacle.kind, until: facts.obstacle.until };
  if (facts.hostUntil > now) return { reason: 'host-in-trouble', until: facts.hostUntil };
  if (facts.quota.scheduledAt > now) return { reason: 'quota-spent', until: facts.quota.scheduledAt };
  const { spreadAt = now } = facts.quota;
  // Only what is there already can wait, and nothing that a push may have missed: it would stay wrong meanwhile.
  const canWait = facts.checkedAt !== null && (facts.push?.missedAt ?? Infinity) > now;
  if (spreadAt > now && canWait) return { reason: 'quota-spread', until: spreadAt };
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
  const due = dueByRule(facts, around, now);
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
  // Young enough or not, what decides about the next call is what says most.
  const tellsMore =
    block !== null &&
    (block.until === Infinity ||
      block.reason === 'paused' ||
      block.reason === 'app-paused' ||
      (block.reason === 'quota-spread' && block.until > due.at));
  if (block !== null && (tellsMore || due.at <= now)) {
    return wait(block.reason, due.at === Infinity ? Infinity : Math.max(due.at, block.until), block.until);
  }
  // What is due within quiet hours comes after them.
  const free = Math.max(due.at, block?.until ?? due.at);
  const { activeHours, quietHours } = facts.rule;
  const dueAt = free === Infinity || free === -Infinity ? free : nextAllowed(activeHours, quietHours, Math.max(free, now));
  if (due.at > now) {
    const isHeld = dueAt > due.at;
    return wait(due.waiting, dueAt, isHeld && dueAt !== Infinity ? dueAt : null, Math.min(due.at, block?.until ?? Infinity));
  }
  const allowedAt = nextAllowed(activeHours, quietHours, now);
  if (allowedAt > now) return wait('outside-hours', allowedAt, allowedAt);
  const reason = facts.failures > 0 ? 'retry-due' : due.reason;
  return { action: 'refresh', reason, trigger, dueAt: now, judgeAt: now, until: null, intervalMs };
}

/** The age at which data is worth a press of 'Refresh what is due', milliseconds. */
export function pressAgeMs(rule: Rule): number {
  return Math.min(rule.whileActiveMs ?? Infinity, rule.whileIdleMs ?? Infinity, rule.staleMs);
}

/** Whether a press of 'Refresh what is due' is meant for this source: it is older than its interval, or its last refresh failed. */
export function isDueForPress(facts: SourceFacts, now: number): boolean {
  if (facts.checkedAt === null || facts.failures > 0 || facts.checkedAt > now) return true;
  return now - facts.checkedAt >= pressAgeMs(facts.rule);
}
