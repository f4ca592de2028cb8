import { expect, test } from 'vitest';
import { sinceWords } from '../../../../src-renderer/source/since-words.ts';
import { absoluteTime, timeWords } from '../../../../src-renderer/ui/format.ts';

const none = { since: null, sinceAt: null, newestAt: null, fullAt: null };
const sinceAt = '2026-11-21T13:02:00.000Z';
const fullAt = '2026-11-28T00:00:00.000Z';

test('a source that asks for changes says since when, and how long before its newest record that is', () => {
  const { text, title } = sinceWords({ since: 'x', sinceAt, newestAt: '2026-11-21T14:02:00.000Z', fullAt });
  expect(text).toBe(`what changed since ${timeWords(sinceAt)}, 1 h before the newest record`);
  expect(title).toBe(`Since ${absoluteTime(sinceAt)}. Everything is asked for again from ${absoluteTime(fullAt)} on`);
});

test('one that goes by a counter says from which value on', () => {
  expect(sinceWords({ ...none, since: '41' })).toEqual({ text: 'what comes from 41 on', title: undefined });
});

test('one without a mark says that it asks for everything', () => {
  expect(sinceWords(none).text).toBe('everything');
});
