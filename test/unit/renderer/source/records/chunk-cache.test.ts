import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CHUNK_ROWS, ChunkCache } from '../../../../../src-renderer/source/records/chunk-cache.ts';
import { aRecord } from '../../make.ts';

const KEPT = 60;
const chunk = (index: number, rows = CHUNK_ROWS, version = 1) => ({
  items: Array.from({ length: rows }, (_each, at) => aRecord(`${index * CHUNK_ROWS + at}`)),
  version,
});
const empty = { items: [], version: 1 };

test('an empty cache has no rows', () => {
  const cache = new ChunkCache();
  expect(cache.peek(0)).toBeUndefined();
  expect(cache.row(0)).toBeUndefined();
  expect(cache.byId().size).toBe(0);
});

test('a row is found by its number in the whole list', () => {
  const cache = new ChunkCache();
  cache.put(0, chunk(0));
  cache.put(3, chunk(3, 5));
  expect(cache.row(0)?.id).toBe('0');
  expect(cache.row(CHUNK_ROWS - 1)?.id).toBe('199');
  expect(cache.row(CHUNK_ROWS)).toBeUndefined();
  expect(cache.row(3 * CHUNK_ROWS + 4)?.id).toBe('604');
  expect(cache.row(3 * CHUNK_ROWS + 5)).toBeUndefined();
});

test('a stretch that is put again replaces the one before', () => {
  const cache = new ChunkCache();
  cache.put(0, chunk(0, 3));
  cache.put(0, chunk(0, 1, 2));
  expect(cache.peek(0)?.version).toBe(2);
  expect([...cache.byId().keys()]).toEqual(['0']);
});

test('the list that became shorter loses what lies beyond its end', () => {
  const cache = new ChunkCache();
  for (const index of [0, 1, 2]) cache.put(index, chunk(index));
  cache.cutAt(CHUNK_ROWS + 1);
  expect([0, 1, 2].map((index) => cache.peek(index) !== undefined)).toEqual([true, true, false]);
  cache.cutAt(CHUNK_ROWS);
  expect(cache.peek(1)).toBeUndefined();
  cache.cutAt(0);
  expect(cache.byId().size).toBe(0);
});

test('what was touched outlives what was not', () => {
  const cache = new ChunkCache();
  for (let index = 0; index < KEPT; index += 1) cache.put(index, empty);
  cache.touch([0, 999]);
  cache.put(KEPT, empty);
  expect(cache.peek(0)).toBeDefined();
  expect(cache.peek(1)).toBeUndefined();
  expect(cache.peek(999)).toBeUndefined();
});

test('the stretches held are those put or touched last, never more than are allowed', () => {
  const index = fc.nat({ max: 150 });
  const step = fc.oneof(
    index.map((at) => ({ kind: 'put' as const, at })),
    index.map((at) => ({ kind: 'touch' as const, at })),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 600, size: 'max' }), (steps) => {
      const cache = new ChunkCache();
      let expected: number[] = [];
      for (const { kind, at } of steps) {
        if (kind === 'put') cache.put(at, empty);
        else cache.touch([at]);
        if (kind === 'put' || expected.includes(at)) expected = [...expected.filter((each) => each !== at), at].slice(-KEPT);
      }
      const held = Array.from({ length: 151 }, (_each, at) => at).filter((at) => cache.peek(at) !== undefined);
      expect(held).toEqual(expected.sort((a, b) => a - b));
    }),
    { numRuns: 30 },
  );
});
