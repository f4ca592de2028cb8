import { once } from 'node:events';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { expect, onTestFinished, test } from 'vitest';
import { RecordReader } from '../../../src-main/store/reader.ts';
import { Store } from '../../../src-main/store/store.ts';
import { sourceConfigSchema } from '../../../src-preload/contract/index.ts';
import { memoryDisk, tempFolder } from '../../support/temp-folder.ts';
import { addRecord } from '../../support/records.ts';

const RECORDS = 50_000;

test('while 50,000 records merge, windows, filters and searches go on over what was there before, as a whole', async () => {
  const file = join(tempFolder(memoryDisk), 'a.db');
  const store = new Store(file);
  const { row } = store.sources.add(sourceConfigSchema.parse({ id: 's', name: 'S', url: 'http://x' }), 'app', 0);
  store.transaction(() => addRecord(store, row, 'before', '{"id":"before","n":1}'));
  const reader = new RecordReader(file);
  const state = new Int32Array(new SharedArrayBuffer(4));
  const writer = new Worker(new URL('../../support/merging-writer.mjs', import.meta.url), {
    workerData: { file, sourceRow: row, records: RECORDS, state },
  });
  onTestFinished(async () => {
    await writer.terminate();
    reader.close();
    store.close();
  });
  const window = (version: number, filter = '') =>
    reader.window({ sourceRow: row, version, offset: 0, limit: 50, sort: { field: 'n', descending: false }, filter });

  expect((await once(writer, 'message'))[0]).toBe('merged');
  for (let version = 0; version < 20; version += 1) {
    expect(window(version).items.map(({ id }) => id)).toEqual(['before']);
    expect(window(version, 'before').total).toBe(1);
    expect(reader.search({ q: 'before', sourceRows: [row], limit: 10, cursor: undefined }).items).toHaveLength(1);
  }
  Atomics.store(state, 0, 2);
  Atomics.notify(state, 0);
  expect((await once(writer, 'message'))[0]).toBe('stored');
  expect(window(21).total).toBe(RECORDS + 1);
});
