import type { SourceStatus } from '../../src-preload/contract/index.ts';
import { quotaUnit } from '../../src-preload/contract/index.ts';
import { countWords, numberWords } from './format.ts';

export interface Price {
  calls: number;
  /** What a single source's refresh costs where its calls do not cost 1 each; null otherwise. */
  credits: number | null;
  /** Pages are counted only while they come in, so a paged source may need more. */
  orMore: boolean;
  /** Calls left in the tightest quota window; null where no quota is set. */
  left: number | null;
}

/** What a forced refresh of these sources costs at least: one call each. */
export function priceOf(sources: Iterable<SourceStatus>): Price {
  let calls = 0;
  let credits: number | null = null;
  let orMore = false;
  let left: number | null = null;
  for (const source of sources) {
    calls += 1;
    credits = calls === 1 && quotaUnit(source.config.quota) === 'credit' ? source.asking.cost : null;
    if (source.config.paging.kind !== 'none') orMore = true;
    for (const quota of source.quotas) left = Math.min(left ?? quota.remaining, quota.remaining);
  }
  return { calls, credits, orMore, left };
}

/** '1 call, 412 left', '6 credits, 412 left'. What is left is said for a single source only: calls of several quotas do not add up. */
export function priceWords({ calls, credits, orMore, left }: Price): string {
  const words = `${credits === null ? countWords(calls, 'call') : countWords(credits, 'credit')}${orMore ? ' or more' : ''}`;
  return calls === 1 && left !== null ? `${words}, ${numberWords(left)} left` : words;
}
