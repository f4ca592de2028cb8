import '../../locale.ts';
import { expect, test } from 'vitest';
import { cellWords } from '../../../../../src-renderer/panel/data/cell-words.ts';
import { sortedPlaces } from '../../../../../src-renderer/panel/data/sorted-rows.ts';

const columns = [
  { name: 'name', type: 'text' as const },
  { name: 'n', type: 'number' as const },
];
const rows = [
  ['Item 10', 2],
  ['item 9', null],
  ['Item 1', 10],
];

test('numbers are sorted as numbers, texts as people do, and empty cells come last either way', () => {
  expect(sortedPlaces({ columns, rows }, null)).toEqual([0, 1, 2]);
  expect(sortedPlaces({ columns, rows }, { column: 0, descending: false })).toEqual([2, 1, 0]);
  expect(sortedPlaces({ columns, rows }, { column: 1, descending: false })).toEqual([0, 2, 1]);
  expect(sortedPlaces({ columns, rows }, { column: 1, descending: true })).toEqual([2, 0, 1]);
});

test('a cell is written by its type and unit', () => {
  expect(cellWords(null, 'number')).toBe('–');
  expect(cellWords(1234.5, 'number')).toBe('1,234.5');
  expect(cellWords(0.5, 'number', { kind: 'percent' })).toBe('50%');
  expect(cellWords(1, 'boolean')).toBe('yes');
  expect(cellWords({ a: 1 }, 'json')).toBe('{"a":1}');
  expect(cellWords('soon', 'time')).toBe('soon');
});
