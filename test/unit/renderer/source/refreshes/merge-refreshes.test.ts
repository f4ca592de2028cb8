import { expect, test } from 'vitest';
import { callWords, mergeRefreshes } from '../../../../../src-renderer/source/refreshes/merge-refreshes.ts';
import { ago, aRefresh } from '../../make.ts';

const at = (id: string, ms: number, sourceId = 'odds') => aRefresh({ id, sourceId, startedAt: ago(ms) });
const ids = (...given: Parameters<typeof mergeRefreshes>) => mergeRefreshes(...given).map(({ id }) => id);

test('live refreshes come before the loaded ones, those of other sources not at all', () => {
  expect(ids('odds', [at('b', 20), at('a', 30)], [at('c', 10), at('x', 5, 'other')], false)).toEqual(['c', 'b', 'a']);
  expect(ids('odds', [], [], true)).toEqual([]);
});

test('what came live is the newer word on a refresh', () => {
  const [only] = mergeRefreshes('odds', [aRefresh({ outcome: null })], [aRefresh({ outcome: 'failed' })], false);
  expect(only?.outcome).toBe('failed');
});

test('a live refresh from before the loaded stretch waits until that is loaded', () => {
  const loaded = [at('b', 20), at('a', 30)];
  expect(ids('odds', loaded, [at('old', 40)], true)).toEqual(['b', 'a']);
  expect(ids('odds', loaded, [at('old', 40)], false)).toEqual(['b', 'a', 'old']);
});

test('calls are counted, with those that cost nothing to read', () => {
  expect(callWords({ calls: 0, notModified: 0 })).toBe('0 calls');
  expect(callWords({ calls: 1, notModified: 0 })).toBe('1 call');
  expect(callWords({ calls: 3, notModified: 2 })).toBe('3 calls, 2 not modified');
});
