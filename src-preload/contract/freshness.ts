import { z } from 'zod';

/** The states of a source, one vocabulary for screen, tray, API and command line. */
export const freshnessState = z.enum([
  'never',
  'live',
  'fresh',
  'stale',
  'very-stale',
  'refreshing',
  'waiting',
  'rate-limited',
  'resting',
  'sign-in',
  'offline',
  'error',
  'paused',
]);
export type FreshnessState = z.infer<typeof freshnessState>;

/** The states as the end of a sentence: 'Odds is failing'. */
export const stateNames: Record<FreshnessState, string> = {
  error: 'failing',
  'sign-in': 'waiting for a sign-in',
  offline: 'offline',
  'rate-limited': 'rate-limited by the server',
  waiting: 'waiting for quota',
  'very-stale': 'very stale',
  stale: 'stale',
  resting: 'resting',
  paused: 'paused',
  never: 'not fetched yet',
  refreshing: 'refreshing',
  fresh: 'fresh',
  live: 'live',
};

/** What the state is worked out from; times in milliseconds since the epoch. */
export interface FreshnessFacts {
  checkedAtMs: number | null;
  staleAfterMs: number;
  veryStaleAfterMs: number;
  refreshing: boolean;
  paused: boolean;
  /** What keeps the source from being called, if anything does. */
  obstacle: 'sign-in' | 'error' | 'offline' | 'rate-limited' | 'waiting' | null;
  /** Whether changes are pushed as they happen, and none was missed. */
  pushed: boolean;
  /** Whether the source is called by itself only while somebody looks. */
  refreshesOnlyWhenLooked: boolean;
  somebodyLooking: boolean;
  /** Milliseconds asleep since `checkedAtMs` that are not held against the data until the resume refresh had its chance. */
  forgivenMs: number;
}

/** The state at `nowMs`. What the user must act on comes before what passes by itself, and that before age. */
export function freshnessAt(facts: FreshnessFacts, nowMs: number): FreshnessState {
  if (facts.refreshing) return 'refreshing';
  if (facts.paused) return 'paused';
  if (facts.obstacle !== null) return facts.obstacle;
  if (facts.checkedAtMs === null) return 'never';
  if (facts.pushed) return 'live';
  const ageMs = Math.max(0, nowMs - facts.checkedAtMs - facts.forgivenMs);
  if (ageMs <= facts.staleAfterMs) return 'fresh';
  if (facts.refreshesOnlyWhenLooked && !facts.somebodyLooking) return 'resting';
  return ageMs > facts.veryStaleAfterMs ? 'very-stale' : 'stale';
}
