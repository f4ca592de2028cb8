import type { FailureCode } from '../../../src-preload/contract/index.ts';
import type { UpstreamError } from '../../connectors/upstream-error.ts';
import type { EnrichmentRest, EnrichmentState } from '../../store/enrichments.ts';
import { backoffMs, withJitter } from '../decide/backoff.ts';

/** What cannot be mended by trying again is tried once a day all the same: the key or the rights may have come. */
const NEEDS_FIX_MS = 86_400_000;

/** After so many failed calls in a row, of whatever records, the endpoint is the trouble and not the records. */
export const FAILURES_IN_A_ROW = 3;

/**
 * What a failed call for details means. `answered`: the server said that there are none. `try-failed`: a try of these
 * records. `stop`: no news about the records; the run ends, and rests as named. `held-back`: the call was not made.
 */
export type DetailVerdict = { means: 'answered' | 'try-failed' | 'held-back' } | { means: 'stop'; rest: EnrichmentRest };

const REST_BY_CODE: Partial<Record<FailureCode, EnrichmentRest>> = {
  'rate-limited': 'server-said-wait',
  unauthorized: 'needs-fix',
  'secret-missing': 'needs-fix',
  expression: 'needs-fix',
  dns: 'backing-off',
  refused: 'backing-off',
  unreachable: 'backing-off',
  tls: 'backing-off',
  'host-resting': 'backing-off',
  store: 'backing-off',
  internal: 'backing-off',
};

/** Reads a failed call. That one address of a batch is not there says nothing about its records. Pure. */
export function verdictOn({ failure, retryAfterMs }: Pick<UpstreamError, 'failure' | 'retryAfterMs'>, isBatch: boolean): DetailVerdict {
  const { code } = failure;
  if (code === 'quota-spent') return { means: 'held-back' };
  if (retryAfterMs !== null) return { means: 'stop', rest: 'server-said-wait' };
  const rest = REST_BY_CODE[code];
  if (rest !== undefined) return { means: 'stop', rest };
  return { means: !isBatch && (code === 'not-found' || code === 'gone') ? 'answered' : 'try-failed' };
}

/** How a run of calls for details ended. */
export interface DetailRunEnd {
  /** Whether a call was answered. */
  isAnswered: boolean;
  /** The failure that ended it, and the rest that follows; `null` where none did. */
  stop: { error: Pick<UpstreamError, 'failure' | 'retryAfterMs'>; rest: EnrichmentRest } | null;
  /** The last failure that it met. */
  lastFailure: EnrichmentState['failure'];
}

/** The state of an enrichment after a run. Pure. */
export function enrichmentAfter(before: EnrichmentState, end: DetailRunEnd, now: number, random: () => number): EnrichmentState {
  const { stop } = end;
  if (stop === null) {
    const failure = end.isAnswered ? end.lastFailure : (end.lastFailure ?? before.failure);
    return { ...before, rest: null, failures: end.isAnswered ? 0 : before.failures, failure };
  }
  const failures = (end.isAnswered ? 0 : before.failures) + 1;
  const forMs =
    stop.rest === 'needs-fix'
      ? NEEDS_FIX_MS
      : stop.rest === 'server-said-wait' && stop.error.retryAfterMs !== null
        ? stop.error.retryAfterMs
        : withJitter(backoffMs(failures), random);
  return { ...before, failures, failure: stop.error.failure, rest: { kind: stop.rest, until: now + forMs } };
}
