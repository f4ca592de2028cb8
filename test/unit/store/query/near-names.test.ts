import { expect, test } from 'vitest';
import { nearNames } from '../../../../src-main/store/query/near-names.ts';

test('names that differ by a slip of the finger are near, the nearest first', () => {
  expect(nearNames('prise', ['name', 'price', 'prize_money'])).toEqual(['price']);
  expect(nearNames('pirce', ['price'])).toEqual(['price']);
});

test('the last part of a path stands for the path', () => {
  expect(nearNames('name', ['venue.name', 'price'])).toEqual(['venue.name']);
});

test('nothing is near to a word of another kind', () => {
  expect(nearNames('temperature', ['price', 'id'])).toEqual([]);
});
