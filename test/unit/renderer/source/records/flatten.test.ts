import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readPath } from '../../../../../src-preload/contract/index.ts';
import { copyText, flatten } from '../../../../../src-renderer/source/records/flatten.ts';

test('a record without fields has none', () => {
  expect(flatten({})).toEqual([]);
});

test('objects are opened, lists and what is empty stay whole', () => {
  expect(flatten({ a: 1, b: { c: null, d: { e: 'x' } }, f: [{ g: 1 }], h: {}, i: [] })).toEqual([
    { path: 'a', value: 1 },
    { path: 'b.c', value: null },
    { path: 'b.d.e', value: 'x' },
    { path: 'f', value: [{ g: 1 }] },
    { path: 'h', value: {} },
    { path: 'i', value: [] },
  ]);
});

test('names keep their letters, whatever they are', () => {
  expect(flatten({ größe: { '🌊': 1, '': 2, 'a.b': 3 } }).map(({ path }) => path)).toEqual(['größe.🌊', 'größe.', 'größe.a.b']);
});

test('what lies very deep stays whole', () => {
  const deep = (levels: number): Record<string, unknown> => (levels === 0 ? { end: 1 } : { x: deep(levels - 1) });
  const [only] = flatten(deep(1_000));
  expect(only?.path).toBe('x.x.x.x.x.x.x');
  expect(flatten(deep(5))).toEqual([{ path: 'x.x.x.x.x.end', value: 1 }]);
});

test('every path leads to its value, and each is there once', () => {
  const name = fc.string({ minLength: 1 }).filter((each) => !each.includes('.') && each !== '__proto__');
  const fields = fc.letrec<{ value: unknown; object: Record<string, unknown> }>((tie) => ({
    value: fc.oneof({ depthSize: 'small' }, fc.oneof(fc.integer(), fc.string(), fc.constant(null), fc.array(fc.integer())), tie('object')),
    object: fc.dictionary(name, tie('value'), { noNullPrototype: true }),
  })).object;
  fc.assert(
    fc.property(fields, (record) => {
      const flat = flatten(record);
      expect(new Set(flat.map(({ path }) => path)).size).toBe(flat.length);
      for (const { path, value } of flat) expect(value).toBe(readPath(record, path).value);
    }),
  );
});

test('text is copied as it is, everything else as JSON', () => {
  expect(copyText('a "b"\n')).toBe('a "b"\n');
  expect(copyText('')).toBe('');
  expect(copyText(1.5)).toBe('1.5');
  expect(copyText(null)).toBe('null');
  expect(copyText({ a: [1] })).toBe('{\n  "a": [\n    1\n  ]\n}');
});
