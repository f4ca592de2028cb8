import '../locale.ts';
import { expect, test } from 'vitest';
import { sortAfterPress, sortSources, type SourceColumn } from '../../../../src-renderer/savings/sort-sources.ts';
import { aSource } from './make.ts';

const sources = [
  aSource('Birch', { calls: 100, fixedCalls: 288, money: [{ currency: 'USD', spent: 1, fixed: 100 }] }),
  aSource('alder', { calls: 10, fixedCalls: 20, refused: 3, money: [{ currency: 'EUR', spent: 1, fixed: 3 }] }),
  aSource('Cedar', { calls: 500, fixedCalls: 0, comparable: false }),
  aSource('Dogwood', { calls: 10, fixedCalls: 288, money: [{ currency: 'EUR', spent: 1, fixed: 9 }] }),
];

const order = (column: SourceColumn, descending: boolean) =>
  sortSources(sources, { column, descending }).map(({ sourceName }) => sourceName);

test.each([
  ['saved', true, ['Dogwood', 'Birch', 'alder', 'Cedar']],
  ['saved', false, ['alder', 'Birch', 'Dogwood', 'Cedar']],
  ['share', true, ['Dogwood', 'Birch', 'alder', 'Cedar']],
  ['calls', true, ['Cedar', 'Birch', 'alder', 'Dogwood']],
  ['fixedCalls', true, ['Birch', 'Dogwood', 'alder', 'Cedar']],
  ['refused', true, ['alder', 'Birch', 'Cedar', 'Dogwood']],
  ['name', false, ['alder', 'Birch', 'Cedar', 'Dogwood']],
  ['name', true, ['Dogwood', 'Cedar', 'Birch', 'alder']],
] as const)('by %s, descending %s: what has nothing there comes last, and equals go by name', (column, descending, names) => {
  expect(order(column, descending)).toEqual(names);
});

test('amounts of different currencies are not compared', () => {
  expect(order('money', true)).toEqual(['Dogwood', 'alder', 'Birch', 'Cedar']);
  expect(order('money', false)).toEqual(['alder', 'Dogwood', 'Birch', 'Cedar']);
});

test('a press turns the order round; on another column numbers begin with the largest and names with A', () => {
  const bySaved = { column: 'saved', descending: true } as const;
  expect(sortAfterPress(bySaved, 'saved')).toEqual({ column: 'saved', descending: false });
  expect(sortAfterPress(bySaved, 'bytes')).toEqual({ column: 'bytes', descending: true });
  expect(sortAfterPress(bySaved, 'name')).toEqual({ column: 'name', descending: false });
});

test('what is sorted is left as it was', () => {
  order('saved', true);
  expect(sources.map(({ sourceName }) => sourceName)).toEqual(['Birch', 'alder', 'Cedar', 'Dogwood']);
});
