import { expect, test } from 'vitest';
import { changedCells } from '../../../../../src-renderer/panel/data/changed-cells.ts';

const columns = [
  { name: 'id', type: 'text' as const },
  { name: 'n', type: 'number' as const },
];

test('a row is known again by a cell that tells it from all others, wherever it went', () => {
  const before = {
    columns,
    rows: [
      ['a', 1],
      ['b', 2],
    ],
  };
  expect([
    ...changedCells(before, {
      columns,
      rows: [
        ['b', 3],
        ['a', 1],
      ],
    }),
  ]).toEqual(['0 1']);
});

test('rows that cannot be told apart are not compared, and a single row always is', () => {
  const pair = (...rows: unknown[][]) => ({ columns, rows });
  expect(changedCells(pair(['a', 1], ['a', 1]), pair(['a', 1], ['a', 9])).size).toBe(0);
  expect([...changedCells(pair(['a', 1], ['a', 2]), pair(['b', 1], ['a', 2]))]).toEqual(['0 0']);
  expect([...changedCells(pair(['a', 1]), pair(['a', 2]))]).toEqual(['0 1']);
});

test('new rows, the first rows and rows of other columns do not count as changed', () => {
  expect(changedCells(null, { columns, rows: [['a', 1]] }).size).toBe(0);
  expect(
    changedCells(
      { columns, rows: [['a', 1]] },
      {
        columns,
        rows: [
          ['a', 1],
          ['b', 1],
        ],
      },
    ).size,
  ).toBe(0);
  expect(changedCells({ columns: columns.slice(0, 1), rows: [['a']] }, { columns, rows: [['a', 1]] }).size).toBe(0);
});
