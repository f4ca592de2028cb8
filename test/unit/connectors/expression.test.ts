import { expect, test } from 'vitest';
import { compileExpression, ExpressionError } from '../../../src-main/connectors/expression.ts';

test.each([
  ['', { a: 1 }, { a: 1 }],
  ['$', [1], [1]],
  ['a.b', { a: { b: 2 } }, 2],
  ['a.b', { a: null }, undefined],
  ['toString', {}, undefined],
  ['data-set.item_1', { 'data-set': { item_1: 3 } }, 3],
  ['$sum(items.price)', { items: [{ price: 1 }, { price: 2 }] }, 3],
  [
    'items[active]',
    { items: [{ active: true, n: 1 }, { active: false }, { active: true, n: 2 }] },
    [
      { active: true, n: 1 },
      { active: true, n: 2 },
    ],
  ],
  ['`odd name`.x', { 'odd name': { x: 4 } }, 4],
])('%s', async (text, value, expected) => {
  expect(await compileExpression(text)(value)).toEqual(expected);
});

test('one that cannot be read says where', () => {
  expect(() => compileExpression('items[')).toThrow(ExpressionError);
  expect(() => compileExpression('$sum(')).toThrow(/at character \d+/);
});

test('one that never ends is stopped', async () => {
  const forever = compileExpression('($f := function($x) { $f($x + 1) }; $f(0))');
  await expect(Promise.resolve(forever({}))).rejects.toThrow('does not come to an end');
});

test('one that fails on a value names itself', async () => {
  await expect(Promise.resolve(compileExpression('$number(name)')({ name: 'x' }))).rejects.toThrow('"$number(name)" failed');
});
