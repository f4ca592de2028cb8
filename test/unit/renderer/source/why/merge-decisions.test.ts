import { expect, test } from 'vitest';
import { mergeDecisions } from '../../../../../src-renderer/source/why/merge-decisions.ts';
import { aDecision, ago } from '../../make.ts';

const at = (id: string, ms: number) => aDecision({ id, at: ago(ms) });

test('loaded and live decisions are one list, the newest first, each once', () => {
  const merged = mergeDecisions([at('b', 20), at('a', 30)], [at('c', 10), at('b', 20)]);
  expect(merged.map(({ id }) => id)).toEqual(['c', 'b', 'a']);
});

test('nothing and nothing is nothing', () => {
  expect(mergeDecisions([], [])).toEqual([]);
});

test('decisions of one moment stay in the order in which they came, the live ones first', () => {
  expect(mergeDecisions([at('a', 5), at('z', 5)], [at('m', 5)]).map(({ id }) => id)).toEqual(['m', 'a', 'z']);
});
