import '../locale.ts';
import { expect, test } from 'vitest';
import { trigger } from '../../../../src-preload/contract/index.ts';
import { resultWords, tookWords, triggerWords } from '../../../../src-renderer/ui/refresh-words.ts';
import { ago, aRefresh } from '../make.ts';

const nothing = { added: 0, updated: 0, unchanged: 0, deleted: 0, rejected: 0 };

test('every trigger of the contract has words of its own', () => {
  expect(new Set(trigger.options.map(triggerWords)).size).toBe(trigger.options.length);
});

test('a refresh that brought nothing has nothing to say', () => {
  expect(resultWords(aRefresh())).toBe('');
});

test('only what there is is counted', () => {
  expect(resultWords(aRefresh({ counts: { ...nothing, added: 1 } }))).toBe('1 new');
  expect(resultWords(aRefresh({ counts: { added: 12_000, updated: 2, unchanged: 3, deleted: 0, rejected: 4 } }))).toBe(
    '12,000 new, 2 changed, 3 as before, 4 rejected',
  );
});

test('a note comes last', () => {
  expect(resultWords(aRefresh({ counts: { ...nothing, unchanged: 5 }, note: 'cut after 100 pages' }))).toBe(
    '5 as before, cut after 100 pages',
  );
});

test('a failure says what went wrong and nothing else', () => {
  const failure = { code: 'timeout', message: 'No answer within 30 s', advice: '' } as const;
  expect(resultWords(aRefresh({ failure, counts: { ...nothing, added: 3 }, note: 'x' }))).toBe('No answer within 30 s');
});

test.each([
  [0, '0 ms'],
  [999, '999 ms'],
  [1_000, '1 s'],
  [61_000, '1 min 1 s'],
  [3 * 86_400_000, '3 days'],
  [-5_000, '0 ms'],
])('a refresh of %d ms took %s', (ms, words) => {
  expect(tookWords(aRefresh({ startedAt: ago(ms), endedAt: ago(0) }))).toBe(words);
});

test('a refresh that runs has not taken any time yet', () => {
  expect(tookWords(aRefresh({ endedAt: null, outcome: null }))).toBe('');
});
