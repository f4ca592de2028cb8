import { expect, test } from 'vitest';
import { changedCells } from '../../../../../src-renderer/panel/data/changed-cells.ts';

const columns = [
  { name: 'id', type: 'text' as const },
  { name: 'n', type: 'number' as const },
];

test('a row is known again by its first cell, wherever it went', () => {
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

test('where the first cell does not tell rows apart, their places do', () => {
  const before = {
    columns,
    rows: [
      ['a', 1],
      ['a', 2],
    ],
  };
  expect([
    ...changedCells(before, {
      columns,
      rows: [
        ['a', 1],
        ['a', 9],
      ],
    }),
  ]).toEqual(['1 1']);
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
