import { hash } from 'node:crypto';
import type { Refresh, RetentionRun, Rule, SourceConfig, SourceOrigin, Trigger } from '../../src-preload/contract/index.ts';
import { ruleOf } from '../../src-preload/contract/index.ts';
import type { DayTotals } from '../store/days.ts';
import type { Store } from '../store/store.ts';
import type { SourceState, StoredSource } from '../store/sources.ts';
import { dayOf } from '../store/days.ts';
import type { SourceFacts, Verdict } from './decide/decide.ts';
import type { Events } from './decide/follow.ts';
import { CallGate } from './calls/call-gate.ts';
import { expectedCost } from './quota/cost.ts';
import type { Latency } from './calls/latency.ts';
import type { QuotaMeter } from './quota/quota.ts';
import type { RealtimeState } from './push/realtime.ts';

/** How many ticks of the past a source shows. */
export const RECENT_REFRESHES = 20;

/** A refresh that is under way. */
export interface Running {
  refreshId: string;
  trigger: Trigger;
  startedAt: number;
  pages: number;
  /** How many pages the last whole listing had; `null` when there was none. */
  pagesBefore: number | null;
  /** Ids of records that were pushed since it began. */
  pushed: Set<string>;
  abort: AbortController;
  /** Resolves when everything of it is stored; never rejects. */
  ended: Promise<void>;
}

/** One source as the engine holds it: what is stored, and what lives only as long as the process. */
export interface SourceEntry {
  readonly row: number;
  readonly id: string;
  origin: SourceOrigin;
  config: SourceConfig;
  /** What the policy of the config comes down to. */
  rule: Rule;
  /** From 0 to below 1, the same at every start. */
  readonly share: number;
  /** Calls that it may have under way at once. */
  readonly gate: CallGate;
  createdAt: number;
  state: SourceState;
  meter: QuotaMeter;
  today: DayTotals & { day: string };
  recent: ReturnType<Store['refreshes']['recent']>;
  running: Running | null;
  /** How many calls the last whole listing took; 1 before the first. */
  pages: number;
  /** When a refresh was last asked for by hand, and which one it got. */
  askedAt: number | null;
  askedRefresh: Refresh['id'] | null;
  /** How the push of its changes stands; `null` for a source without. */
  push: PushStanding | null;
  /** What last went by the retention rule. */
  retained: RetentionRun | null;
  /** What `decide` last said of it. */
  verdict: Verdict | null;
  /** The decision that was last kept, for telling whether a new one says anything new. */
  keptDecision: string;
  /** Whether a refresh came due that the quota has held back since. */
  heldByQuota: boolean;
}

/** How the push of a source's changes stands. */
export interface PushStanding {
  state: () => RealtimeState;
  /** Until when it is being connected for the first time; `null` once that came to an end. */
  connectingUntil: () => number | null;
  /** From when on a refresh is wanted, because changes may have been missed; `null` when none were. */
  missedAt: number | null;
  /** The version of the records that holds the last change, and when that came. */
  lastChange: { version: number; receivedAt: number } | null;
  /** How long changes took from their arrival until a page showed them. */
  latency: Latency;
}

/** A number from 0 to below 1 that is the source's own. */
const shareOf = (id: string) => Number.parseInt(hash('sha256', id).slice(0, 8), 16) / 2 ** 32;

/** Makes the entry of a stored source. */
export function openEntry(store: Store, stored: StoredSource, meter: QuotaMeter, now: number): SourceEntry {
  const { config, row } = stored;
  return {
    row,
    id: stored.id,
    origin: stored.origin,
    config,
    rule: ruleOf(config.policy),
    share: shareOf(stored.id),
    gate: new CallGate(),
    createdAt: stored.createdAt,
    state: stored.state,
    meter,
    today: { day: dayOf(now), ...store.days.get(row, dayOf(now)) },
    recent: store.refreshes.recent(row, RECENT_REFRESHES),
    running: null,
    pages: config.paging.kind === 'none' ? 1 : Math.max(1, store.validators.of(row).length),
    askedAt: null,
    askedRefresh: null,
    push: null,
    retained: store.retention.last(row),
    verdict: null,
    keptDecision: '',
    // One that was held when the app ended has been counted.
    heldByQuota: store.decisions.list(stored, 1, undefined).items[0]?.reason === 'quota-spent',
  };
}

/** What is going on among the records, for a rule that follows them. */
function eventsOf(store: Store, { rule, row, state }: SourceEntry, now: number): Events | null {
  if (rule.follow === null || state.records === 0) return null;
  const liveForMs = rule.follow.liveForSeconds * 1000;
  const { next, latest } = store.records.around(row, now - liveForMs, now);
  return { nextAt: next, liveUntil: latest === null ? null : latest + liveForMs };
}

/** Whether the last refresh was lost in a crash, and not the one before as well. */
function isLost({ recent, running }: SourceEntry): boolean {
  return running === null && recent.at(-1)?.outcome === 'lost' && recent.at(-2)?.outcome !== 'lost';
}

/** What `decide` needs to know of an entry. `hostUntil`: from when on its host may be called. */
export function factsOf(store: Store, entry: SourceEntry, hostUntil: number, now: number): SourceFacts {
  const { state } = entry;
  return {
    rule: entry.rule,
    share: entry.share,
    checkedAt: state.checkedAt,
    failures: state.failures,
    obstacle: state.obstacle,
    pausedUntil: state.pausedUntil,
    lost: isLost(entry),
    running: entry.running !== null,
    askedAt: entry.askedAt,
    hostUntil,
    events: eventsOf(store, entry, now),
    push:
      entry.push === null
        ? null
        : {
            connected: entry.push.state().connected,
            missedAt: entry.push.missedAt,
            listedAt: state.fullAt,
            connectingUntil: entry.push.connectingUntil(),
          },
    freshUntil: state.checkedAt === null || state.lifetimeMs === null ? null : state.checkedAt + state.lifetimeMs,
    quota: entry.meter.allowedAt(now, expectedCost(entry)),
  };
}

/** A refresh that began at `startedAt` has read the whole listing: what had been missed by then is there. */
export function nothingMissed({ push }: SourceEntry, startedAt: number): void {
  if (push !== null && push.missedAt !== null && push.missedAt <= startedAt) push.missedAt = null;
}

/** Adds calls of fixed polling to those of the day of `at`, in the store and, where that is the day of `now`, in memory. */
export function addFixedToDay(store: Store, entry: SourceEntry, calls: number, cost: number, at: number, now: number): void {
  const day = dayOf(at);
  const isToday = day === dayOf(now);
  if (isToday && entry.today.day !== day) entry.today = { day, ...store.days.get(entry.row, day) };
  store.days.addFixed(entry.row, day, calls, cost);
  if (!isToday) return;
  const { today } = entry;
  entry.today = { ...today, fixedCalls: today.fixedCalls + calls, fixedCost: today.fixedCost + cost };
}

/** Adds to the totals of the day of `at`, in the store and, where that is the day of `now`, in memory. */
export function addToDay(store: Store, entry: SourceEntry, totals: Partial<DayTotals>, at: number, now = at): void {
  const day = dayOf(at);
  if (day !== dayOf(now)) {
    store.days.add(entry.row, day, totals);
    return;
  }
  if (entry.today.day !== day) entry.today = { day, ...store.days.get(entry.row, day) };
  store.days.add(entry.row, day, totals);
  const { today } = entry;
  entry.today = {
    day,
    calls: today.calls + (totals.calls ?? 0),
    notModified: today.notModified + (totals.notModified ?? 0),
    refused: today.refused + (totals.refused ?? 0),
    bytes: today.bytes + (totals.bytes ?? 0),
    cost: today.cost + (totals.cost ?? 0),
    fixedCalls: today.fixedCalls + (totals.fixedCalls ?? 0),
    fixedCost: today.fixedCost + (totals.fixedCost ?? 0),
  };
}
