import type { Decision, EnrichmentStatus, FreshnessState, PushState, SourceStatus } from '../../src-preload/contract/index.ts';
import { freshnessAt, restsWhenNobodyLooks, toIso, toIsoOrNull } from '../../src-preload/contract/index.ts';
import { isOffline } from '../connectors/upstream-error.ts';
import { dayOf, NO_TOTALS } from '../store/days.ts';
import { expectedCost } from './quota/cost.ts';
import { markMs, sinceOf } from './refresh/high-water-mark.ts';
import { withoutSecrets } from './sign-in/secrets.ts';
import type { PushStanding, SourceEntry } from './source-entry.ts';

/** What keeps a source from being called, in the words of the screen. */
function obstacleOf(entry: SourceEntry, decision: Decision, now: number): { kind: SourceStatus['obstacle']; until: number | null } {
  const { obstacle, failure, failures } = entry.state;
  const standing = obstacle !== null && obstacle.kind !== 'cancelled' && obstacle.until > now ? obstacle : null;
  const until = standing?.until ?? null;
  if (standing?.kind === 'server-said-wait') return { kind: 'rate-limited', until };
  if (standing !== null || failures > 0) {
    const code = failure?.code;
    if (code === 'unauthorized' || code === 'forbidden' || code === 'secret-missing') return { kind: 'sign-in', until };
    return { kind: code !== undefined && isOffline(code) ? 'offline' : 'error', until };
  }
  if (decision.reason === 'quota-spent')
    return { kind: 'waiting', until: decision.inputs.untilAt === null ? null : Date.parse(decision.inputs.untilAt) };
  return { kind: null, until: null };
}

/** From where on the next refresh asks, for a source that asks for changes only. */
function incrementalOf({ config, state }: SourceEntry, now: number): SourceStatus['incremental'] {
  const { incremental } = config;
  if (incremental === undefined) return null;
  const fullAt = state.fullAt === null ? null : state.fullAt + incremental.fullEveryHours * 3_600_000;
  const since = state.mark === null || fullAt === null || fullAt < now ? null : sinceOf(incremental, state.mark);
  return {
    since: since?.value ?? null,
    sinceAt: toIsoOrNull(since?.atMs ?? null),
    newestAt: toIsoOrNull(markMs(incremental, state.mark)),
    fullAt: toIsoOrNull(fullAt),
  };
}

/** Whether the data is kept up to date by what is pushed: connected, with a listing to begin with, and nothing missed. */
function isLive({ push, state }: SourceEntry): boolean {
  return push !== null && state.checkedAt !== null && push.missedAt === null && push.state().connected;
}

function pushOf({ state, missedAt, lastChange, latency }: PushStanding): PushState {
  const link = state();
  return {
    connected: link.connected,
    since: toIso(link.since),
    missed: missedAt !== null,
    lastMessageAt: toIsoOrNull(link.lastMessageAt),
    messages: link.messages,
    messagesPerMinute: link.messagesPerMinute,
    uptimeShare: link.uptimeShare,
    reconnects: link.reconnects,
    nextTryAt: toIsoOrNull(link.nextTryAt),
    failure: link.failure,
    rejected: link.rejected,
    lastChange: lastChange === null ? null : { version: lastChange.version, receivedAt: toIso(lastChange.receivedAt) },
    latency: latency.summary(),
  };
}

/** When the data was last known to be as it is upstream. */
export function checkedAtOf(entry: SourceEntry): number | null {
  const { checkedAt } = entry.state;
  const aliveAt = isLive(entry) ? (entry.push?.state().aliveAt ?? null) : null;
  return aliveAt === null || checkedAt === null ? checkedAt : Math.max(checkedAt, aliveAt);
}

/** Everything that the screen says of a source. */
export function statusOf(
  entry: SourceEntry,
  decision: Decision,
  enrichment: EnrichmentStatus | null,
  forgivenMs: number,
  now: number,
): SourceStatus {
  const { state, config, rule, running } = entry;
  const paused = state.pausedUntil !== null && state.pausedUntil > now;
  const obstacle = obstacleOf(entry, decision, now);
  const checkedAt = checkedAtOf(entry);
  const freshness: FreshnessState = freshnessAt(
    {
      checkedAtMs: checkedAt,
      staleAfterMs: rule.staleMs,
      veryStaleAfterMs: rule.veryStaleMs,
      refreshing: running !== null,
      paused: paused || decision.reason === 'app-paused',
      obstacle: obstacle.kind,
      refreshesOnlyWhenLooked: restsWhenNobodyLooks(rule),
      somebodyLooking: decision.inputs.active,
      pushed: isLive(entry),
      forgivenMs,
    },
    now,
  );
  const { askedAt } = entry.meter.allowedAt(now, expectedCost(entry));
  const pages = running === null || running.pagesBefore === null || running.pages > running.pagesBefore ? null : running.pagesBefore;
  return {
    id: entry.id,
    name: config.name,
    origin: entry.origin,
    config: { ...config, auth: withoutSecrets(config.auth) },
    state: freshness,
    checkedAt: toIsoOrNull(checkedAt),
    changedAt: toIsoOrNull(state.changedAt),
    dataAsOf: toIsoOrNull(state.dataAsOf),
    records: state.records,
    staleSeconds: rule.staleMs / 1000,
    veryStaleSeconds: rule.veryStaleMs / 1000,
    forgivenSeconds: forgivenMs / 1000,
    pausedUntil: paused ? toIsoOrNull(state.pausedUntil) : null,
    paused,
    obstacle: obstacle.kind,
    obstacleUntil: toIsoOrNull(obstacle.until),
    failure: state.failure,
    running:
      running === null
        ? null
        : { refreshId: running.refreshId, trigger: running.trigger, startedAt: toIso(running.startedAt), page: running.pages, pages },
    decision,
    push: entry.push === null ? null : pushOf(entry.push),
    asking: {
      cost: expectedCost(entry) * entry.pages,
      left: entry.meter.remaining(now),
      allowed: askedAt <= now,
      allowedAt: askedAt <= now ? null : toIsoOrNull(askedAt),
    },
    quotas: entry.meter.use(entry.id, config.name, now),
    today: entry.today.day === dayOf(now) ? totalsOf(entry) : NO_TOTALS,
    recent: entry.recent,
    incremental: incrementalOf(entry, now),
    retained: entry.retained,
    fields: state.fields,
    enrichment,
  };
}

function totalsOf(entry: SourceEntry): SourceStatus['today'] {
  const { day: _day, ...totals } = entry.today;
  return totals;
}
