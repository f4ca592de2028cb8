import type { FreshnessState, SourceStatus } from '../../src-preload/contract/index.ts';
import { stateAt } from '../ui/state-words.ts';

/** The worst first: what needs the user, then old data, then what passes by itself. */
const worstFirst: readonly FreshnessState[] = [
  'sign-in',
  'error',
  'very-stale',
  'stale',
  'offline',
  'rate-limited',
  'waiting',
  'never',
  'refreshing',
  'paused',
  'resting',
  'fresh',
  'live',
];

export interface WorstSource {
  source: SourceStatus;
  state: FreshnessState;
}

const checkedMs = ({ checkedAt }: SourceStatus) => (checkedAt === null ? -Infinity : Date.parse(checkedAt));

/** The source that says how a panel stands: the one in the worst state, of several the one checked the longest ago. */
export function worstSource(sources: readonly SourceStatus[], looking: boolean, nowMs: number): WorstSource | null {
  let worst: WorstSource | null = null;
  for (const source of sources) {
    const state = stateAt(source, looking, nowMs);
    const order = worst === null ? -1 : worstFirst.indexOf(state) - worstFirst.indexOf(worst.state);
    if (worst === null || order < 0 || (order === 0 && checkedMs(source) < checkedMs(worst.source))) worst = { source, state };
  }
  return worst;
}

/** When the source that was checked the longest ago was checked; null when one never was. */
export function oldestCheck(sources: readonly SourceStatus[]): string | null {
  let oldest: string | null = null;
  for (const { checkedAt } of sources) {
    if (checkedAt === null) return null;
    if (oldest === null || checkedAt < oldest) oldest = checkedAt;
  }
  return oldest;
}
