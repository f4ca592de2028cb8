import type { EnrichmentReason, Rule } from '../../../src-preload/contract/index.ts';
import type { EnrichmentState } from '../../store/enrichments.ts';
import type { SourceFacts, Surroundings } from '../decide/decide.ts';
import { nextAllowed } from '../decide/hours.ts';

/** What `decideEnrichment` knows of one source. Times are milliseconds since the epoch. */
export interface EnrichmentFacts {
  rule: Pick<Rule, 'activeHours' | 'quietHours'>;
  /** Paused, or resting after a call for details that failed. */
  state: Pick<EnrichmentState, 'paused' | 'rest'>;
  source: Pick<SourceFacts, 'pausedUntil' | 'obstacle'>;
  /** Whether a refresh of the source is running. */
  refreshing: boolean;
  /** Whether a run of calls for details is under way. */
  running: boolean;
  /** How many records may be asked about now, and how many wait in all. */
  due: number;
  waiting: number;
  /** When the next record that waits after a failed try may be asked about again; `null` when none does. */
  nextTryAt: number | null;
  /** When the next run may begin. */
  nextRunAt: number;
  /** From when on the host may be called; `hostUntil` of a host that is being probed lies ahead too. */
  hostUntil: number;
  /** From when on the quota lets a scheduled call leave. */
  quotaAt: number;
  /** From when on the share of the details lets one leave; `Infinity`: never. */
  shareAt: number;
}

export interface EnrichmentVerdict {
  /** Whether a call for details may be made now. */
  fetches: boolean;
  reason: EnrichmentReason;
  /** When the next call is made if nothing changes; `Infinity`: not by itself. */
  nextAt: number;
}

/**
 * Whether to fetch details of a source now, and if not, why and until when. Pure and total. Whatever is in the way of a
 * scheduled refresh is in the way of details too; beyond that they have a share of the quota, and a pause of their own.
 */
export function decideEnrichment(
  facts: EnrichmentFacts,
  around: Pick<Surroundings, 'safeMode' | 'appPausedUntil'>,
  now: number,
): EnrichmentVerdict {
  const rest = (reason: EnrichmentReason, nextAt: number): EnrichmentVerdict => ({ fetches: false, reason, nextAt });
  const { state, source, rule } = facts;
  if (around.safeMode) return rest('safe-mode', Infinity);
  if (state.paused) return rest('paused', Infinity);
  if (facts.waiting === 0) return rest('all-answered', Infinity);
  if (source.pausedUntil !== null && source.pausedUntil > now) return rest('source-paused', source.pausedUntil);
  if (around.appPausedUntil !== null && around.appPausedUntil > now) return rest('app-paused', around.appPausedUntil);
  // A refresh that somebody stopped says nothing about the upstream.
  if (source.obstacle !== null && source.obstacle.kind !== 'cancelled' && source.obstacle.until > now)
    return rest('source-resting', source.obstacle.until);
  if (state.rest !== null && state.rest.until > now) return rest(state.rest.kind, state.rest.until);
  if (facts.due === 0) return rest('next-try', Math.max(facts.nextTryAt ?? Infinity, now));
  if (facts.hostUntil > now) return rest('host-in-trouble', facts.hostUntil);
  // What refreshes need comes first.
  if (facts.refreshing) return rest('refreshing', Infinity);
  const allowedAt = nextAllowed(rule.activeHours, rule.quietHours, now);
  if (allowedAt > now) return rest('outside-hours', allowedAt);
  if (facts.quotaAt > now) return rest('quota-spent', facts.quotaAt);
  if (facts.shareAt > now) return rest('share-spent', facts.shareAt);
  if (facts.running) return { fetches: true, reason: 'fetching', nextAt: now };
  if (facts.nextRunAt > now) return rest('next-run', facts.nextRunAt);
  return { fetches: true, reason: 'due', nextAt: now };
}
