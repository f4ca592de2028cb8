import type { AppStatus, FreshnessState, SourceStatus } from '../../src-preload/contract/index.ts';
import { timeWords } from '../ui/format.ts';
import { stateAt } from '../ui/state-words.ts';

/** What needs the user comes first, what passes by itself next, then what is merely so. */
const order: readonly [FreshnessState, string][] = [
  ['sign-in', 'to sign in again'],
  ['error', 'failed'],
  ['very-stale', 'very stale'],
  ['stale', 'stale'],
  ['offline', 'offline'],
  ['rate-limited', 'rate-limited'],
  ['waiting', 'waiting'],
  ['never', 'not fetched yet'],
  ['refreshing', 'refreshing'],
  ['paused', 'paused'],
  ['resting', 'resting'],
];

export interface Line {
  state: FreshnessState;
  words: string;
}

function earliest(times: readonly string[]): string {
  return times.reduce((a, b) => (a < b ? a : b), times[0] ?? '');
}

/** The freshness of everything in one line. */
export function freshnessLine(sources: Iterable<SourceStatus>, app: AppStatus | null, looking: boolean, nowMs: number): Line {
  const counts = new Map<FreshnessState, { count: number; untils: string[] }>();
  let total = 0;
  for (const source of sources) {
    const state = stateAt(source, looking, nowMs);
    const group = counts.get(state) ?? { count: 0, untils: [] };
    group.count += 1;
    if (state === 'rate-limited' && source.obstacleUntil !== null) group.untils.push(source.obstacleUntil);
    counts.set(state, group);
    total += 1;
  }
  if (total === 0) return { state: 'never', words: 'No sources yet' };
  if (app?.paused === true) {
    const until = app.pausedUntil === null ? ' until you resume' : ` until ${timeWords(app.pausedUntil)}`;
    return { state: 'paused', words: `Everything is paused${until}` };
  }
  const present = order.filter(([state]) => counts.has(state));
  const first = present[0];
  const fresh = counts.get('fresh')?.count ?? 0;
  const live = counts.get('live')?.count ?? 0;
  if (first === undefined) return live === total ? { state: 'live', words: 'All live' } : { state: 'fresh', words: 'All fresh' };
  const parts = present.map(([state, words]) => {
    const group = counts.get(state) ?? { count: 0, untils: [] };
    const until = group.untils.length > 0 ? ` until ${timeWords(earliest(group.untils))}` : '';
    return group.count === total && total > 1 ? `All ${words}${until}` : `${group.count} ${words}${until}`;
  });
  if (live > 0) parts.push(`${live} live`);
  if (fresh > 0) parts.push(`${fresh} fresh`);
  return { state: first[0], words: parts.join(' · ') };
}
