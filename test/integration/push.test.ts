import { afterEach, beforeEach, expect, test } from 'vitest';
import { type App, listAll, removeFolder, startApp } from '../support/app.ts';
import { PushServer } from '../support/push-server.ts';
import { json, startUpstream, type Upstream } from '../support/upstream.ts';

let app: App;
let upstream: Upstream;
let push: PushServer;
let items: Map<number, { id: number; price: number }>;

beforeEach(async () => {
  items = new Map(Array.from({ length: 50 }, (_, id) => [id, { id, price: 0 }]));
  upstream = await startUpstream((_call, response) => json(response, [...items.values()]));
  push = await PushServer.start();
});
afterEach(async () => {
  await app.kill();
  await push.close();
  await upstream.close();
  removeFolder(app.dataFolder);
});

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const byId = (a: { id: number }, b: { id: number }) => a.id - b.id;
const stored = async () => (await listAll(app, '/api/v1/sources/odds/records')).map(({ fields }) => fields).sort(byId);
const server = () => [...items.values()].sort(byId);
const status = async () => (await app.get('/api/v1/sources/odds')).body;

async function follow(): Promise<void> {
  app = await startApp();
  await app.post('/api/v1/sources', {
    id: 'odds',
    name: 'Odds',
    url: `${upstream.url}/odds`,
    completeListing: true,
    policy: { preset: 'realtime' },
    push: { kind: 'websocket', url: `ws://${push.host}/ws`, record: 'row', action: 'op', id: 'id', sequence: 'n' },
  });
  await expect.poll(async () => (await status()).state, { timeout: 10_000 }).toBe('live');
}

let number = 0;
function change(id: number): void {
  number += 1;
  const row = { id, price: number };
  if (number % 5 === 0) items.delete(id);
  else items.set(id, row);
  push.publish(number % 5 === 0 ? { op: 'delete', id, n: number } : { op: 'update', id, row, n: number });
}

test('a server that drops, doubles, reorders and delays, and breaks off, leaves the store as it is itself', async () => {
  await follow();
  push.fate = (id) => (id % 17 === 0 ? 'drop' : id % 11 === 0 ? 'twice' : id % 7 === 0 ? 'after-next' : id % 29 === 0 ? 'hold' : 'pass');
  for (let n = 0; n < 120; n += 1) {
    change((n * 7) % 60);
    if (n % 40 === 20) push.release();
    await pause(10);
  }
  push.breakAll();
  // Not heard by anybody.
  change(3);
  change(4);
  push.fate = () => 'pass';
  push.release();
  await expect.poll(async () => (await status()).push.connected, { timeout: 15_000 }).toBe(true);
  change(5);
  await expect.poll(stored, { timeout: 15_000, interval: 100 }).toEqual(server());
  expect(await status()).toMatchObject({ state: 'live', records: items.size, push: { missed: false, rejected: [] } });
  const refreshes = (await app.get('/api/v1/refreshes')).body.items;
  // The listing to begin with, one after the new connection, and a few for what was dropped: never one a message.
  expect(refreshes.length).toBeLessThanOrEqual(6);
  expect(refreshes.every((refresh: { trigger: string }) => refresh.trigger === 'push')).toBe(true);
}, 60_000);

test('a process that is killed while changes stream in begins again with a listing, and nothing is missing', async () => {
  await follow();
  for (let n = 0; n < 40; n += 1) {
    change(n);
    await pause(5);
  }
  await app.kill();
  change(1);
  change(2);
  app = await startApp({ dataFolder: app.dataFolder });
  await expect.poll(async () => (await status()).state, { timeout: 10_000 }).toBe('live');
  change(3);
  await expect.poll(stored, { timeout: 15_000, interval: 100 }).toEqual(server());
}, 60_000);
