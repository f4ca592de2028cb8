import { expect, test } from 'vitest';
import type { SearchHit } from '../../../../src-preload/contract/index.ts';
import { groupHits, piecesOf } from '../../../../src-renderer/search/group-hits.ts';

const hit = (sourceId: string, id: string): SearchHit => ({
  sourceId,
  record: { id, fields: {}, time: null, firstSeenAt: '2026-01-01T00:00:00Z', changedAt: '2026-01-01T00:00:00Z', deletedAt: null },
  snippet: { field: '$id', text: id, matches: [] },
});

test('hits are grouped by source, in the order in which they came', () => {
  const groups = groupHits([hit('b', '1'), hit('a', '2'), hit('b', '3')]);
  expect(groups.map(({ sourceId, hits }) => [sourceId, hits.map((each) => each.record.id)])).toEqual([
    ['b', ['1', '3']],
    ['a', ['2']],
  ]);
});

test('a snippet falls into pieces that make up the whole', () => {
  const pieces = piecesOf({
    field: 'x',
    text: 'the lamp and lamp',
    matches: [
      { start: 4, end: 8 },
      { start: 13, end: 17 },
    ],
  });
  expect(pieces).toEqual([
    { text: 'the ', isMatch: false },
    { text: 'lamp', isMatch: true },
    { text: ' and ', isMatch: false },
    { text: 'lamp', isMatch: true },
  ]);
});
