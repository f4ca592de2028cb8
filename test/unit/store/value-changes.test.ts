import { expect, test } from 'vitest';
import { changedFields } from '../../../src-main/store/value-changes.ts';

test('objects are opened, lists are wholes, and what is there or not is told apart from null', () => {
  const before = { a: { b: 1, c: 2 }, list: [1], gone: null, same: { x: [1] } };
  const after = { a: { b: 1, c: 3 }, list: [1, 2], come: null, same: { x: [1] } };
  expect(changedFields(before, after)).toEqual([
    { path: 'a.c', old: 2, new: 3, cut: false },
    { path: 'list', old: [1], new: [1, 2], cut: false },
    { path: 'gone', old: null, cut: false },
    { path: 'come', new: null, cut: false },
  ]);
});

test('the order of names is no difference', () => {
  expect(changedFields({ a: 1, b: { c: 1, d: [{ e: 1, f: 2 }] } }, { b: { d: [{ f: 2, e: 1 }], c: 1 }, a: 1 })).toEqual([]);
});

test('names that are special elsewhere are names like others', () => {
  const before = JSON.parse('{"__proto__":1,"constructor":{"x":1}}') as Record<string, unknown>;
  expect(changedFields(before, { constructor: { x: 2 } })).toEqual([
    { path: '__proto__', old: 1, cut: false },
    { path: 'constructor.x', old: 1, new: 2, cut: false },
  ]);
});

test('of more fields than anybody reads, the rest is told as cut', () => {
  const many = Object.fromEntries(Array.from({ length: 600 }, (_, index) => [`f${index}`, index]));
  const found = changedFields({}, many);
  expect(found).toHaveLength(501);
  expect(found.at(-1)).toEqual({ path: '', cut: true });
});
