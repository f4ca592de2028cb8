import { expect, test } from 'vitest';
import { freshnessAt, type FreshnessFacts } from '../../../src-preload/contract/index.ts';

const facts = (change: Partial<FreshnessFacts> = {}): FreshnessFacts => ({
  checkedAtMs: 0,
  staleAfterMs: 100,
  veryStaleAfterMs: 600,
  refreshing: false,
  paused: false,
  obstacle: null,
  pushed: false,
  refreshesOnlyWhenLooked: true,
  somebodyLooking: true,
  forgivenMs: 0,
  ...change,
});

test.each([
  [100, {}, 'fresh'],
  [101, {}, 'stale'],
  [101, { pushed: true }, 'live'],
  [101, { pushed: true, checkedAtMs: null }, 'never'],
  [0, { pushed: true, obstacle: 'error' }, 'error'],
  [601, {}, 'very-stale'],
  [101, { somebodyLooking: false }, 'resting'],
  [101, { somebodyLooking: false, refreshesOnlyWhenLooked: false }, 'stale'],
  [5_000, { forgivenMs: 4_950 }, 'fresh'],
  [-50, {}, 'fresh'],
  [0, { checkedAtMs: null }, 'never'],
  [0, { paused: true, obstacle: 'error' }, 'paused'],
  [0, { obstacle: 'sign-in' }, 'sign-in'],
  [9_999, { refreshing: true, paused: true }, 'refreshing'],
] as const)('at %i with %j', (now, change, state) => {
  expect(freshnessAt(facts(change), now)).toBe(state);
});
