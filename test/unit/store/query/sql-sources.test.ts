import { expect, test } from 'vitest';
import { formQuerySchema } from '../../../../src-preload/contract/index.ts';
import { readsOf } from '../../../../src-main/store/query/sql-sources.ts';

const ids = ['odds', 'meters', 'big-odds', 'records'];
const reads = (sql: string) => readsOf({ kind: 'sql', sql }, ids);

test('a query reads the sources whose tables it names, in any letter case and however they are quoted', () => {
  expect(reads('SELECT * FROM odds')).toEqual({ sources: ['odds'], history: false });
  expect(reads('SELECT * FROM ODDS JOIN "big_odds" USING (id)').sources).toEqual(['odds', 'big-odds']);
  expect(reads("SELECT * FROM 'meters'").sources).toEqual(['meters']);
  expect(reads('WITH o AS (SELECT * FROM [odds]) SELECT * FROM o').sources).toEqual(['odds']);
});

test('names in comments do not count', () => {
  expect(reads('SELECT 1 -- from odds\n/* meters */').sources).toEqual([]);
});

test('the table of all records reads all sources', () => {
  expect(reads("SELECT * FROM records WHERE source = 'odds'").sources).toEqual(ids);
});

test('a source called like a table of the app has a table of another name', () => {
  expect(reads('SELECT * FROM records_source').sources).toEqual(['records']);
});

test('what the app did is history', () => {
  for (const table of ['refreshes', 'decisions', 'calls', 'quotas', 'sources'])
    expect(reads(`SELECT * FROM ${table}`)).toEqual({ sources: [], history: true });
});

test('where anything may be read, everything counts', () => {
  expect(reads('SELECT * FROM main.records')).toEqual({ sources: ids, history: true });
  expect(reads('SELECT * FROM sqlite_schema')).toEqual({ sources: ids, history: true });
});

test('a form reads its source, as long as there is one', () => {
  const form = formQuerySchema.parse({ kind: 'form', source: 'odds' });
  expect(readsOf(form, ids).sources).toEqual(['odds']);
  expect(readsOf(form, ['meters']).sources).toEqual([]);
});
