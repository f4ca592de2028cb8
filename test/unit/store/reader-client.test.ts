import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, onTestFinished, test } from 'vitest';
import { QueryLimit, QueryTimeout, withinLimit } from '../../../src-main/store/query-limit.ts';
import { ReaderClient } from '../../../src-main/store/reader-client.ts';
import { Store } from '../../../src-main/store/store.ts';
import { sourceConfigSchema } from '../../../src-preload/contract/index.ts';
import { memoryDisk, tempFolder } from '../../support/temp-folder.ts';
import { addRecord } from '../../support/records.ts';

const realWorker = new URL('../../../src-main/store/reader-worker.ts', import.meta.url);
const slowWorker = new URL('../../support/slow-reader.mjs', import.meta.url);

function database(records = 0): string {
  const file = join(tempFolder(memoryDisk), 'a.db');
  const store = new Store(file);
  const { row } = store.sources.add(sourceConfigSchema.parse({ id: 's', name: 'S', url: 'http://x' }), 'app', 0);
  store.transaction(() => {
    for (let at = 0; at < records; at += 1) addRecord(store, row, `${at}`, `{"n":${at}}`);
  });
  store.close();
  return file;
}

function client(worker: URL, file: string, limitMs: number, graceMs?: number): ReaderClient {
  const made = new ReaderClient(worker, file, limitMs, graceMs);
  onTestFinished(() => made.stop());
  return made;
}

const windowAt = (offset: number) => ({ sourceRow: 1, version: 1, offset, limit: 1, sort: null, filter: '' });

test('a query of a million steps ends itself when its time is over, and the connection goes on', () => {
  const db = new Database(':memory:');
  onTestFinished(() => void db.close());
  const limit = new QueryLimit(db, 20);
  const endless = `WITH RECURSIVE c (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c) SELECT count(*) FROM c WHERE ${withinLimit('n')}`;
  expect(() => limit.run(() => db.prepare(endless).get())).toThrow(QueryTimeout);
  expect(
    limit.run(() =>
      db
        .prepare(`SELECT 1 WHERE ${withinLimit('256')}`)
        .pluck()
        .get(),
    ),
  ).toBe(1);
});

test('a query that takes too long says so, and those after it are answered', async () => {
  const reader = client(realWorker, database(20_000), 0, 60_000);
  await expect(reader.list({ sourceRow: 1, limit: 10_000, cursor: undefined, q: 'nowhere' })).rejects.toThrow(QueryTimeout);
  await expect(reader.search({ q: 'n', sourceRows: [1], limit: 1, cursor: undefined })).rejects.toThrow('took longer than 0 s');
  expect((await reader.search({ q: '', sourceRows: [1], limit: 1, cursor: undefined })).items).toEqual([]);
});

test('a query that cannot end itself is left behind, and those that wait are asked in a new thread', async () => {
  const reader = client(slowWorker, database(), 500, 500);
  const [slow, ...others] = await Promise.allSettled([reader.window(windowAt(1)), reader.window(windowAt(5)), reader.window(windowAt(6))]);
  expect(slow).toMatchObject({ status: 'rejected', reason: expect.any(QueryTimeout) });
  expect(others).toMatchObject([
    { status: 'fulfilled', value: { total: 5 } },
    { status: 'fulfilled', value: { total: 6 } },
  ]);
});

test('a thread that dies takes its own question with it and no other', async () => {
  const reader = client(slowWorker, database(), 5_000);
  const [died, next] = await Promise.allSettled([reader.window(windowAt(2)), reader.window(windowAt(7))]);
  expect(died).toMatchObject({ status: 'rejected' });
  expect(next).toMatchObject({ status: 'fulfilled', value: { total: 7 } });
});

test('whoever waits when Freshet ends is told so', async () => {
  const reader = new ReaderClient(slowWorker, database(), 5_000);
  const waiting = Promise.allSettled([reader.window(windowAt(3)), reader.window(windowAt(4))]);
  await reader.stop();
  for (const each of await waiting) expect(each).toMatchObject({ status: 'rejected' });
  await expect(reader.window(windowAt(3))).rejects.toThrow('Freshet ends.');
});
