import { once } from 'node:events';
import { join } from 'node:path';
import { MessageChannel } from 'node:worker_threads';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/message-port';
import type { ContractRouterClient } from '@orpc/contract';
import { expect, onTestFinished, test } from 'vitest';
import { RecordFront } from '../../../src-main/host/record-front.ts';
import { Store } from '../../../src-main/store/store.ts';
import { type Contract, sourceConfigSchema } from '../../../src-preload/contract/index.ts';
import { addRecord } from '../../support/records.ts';
import { memoryDisk, tempFolder } from '../../support/temp-folder.ts';

const worker = new URL('../../../src-main/store/reader-worker.ts', import.meta.url);

function database(ids: readonly string[]): string {
  const file = join(tempFolder(memoryDisk), 'a.db');
  const store = new Store(file);
  const { row } = store.sources.add(sourceConfigSchema.parse({ id: 'odds', name: 'Odds', url: 'http://x' }), 'app', 0);
  store.transaction(() => {
    for (const id of ids) addRecord(store, row, id, JSON.stringify({ id, name: `Name of ${id}` }));
  });
  store.close();
  return file;
}

/** A page before an engine that answers nothing, as in the middle of a merge. */
function page() {
  const reports: unknown[] = [];
  const front = new RecordFront(worker, (error) => reports.push(error));
  const { port1: engineSide, port2: engine } = new MessageChannel();
  const port = front.join(engineSide);
  const client = createORPCClient<ContractRouterClient<Contract>>(new RPCLink({ port }));
  port.start();
  onTestFinished(async () => {
    port.close();
    await front.close();
  });
  return { front, port, client, engine, reports };
}

const window = { id: 'odds', offset: 0, limit: 10, sort: null, filter: '' };

test('records are listed, read by position and searched while the engine answers nothing', async () => {
  const { front, client } = page();
  front.open(database(['a', 'b']));
  expect((await client.sources.window(window)).items.map(({ id }) => id)).toEqual(['a', 'b']);
  expect((await client.sources.records({ id: 'odds', q: 'of b' })).items.map(({ id }) => id)).toEqual(['b']);
  expect((await client.records.search({ q: 'name', sourceId: 'odds' })).items.map(({ sourceId, record }) => [sourceId, record.id])).toEqual(
    [
      ['odds', 'b'],
      ['odds', 'a'],
    ],
  );
  expect((await client.records.search({ q: '"of b"' })).items.map(({ sourceId }) => sourceId)).toEqual(['odds']);
});

test('every other call goes to the engine unchanged, and its answers come back', async () => {
  const front = new RecordFront(worker, () => undefined);
  const { port1: engineSide, port2: engine } = new MessageChannel();
  const port = front.join(engineSide);
  onTestFinished(() => port.close());
  // Such an address may also stand in what is sent, where it means nothing.
  for (const message of [
    '{"i":"1","p":{"u":"/app/status","b":{"json":{"note":"/sources/window"}}}}',
    '/sources/window',
    new Uint8Array([1]),
  ]) {
    const got = once(engine, 'message');
    port.postMessage(message);
    expect(await got).toEqual([message]);
    const answered = once(port, 'message');
    engine.postMessage(message);
    expect(await answered).toEqual([message]);
  }
});

test('a source that is not there, and values that are not accepted, are refused in words', async () => {
  const { front, client, reports } = page();
  front.open(database([]));
  await expect(client.sources.window({ ...window, id: 'other' })).rejects.toMatchObject({
    code: 'NOT_FOUND',
    message: 'There is no source "other".',
  });
  await expect(client.records.search({ q: 'x', sourceId: 'other' })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  await expect(client.sources.window({ ...window, limit: -1 })).rejects.toMatchObject({ code: 'UNPROCESSABLE' });
  expect(reports).toEqual([]);
});

test('whoever asks while there is no database to read waits, and reads the one that comes', async () => {
  const { front, client } = page();
  const early = client.sources.window(window);
  front.open(database(['before']));
  expect((await early).items.map(({ id }) => id)).toEqual(['before']);
  await front.close();
  const between = client.sources.window(window);
  front.open(database(['after']));
  expect((await between).items.map(({ id }) => id)).toEqual(['after']);
});

test('a read that is under way when the database is replaced is answered from the one that takes its place', async () => {
  const { front, client } = page();
  front.open(database(['before']));
  const under = client.sources.window(window);
  const asked = client.sources.window({ ...window, offset: 1 });
  // Both are with the reading thread by now, which has not even started.
  await new Promise((resolve) => setImmediate(resolve));
  await front.close();
  front.open(database(['after', 'more']));
  expect((await under).items.map(({ id }) => id)).toEqual(['after', 'more']);
  expect((await asked).items.map(({ id }) => id)).toEqual(['more']);
});

test('a port that is closed on one side is closed on the other', async () => {
  const { port, engine } = page();
  const closed = once(engine, 'close');
  port.close();
  await closed;
});
