import type { FailureCode, Rule } from '../../../src-preload/contract/index.ts';
import { needsFix } from '../../connectors/upstream-error.ts';
import type { SourceState } from '../../store/sources.ts';
import { backoffMs, QUARANTINE_AFTER, QUARANTINE_MS, SHORT_PAUSE_MS, withJitter } from './backoff.ts';
import { pressAgeMs } from './decide.ts';
import { withFields } from '../refresh/merge-pages.ts';
import type { RefreshEnd } from '../refresh/refresh.ts';

/** Whether the call was not made at all, which says nothing about the source. */
const isHeldBack = (code: FailureCode) => code === 'quota-spent' || code === 'host-resting';

/** What stands in the way after a failure: a mistake that only the user can mend, the server's word, or a rest. */
function obstacleAfter(end: RefreshEnd, failures: number, now: number, random: () => number): SourceState['obstacle'] {
  const code = end.result.failure?.code;
  if (code === undefined) return null;
  // Without a moment of its own, `decide` knows until when.
  if (isHeldBack(code))
    return end.retryAfterMs === null ? null : { kind: 'backing-off', until: now + withJitter(end.retryAfterMs, random) };
  if (needsFix(code)) return { kind: 'needs-fix', until: Infinity };
  if (failures >= QUARANTINE_AFTER && end.retryAfterMs === null)
    return { kind: 'quarantined', until: now + withJitter(QUARANTINE_MS, random) };
  const rest = withJitter(backoffMs(failures), random);
  // A short pause was kept to within the refresh and did not help, and a server that refuses again does not mean its word:
  // by that alone it would be called every few seconds for ever.
  const isBelieved = failures <= 1 && (end.retryAfterMs ?? 0) > SHORT_PAUSE_MS;
  if (end.retryAfterMs !== null && (isBelieved || end.retryAfterMs >= rest))
    return { kind: 'server-said-wait', until: now + end.retryAfterMs };
  return code === 'rate-limited' && end.retryAfterMs === null
    ? { kind: 'server-said-wait', until: now + rest }
    : { kind: 'backing-off', until: now + rest };
}

export interface Lesson {
  now: number;
  rule: Rule;
  random: () => number;
  /** Whether the refresh asked without conditions. */
  unconditional: boolean;
  /** Whether a user stopped it, as opposed to the app that ends. */
  stoppedByUser: boolean;
}

/** The newest time among the records. What was only asked for in part says nothing of the rest. */
function newestOf(before: SourceState, { merged, isPartial }: RefreshEnd): number | null {
  const newest = merged?.newest ?? null;
  return isPartial && newest !== null ? Math.max(newest, before.dataAsOf ?? newest) : newest;
}

/** The state of a source after a refresh. Pure. */
export function stateAfter(before: SourceState, end: RefreshEnd, lesson: Lesson): SourceState {
  const { result, merged, lastModified } = end;
  const { now } = lesson;
  const changes = result.added + result.updated + result.deleted;
  const kept: SourceState = {
    ...before,
    records: before.records + result.added - result.deleted,
    version: before.version + (changes > 0 ? 1 : 0),
    changedAt: changes > 0 ? now : before.changedAt,
    dataAsOf: newestOf(before, end) ?? lastModified ?? before.dataAsOf,
    probeValue: end.probeValue,
    mark: end.mark,
    fields: merged === null ? before.fields : withFields(before.fields, merged.fields),
  };
  if (result.outcome === 'cancelled') {
    // Due again at once by its age, it would start anew the moment it was stopped.
    return lesson.stoppedByUser ? { ...kept, obstacle: { kind: 'cancelled', until: now + pressAgeMs(lesson.rule) } } : kept;
  }
  if (result.outcome === 'failed') {
    const failures = before.failures + (result.failure !== null && isHeldBack(result.failure.code) ? 0 : 1);
    return { ...kept, failures, failure: result.failure, obstacle: obstacleAfter(end, failures, now, lesson.random) };
  }
  const isFull = lesson.unconditional || before.fullAt === null;
  // A 304 often says nothing of lifetimes; the one before goes on (RFC 9111, 4.3.4).
  const lifetimeMs = end.lifetimeMs ?? (result.outcome === 'not-modified' ? before.lifetimeMs : null);
  return { ...kept, lifetimeMs, checkedAt: now, fullAt: isFull ? now : before.fullAt, failures: 0, failure: null, obstacle: null };
}
