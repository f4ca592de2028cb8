import { expect, test } from 'vitest';
import { csvOf, jsonOf } from '../../../../../src-renderer/panel/data/export-rows.ts';

const rows = {
  columns: [
    { name: 'name', type: 'text' as const },
    { name: 'n', type: 'number' as const },
  ],
  rows: [
    ['a "b", c', -1.5],
    ['=1+1', null],
    ['-3', { deep: [1] }],
  ],
};

test('CSV quotes what must be quoted, and a text that looks like a formula is marked as text', () => {
  expect(csvOf(rows)).toBe('name,n\r\n"a ""b"", c",-1.5\r\n\'=1+1,\r\n-3,"{""deep"":[1]}"\r\n');
});

test('JSON has an object for each row', () => {
  expect(JSON.parse(jsonOf(rows))).toEqual([
    { name: 'a "b", c', n: -1.5 },
    { name: '=1+1', n: null },
    { name: '-3', n: { deep: [1] } },
  ]);
});
