import { describe, expect, test } from 'vitest';
import { BadEntry } from '../../../../src-main/connectors/formats/bad-entry.ts';
import { findDelimiter, readCsv } from '../../../../src-main/connectors/formats/csv.ts';
import type { Format } from '../../../../src-preload/contract/index.ts';

type Csv = Extract<Format, { kind: 'csv' }>;
const read = (text: string, settings: Partial<Csv> = {}) =>
  readCsv(text, { kind: 'csv', delimiter: 'auto', header: true, quote: '"', numbers: true, ...settings });

test.each([
  ['a,b\n1,2', ','],
  ['a;b\n1,5;2', ';'],
  ['a\tb\n1\t2', '\t'],
  ['a|b\r\n1|2', '|'],
  ['"a;x","b"\n"1\n;2",2', ','],
])('the delimiter of %j is %j', (text, delimiter) => {
  expect(findDelimiter(text)?.delimiter).toBe(delimiter);
});

test.each(['one column\nof words', '', 'a,b\nc'])('%j has no delimiter that fits', (text) => {
  expect(findDelimiter(text)).toBeNull();
});

describe('rows', () => {
  test('have the names of the header; cells hold quotes, delimiters and line breaks', () => {
    expect(read('name,note\n"Smith, J","said ""no""\nand left"\n')).toEqual([{ name: 'Smith, J', note: 'said "no"\nand left' }]);
  });

  test('without a header have numbered columns', () => {
    expect(read('x,1\ny,2', { header: false })).toEqual([
      { column1: 'x', column2: 1 },
      { column1: 'y', column2: 2 },
    ]);
  });

  test('columns without a name or with the same one get one of their own, whatever it is', () => {
    expect(read('a,,a,__proto__\n1,2,3,4')).toEqual([
      Object.fromEntries([
        ['a', 1],
        ['column2', 2],
        ['a 2', 3],
        ['__proto__', 4],
      ]),
    ]);
    expect(({} as Record<string, unknown>)['4']).toBeUndefined();
  });

  test('with a cell too few or too many are told with their line, and the others are read', () => {
    const rows = read('a,b\n1,2\n3\n"x\ny",5,6\n7,8');
    expect(rows.filter((row) => !(row instanceof BadEntry))).toEqual([
      { a: 1, b: 2 },
      { a: 7, b: 8 },
    ]);
    expect(rows.filter((row) => row instanceof BadEntry).map((row) => row.example)).toEqual([
      'line 3 has 1 cell: "3"',
      'line 5 has 3 cells: "x\\ny,5,6"',
    ]);
  });

  test('a byte order mark and empty lines are passed over', () => {
    expect(read('\ufeffa;b\r\n\r\n1;2\r\n')).toEqual([{ a: 1, b: 2 }]);
  });

  test('an empty body has none', () => {
    expect(read('')).toEqual([]);
    expect(read('a,b\n')).toEqual([]);
  });
});

test.each([
  ['12', 12],
  ['-3.50', -3.5],
  ['0.1', 0.1],
  ['007', '007'],
  ['1e5', '1e5'],
  ['+49', '+49'],
  ['1,5', '1,5'],
  ['9007199254740993', '9007199254740993'],
  ['0.1234567890123456789', '0.1234567890123456789'],
  ['', null],
  [' x ', ' x '],
  ['-0', -0],
])('the cell %j is %j', (cell, value) => {
  expect(read(`a;b\n${cell};z`, { delimiter: ';' })).toEqual([{ a: value, b: 'z' }]);
});

test('all cells are text where numbers are not wanted', () => {
  expect(read('a,b\n1,2.50', { numbers: false })).toEqual([{ a: '1', b: '2.50' }]);
});

test('another quote, and a quote within a cell', () => {
  expect(read("a,b\n'x,y',5\" pipe", { quote: "'" })).toEqual([{ a: 'x,y', b: '5" pipe' }]);
  expect(read('a,b\nx,5" pipe')).toEqual([{ a: 'x', b: '5" pipe' }]);
});

test('a quote that is never closed fails with its line', () => {
  expect(() => read('a,b\n1,2\n"3,4\n5,6')).toThrow(/^The body is not valid CSV at line \d: a quote is opened and never closed\.$/);
});
