import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { sourceConfigSchema } from '../../../../src-preload/contract/index.ts';
import { logDeleted, mergeRecords } from '../../../../src-main/engine/refresh/merge-pages.ts';
import { QueryRunner } from '../../../../src-main/store/query/query-runner.ts';
import { Store } from '../../../../src-main/store/store.ts';
import { memoryDisk, tempFolder } from '../../../support/temp-folder.ts';

const MINUTE = 60_000;
const BEGIN = Date.parse('2026-11-20T14:00:00.000Z');
const at = (minute: number) => BEGIN + minute * MINUTE;

/** Two sources whose prices change each minute; of one, a record goes in the third. */
function open() {
  const file = join(tempFolder(memoryDisk), 'freshet.db');
  const store = new Store(file);
  const rows = ['odds', 'other'].map((id) => {
    const { row } = store.sources.add(sourceConfigSchema.parse({ id, name: id, url: 'http://x' }), 'app', BEGIN);
    const found = store.sources.find(id);
    if (found !== null) store.sources.saveState(row, { ...found.state, fields: ['id', 'price'] });
    return row;
  });
  const list = (row: number, prices: Record<string, number>, minute: number) => {
    const fresh = Object.entries(prices).map(([id, price]) => ({ id, fields: { id, price }, time: null }));
    store.transaction(() => mergeRecords(store, row, fresh, [], at(minute), { from: 'list', refreshId: `r${minute}`, isListing: true }));
  };
  const [odds = 0, other = 0] = rows;
  for (const minute of [1, 2, 3]) {
    list(odds, { a: minute, b: 10 * minute }, minute);
    list(other, { a: 100 + minute }, minute);
  }
  store.transaction(() => logDeleted(store, odds, store.records.markDeleted(odds, ['b'], at(4)), at(4), { from: 'list', refreshId: 'r4' }));
  list(odds, { a: 5, c: 7 }, 5);
  const runner = new QueryRunner(file);
  onTestFinished(() => {
    runner.close();
    store.close();
  });
  const rowsAt = (sql: string, asOfMs: number | null) =>
    JSON.parse(
      runner.run({ kind: 'run', query: { kind: 'sql', sql }, values: {}, timeZone: 'UTC', nowMs: asOfMs ?? at(9), asOfMs, quotas: '[]' })
        .rows,
    ) as unknown[][];
  return { store, runner, rowsAt, list, odds };
}

const BOTH = `SELECT 'odds', id, price FROM odds UNION ALL SELECT 'other', id, price FROM other ORDER BY 1, 2`;

test('a query reads every source as it was known at a moment, what was deleted since among it and what came later not', () => {
  const { rowsAt } = open();
  expect(rowsAt(BOTH, at(2))).toEqual([
    ['odds', 'a', 2],
    ['odds', 'b', 20],
    ['other', 'a', 102],
  ]);
  expect(rowsAt(BOTH, at(4))).toEqual([
    ['odds', 'a', 3],
    ['other', 'a', 103],
  ]);
  expect(rowsAt('SELECT sum(price) FROM odds', at(3))).toEqual([[33]]);
  expect(rowsAt('SELECT count(*) FROM odds', at(0))).toEqual([[0]]);
});

test('afterwards everything is as it is, also after a mistake, and later changes are seen', () => {
  const { rowsAt, list, odds } = open();
  const now = rowsAt(BOTH, null);
  expect(now).toEqual([
    ['odds', 'a', 5],
    ['odds', 'c', 7],
    ['other', 'a', 103],
  ]);
  rowsAt(BOTH, at(2));
  expect(() => rowsAt('SELECT prise FROM odds', at(2))).toThrow('no column prise');
  expect(rowsAt(BOTH, null)).toEqual(now);
  list(odds, { a: 6, c: 7 }, 6);
  expect(rowsAt('SELECT price FROM odds ORDER BY id', null)).toEqual([[6], [7]]);
  expect(rowsAt('SELECT price FROM odds ORDER BY id', at(5))).toEqual([[5], [7]]);
});

test('a moment before the log, and tables that are told of now only, are refused in words', () => {
  const { rowsAt } = open();
  expect(() => rowsAt('SELECT 1 FROM odds', BEGIN - 1)).toThrow('The log of changes of odds reaches back to 2026-11-20T14:00:00.000Z.');
  expect(() => rowsAt('SELECT 1 FROM refreshes', at(2))).toThrow('Only the tables of single sources can be read');
  expect(() => rowsAt('SELECT 1 FROM records', at(2))).toThrow('Only the tables of single sources can be read');
  expect(rowsAt('SELECT 1', BEGIN - 1)).toEqual([[1]]);
});
