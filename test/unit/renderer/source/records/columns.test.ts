import '../../locale.ts';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  allColumns,
  columnCell,
  columnLabel,
  columnsAtFirst,
  columnValue,
  nextSort,
  widthAtFirst,
} from '../../../../../src-renderer/source/records/columns.ts';
import { aConfig, ago, aRecord, aSource } from '../../make.ts';

test('a source without fields has the columns that every record has', () => {
  expect(allColumns(aSource())).toEqual(['$id', '$time', '$firstSeen', '$changed', '$deleted']);
  expect(columnsAtFirst(aSource())).toEqual(['$id', '$changed']);
});

test('the field that is the id has no column of its own', () => {
  const source = aSource({ fields: ['key', 'name'], config: aConfig({ idField: 'key' }) });
  expect(allColumns(source)).toEqual(['$id', 'name', '$time', '$firstSeen', '$changed', '$deleted']);
});

test('of many fields the first eight are shown at first', () => {
  const fields = Array.from({ length: 200 }, (_each, at) => `f${at}`);
  const source = aSource({ fields });
  expect(columnsAtFirst(source)).toEqual(['$id', ...fields.slice(0, 8), '$changed']);
  expect(allColumns(source)).toHaveLength(205);
});

test('the columns at first are columns that there are', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.string({ minLength: 1 }).filter((name) => !name.startsWith('$'))), (fields) => {
      const source = aSource({ fields });
      const all = allColumns(source);
      expect(new Set(all).size).toBe(all.length);
      expect(columnsAtFirst(source).every((key) => all.includes(key))).toBe(true);
    }),
  );
});

test('own columns have words, fields their path', () => {
  expect(columnLabel('$firstSeen')).toBe('First seen');
  expect(columnLabel('properties.mag')).toBe('properties.mag');
});

test('a field may have the name of something that every object has', () => {
  for (const name of ['constructor', 'toString', 'hasOwnProperty', '__proto__']) {
    const record = aRecord('1', JSON.parse(`{${JSON.stringify(name)}: 5}`));
    expect(columnLabel(name)).toBe(name);
    expect(columnCell(record, name)).toMatchObject({ kind: 'number', text: '5' });
    expect(columnCell(aRecord('1'), name)).toMatchObject({ kind: 'missing' });
  }
});

test('widths at first follow the name, within bounds', () => {
  expect(widthAtFirst('$id')).toBe(160);
  expect(widthAtFirst('$changed')).toBe(130);
  expect(widthAtFirst('a')).toBe(110);
  expect(widthAtFirst('a'.repeat(15))).toBe(175);
  expect(widthAtFirst('a'.repeat(500))).toBe(260);
});

test('each column has its value', () => {
  const record = { ...aRecord('r1', { a: { b: 2 }, 'a.b': 3 }), time: ago(0) };
  expect(columnValue(record, '$id')).toBe('r1');
  expect(columnValue(record, '$time')).toBe(record.time);
  expect(columnValue(record, '$firstSeen')).toBe(record.firstSeenAt);
  expect(columnValue(record, '$changed')).toBe(record.changedAt);
  expect(columnValue(record, 'a')).toEqual({ b: 2 });
  expect(columnValue(record, 'nothing')).toBeUndefined();
});

test('an id is text, also when it looks like a number or a time', () => {
  expect(columnCell(aRecord('12345'), '$id')).toEqual({ kind: 'text', text: '12345', title: '12345' });
  expect(columnCell(aRecord(ago(0)), '$id').kind).toBe('text');
});

test('a record without a time of its own has an empty cell', () => {
  expect(columnCell(aRecord('1'), '$time').kind).toBe('missing');
  expect(columnCell(aRecord('1'), '$changed').kind).toBe('time');
});

test('pressing a head sorts ascending, then descending, then not at all', () => {
  const once = nextSort(null, 'a');
  const twice = nextSort(once, 'a');
  expect(once).toEqual({ field: 'a', descending: false });
  expect(twice).toEqual({ field: 'a', descending: true });
  expect(nextSort(twice, 'a')).toBeNull();
});

test('pressing another head starts with that one', () => {
  expect(nextSort({ field: 'a', descending: true }, 'b')).toEqual({ field: 'b', descending: false });
});
