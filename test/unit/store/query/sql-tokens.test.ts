import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parametersOf, placeOf, tokensOf } from '../../../../src-main/store/query/sql-tokens.ts';

const texts = (sql: string) => tokensOf(sql).map(({ kind, text }) => `${kind} ${text}`);

test('SQL is cut into words, names, texts, numbers, parameters and symbols, without comments', () => {
  expect(texts(`SELECT "a b", 'it''s', :from -- :not\n/* 'nor this */ + 1.5e-3`)).toEqual([
    'word SELECT',
    'name a b',
    'symbol ,',
    "text it's",
    'symbol ,',
    'parameter from',
    'symbol +',
    'number 1.5e-3',
  ]);
});

test('names are read in all ways to quote them', () => {
  expect(texts('[a] `b` "c""d"')).toEqual(['name a', 'name b', 'name c"d']);
});

test('a comment or a text that is not closed reaches to the end', () => {
  expect(texts("a /* b 'c'")).toEqual(['word a']);
  expect(texts("a 'b")).toEqual(['word a', 'text b']);
});

test('parameters within texts and comments are none', () => {
  expect(parametersOf(`SELECT ':a', :b, @c /* :d */ WHERE x = :b`)).toEqual(['b', 'c']);
});

test('a place is counted from 1', () => {
  expect(placeOf('ab\ncd', 4)).toEqual({ line: 2, column: 2 });
});

test('any text is cut to its end, and every piece is where it says', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (sql) => {
      let end = 0;
      for (const { from, to } of tokensOf(sql)) {
        expect(from).toBeGreaterThanOrEqual(end);
        expect(to).toBeGreaterThan(from);
        end = to;
      }
      expect(end).toBeLessThanOrEqual(sql.length);
    }),
  );
});
