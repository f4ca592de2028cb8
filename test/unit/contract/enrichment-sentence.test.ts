import { expect, test } from 'vitest';
import { enrichmentReason, enrichmentSentence } from '../../../src-preload/contract/index.ts';

const seen = { waiting: 3, sharePercent: 50, nextAt: '2026-11-21T10:00:00.000Z' };

test('every reason has a sentence, with a moment and without one', () => {
  for (const reason of enrichmentReason.options) {
    for (const nextAt of [seen.nextAt, null]) {
      const words = enrichmentSentence({ ...seen, reason, nextAt });
      expect(words).toMatch(/^[A-Z][^[\]]+$/);
      expect(words).not.toMatch(/undefined|null|until $/);
    }
  }
});

test.each([
  ['next-run', 'Details of 3 records are waiting; next call at 2026-11-21 10:00 UTC'],
  ['share-spent', 'Details are not fetched: their share of the quota, 50 %, is spent until 2026-11-21 10:00 UTC'],
  ['next-try', 'The last try failed for 3 records; next call at 2026-11-21 10:00 UTC'],
  ['paused', 'Details are not fetched: you paused them; refreshes go on'],
  ['all-answered', 'Every record has its details'],
] as const)('%s', (reason, words) => {
  expect(enrichmentSentence({ ...seen, reason })).toBe(words);
});
