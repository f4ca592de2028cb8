import { decide, type SourceFacts, type Surroundings, type Verdict } from './decide.ts';

/** A source is refreshed along with another if it is due within this part of its interval. */
const EARLY_PART = 0.5;

/**
 * Whether a source takes the answer that another one is about to ask for, since it asks the same: it does if it is due,
 * or will be within half of its interval, and nothing stands in the way. Its quota does not, as it makes no call.
 * `null`: it does not. Pure.
 */
export function decideShared(facts: SourceFacts, around: Surroundings, now: number): Verdict | null {
  const verdict = decide({ ...facts, quota: { scheduledAt: now, askedAt: now }, hostUntil: now }, around, now);
  const { action, until, intervalMs, dueAt } = verdict;
  const isSoon = until === null && intervalMs !== null && dueAt - now <= intervalMs * EARLY_PART;
  if (action !== 'refresh' && !isSoon) return null;
  return { ...verdict, action: 'refresh', reason: 'shared', trigger: 'shared', dueAt: now, judgeAt: now, until: null };
}
