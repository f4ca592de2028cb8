import { spawnSync } from 'node:child_process';
import { createServer } from 'node:net';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, test } from 'vitest';
import { type App, newDataFolder, removeFolder, startApp } from '../support/app.ts';
import type { Wire } from '../support/wire.ts';

const entry = fileURLToPath(new URL('../../out/main/serve.js', import.meta.url));
const folders: string[] = [];
const apps: App[] = [];
const start = async (options: Parameters<typeof startApp>[0] = {}) => {
  const app = await startApp(options);
  apps.push(app);
  folders.push(app.dataFolder);
  return app;
};
const startAgain = (...args: string[]) =>
  spawnSync(process.execPath, [entry, '--no-open', '--no-demo', ...args], { encoding: 'utf8', timeout: 20_000 });

afterEach(async () => {
  for (const app of apps.splice(0)) if (app.process.exitCode === null && app.process.signalCode === null) await app.kill();
  for (const folder of folders.splice(0)) removeFolder(folder);
});

test('a first start shows the demo: sources behind a real HTTP upstream that is badged as demo', async () => {
  const app = await start({ args: [] });
  const { body } = await app.get('/api/v1/sources');
  expect(body.items.map((source: Wire) => [source.name, source.origin])).toEqual([
    ['Match odds', 'demo'],
    ['Match scores', 'demo'],
    ["Ada's calendar", 'demo'],
    ['Edits of a wiki', 'demo'],
    ['Parcels on their way', 'demo'],
    ['Runs by day', 'demo'],
    ['Active users', 'demo'],
    ['Rides and runs', 'demo'],
    ['n8n · north', 'demo'],
    ['n8n · north, workflows', 'demo'],
    ['n8n · harbour', 'demo'],
    ['n8n · harbour, workflows', 'demo'],
  ]);
  const demo = (await app.get('/api/v1/status')).body.demo;
  expect(demo.on).toBe(true);
  expect((await fetch(`${demo.url}/the-odds-api/v4/sports`)).status).toBe(401);
  const all = await app.post('/api/v1/refresh', { wait: true });
  const outcomes = Object.fromEntries(all.body.items.map((item: Wire) => [item.sourceId, item.refresh.outcome]));
  // Some are called by themselves as soon as they are there, and what they answered may still hold.
  expect(outcomes['demo-odds']).toBe('changed');
  expect(Object.values(outcomes)).not.toContain('failed');
  for (const source of (await app.get('/api/v1/sources')).body.items) expect(source.records, source.id).toBeGreaterThan(0);
  for (const id of ['demo-parcels', 'demo-events', 'demo-edits'])
    await expect.poll(async () => (await app.get(`/api/v1/sources/${id}`)).body.state).toBe('live');
});

test('the demo is left in one call, and does not come back with the next start; its own records can', async () => {
  const app = await start({ args: [] });
  await app.post('/api/v1/refresh', { wait: true });
  expect((await app.post('/api/v1/demo', { on: false })).body.demo).toEqual({ on: false, url: null, faults: null });
  expect((await app.get('/api/v1/sources')).body.items).toEqual([]);
  await app.stop();
  const again = await start({ args: [], dataFolder: app.dataFolder });
  expect((await again.get('/api/v1/sources')).body.items).toEqual([]);
  await again.post('/api/v1/demo', { on: true });
  expect((await again.get('/api/v1/sources')).body.items[0].records).toBeGreaterThan(0);
});

test('the fault dial disturbs the demo until it is reset, and there is none outside of it', async () => {
  const app = await start({ args: [] });
  expect((await app.get('/api/v1/demo/faults')).body).toMatchObject({ cablePulled: false, services: {} });
  const turned = await app.call('PUT', '/api/v1/demo/faults', { services: { odds: { serverErrorPercent: 100 } } });
  expect(turned.body.services.odds.serverErrorPercent).toBe(100);
  expect((await app.get('/api/v1/status')).body.demo.faults).toEqual(turned.body);
  const { url } = (await app.get('/api/v1/status')).body.demo;
  expect((await fetch(`${url}/the-odds-api/v4/sports?apiKey=demo-key`)).status).toBe(500);
  expect((await app.call('PUT', '/api/v1/demo/faults', { all: { dropPercent: 101 } })).status).toBe(422);
  await app.call('PUT', '/api/v1/demo/faults', { cablePulled: true });
  await expect(fetch(url)).rejects.toThrow();
  await app.call('PUT', '/api/v1/demo/faults', {});
  expect((await fetch(`${url}/the-odds-api/v4/sports?apiKey=demo-key`)).status).toBe(200);
  await app.post('/api/v1/demo', { on: false });
  expect((await app.get('/api/v1/demo/faults')).status).toBe(409);
  expect((await app.call('PUT', '/api/v1/demo/faults', {})).status).toBe(409);
});

test('the demo keeps its address, its records and their age over a restart', async () => {
  const app = await start({ args: [] });
  await app.post('/api/v1/refresh', { wait: true });
  const before = (await app.get('/api/v1/sources/demo-statistics')).body;
  await app.stop();
  const again = await start({ args: [], dataFolder: app.dataFolder });
  const after = (await again.get('/api/v1/sources/demo-statistics')).body;
  expect(after).toMatchObject({ records: before.records, checkedAt: before.checkedAt });
  expect(after.config.url).toBe(before.config.url);
});

test('--no-demo starts without any source', async () => {
  const app = await start();
  expect((await app.get('/api/v1/sources')).body.items).toEqual([]);
});

test('a port that is taken gives way to the next free one', async () => {
  const taken = createServer();
  await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
  const { port } = taken.address() as { port: number };
  const app = await start({ args: ['--no-demo', '--port', String(port)] });
  expect(app.port).toBeGreaterThan(port);
  taken.close();
});

test('Ctrl-C ends it with code 0 within two seconds, also while a tab is open and a refresh runs', async () => {
  const app = await start({ args: [] });
  const socket = new WebSocket(`${app.url.replace('http', 'ws')}/ws`, ['freshet.v1', `token.${app.token}`]);
  await new Promise((resolve) => socket.addEventListener('open', resolve));
  const begun = performance.now();
  expect(await app.stop()).toBe(0);
  expect(performance.now() - begun).toBeLessThan(2_000);
  expect(existsSync(join(app.dataFolder, 'running.json'))).toBe(false);
});

test('a second start on the same data folder says where it already runs and opens nothing', async () => {
  const app = await start();
  const second = startAgain('--data', app.dataFolder);
  expect(second.status).toBe(3);
  expect(second.stderr).toContain(`already running on ${app.dataFolder}`);
  expect(second.stderr).toContain(app.url);
  expect((await app.get('/api/v1/health')).body.status).toBe('ok');
});

test('after a power cut the next start opens the folder as if nothing had been', async () => {
  const app = await start({ args: [] });
  await app.post('/api/v1/refresh', { wait: true });
  const before = (await app.get('/api/v1/health')).body.database.records;
  await app.kill();
  const again = await start({ args: [], dataFolder: app.dataFolder });
  expect((await again.get('/api/v1/health')).body).toMatchObject({ status: 'ok', database: { records: before } });
});

test('the token stays the same over a restart, so that an address that was opened goes on working', async () => {
  const app = await start();
  await app.stop();
  const again = await start({ dataFolder: app.dataFolder });
  expect(again.token).toBe(app.token);
});

test.each([
  [['--port', 'eighty'], '--port must be a number'],
  [['--port', '70000'], '--port must be a number'],
  [['--colour'], 'Unknown option'],
  [['--data', '/dev/null/nope'], 'cannot be used'],
])('%j is refused in words', (args, words) => {
  const { status, stderr } = startAgain(...args);
  expect(status).toBe(1);
  expect(stderr).toContain(words);
  expect(stderr.trim().split('\n').length).toBe(1);
});

test('a file that is no database is kept elsewhere, and the app starts and says so', async () => {
  const folder = newDataFolder();
  writeFileSync(join(folder, 'freshet.db'), 'damaged '.repeat(1_000));
  const app = await start({ dataFolder: folder });
  const [notice] = (await app.get('/api/v1/status')).body.notices;
  expect(notice.message).toContain('was damaged or no database');
  const [kept = ''] = readdirSync(join(folder, 'damaged'));
  expect(notice.advice).toContain(join(folder, 'damaged', kept));
  expect(readFileSync(join(folder, 'damaged', kept, 'freshet.db'), 'utf8')).toBe('damaged '.repeat(1_000));
});
