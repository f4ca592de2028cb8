import { existsSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type App, removeFolder, startApp } from '../support/app.ts';
import { json, startUpstream, type Upstream } from '../support/upstream.ts';
import type { Wire } from '../support/wire.ts';

let app: App;
let upstream: Upstream;

beforeEach(async () => {
  app = await startApp();
  upstream = await startUpstream((call, response) =>
    call.headers['x-key'] === 'hush-hush' || call.path === '/open'
      ? json(response, [{ id: 1 }])
      : json(response, { message: `not with ${String(call.headers['x-key'])}` }, {}, 401),
  );
});
afterEach(async () => {
  await app.stop();
  await upstream.close();
  removeFolder(app.dataFolder);
});

const file = () => join(app.dataFolder, 'freshet.config.json');
const sources = async () => (await app.get('/api/v1/sources')).body.items.map((source: Wire) => [source.id, source.name, source.origin]);
const config = (...list: object[]) => JSON.stringify({ version: 1, sources: list });

test('the file is read again whenever it is saved, and can do what the form does', async () => {
  writeFileSync(file(), config({ id: 'a', name: 'A', url: `${upstream.url}/open` }));
  await expect.poll(sources).toEqual([['a', 'A', 'config']]);
  await app.post('/api/v1/sources/a/refresh', { wait: true });
  // Most editors write another file and put it in the place of this one.
  writeFileSync(
    `${file()}.new`,
    config({ id: 'a', name: 'Renamed', url: `${upstream.url}/open` }, { id: 'b', name: 'B', url: `${upstream.url}/open` }),
  );
  renameSync(`${file()}.new`, file());
  await expect.poll(sources).toEqual([
    ['a', 'Renamed', 'config'],
    ['b', 'B', 'config'],
  ]);
  expect((await app.get('/api/v1/sources/a')).body).toMatchObject({ records: 1, state: 'fresh' });
  writeFileSync(file(), config());
  await expect.poll(sources).toEqual([]);
});

test('a mistake in the file changes nothing and is told with its line and path', async () => {
  writeFileSync(file(), config({ id: 'a', name: 'A', url: `${upstream.url}/open` }));
  await expect.poll(sources).toEqual([['a', 'A', 'config']]);
  writeFileSync(file(), '{\n  "sources": [\n    { "id": "a", "name": "A", "url": "nowhere" }\n  ]\n}');
  await expect
    .poll(async () => (await app.get('/api/v1/status')).body.configFile.problems)
    .toEqual([
      {
        file: file(),
        line: 3,
        column: 38,
        path: 'sources[0].url',
        message: 'not a URL; write it in full, for example https://api.example.com/items',
      },
    ]);
  expect(await sources()).toEqual([['a', 'A', 'config']]);
  writeFileSync(file(), config({ id: 'a', name: 'Well again', url: `${upstream.url}/open` }));
  await expect.poll(sources).toEqual([['a', 'Well again', 'config']]);
  expect((await app.get('/api/v1/status')).body.configFile.problems).toEqual([]);
});

test('an expression that cannot be read is told with its place in the file', async () => {
  writeFileSync(file(), config({ id: 'a', name: 'A', url: `${upstream.url}/open`, computed: { x: '$sum(' } }));
  await expect
    .poll(async () => (await app.get('/api/v1/status')).body.configFile.problems.map((each: Wire) => each.path))
    .toEqual(['sources[0].computed.x']);
});

test('what the file defines is changed in the file only', async () => {
  writeFileSync(file(), config({ id: 'a', name: 'A', url: `${upstream.url}/open` }));
  await expect.poll(sources).toEqual([['a', 'A', 'config']]);
  const { body } = await app.get('/api/v1/sources/a');
  expect((await app.call('PUT', '/api/v1/sources/a', { ...body.config, name: 'Z' })).status).toBe(409);
  expect((await app.call('DELETE', '/api/v1/sources/a')).status).toBe(409);
});

test('an id that was given in the app is not taken over', async () => {
  await app.post('/api/v1/sources', { id: 'a', name: 'Mine', url: `${upstream.url}/open` });
  writeFileSync(file(), config({ id: 'a', name: 'File', url: `${upstream.url}/open` }));
  await expect.poll(async () => (await app.get('/api/v1/status')).body.configFile.problems[0]?.message).toContain('was added in the app');
  expect(await sources()).toEqual([['a', 'Mine', 'app']]);
});

test('a key works, also after a restart, and stands in no answer, log, database or error', async () => {
  await app.post('/api/v1/sources', {
    id: 'locked',
    name: 'Locked',
    url: `${upstream.url}/locked`,
    auth: { kind: 'header', name: 'X-Key', secret: 'hush-hush' },
  });
  expect((await app.post('/api/v1/sources/locked/refresh', { wait: true })).body.refresh.outcome).toBe('changed');
  await app.call('PUT', '/api/v1/sources/locked', {
    ...(await app.get('/api/v1/sources/locked')).body.config,
    auth: { kind: 'header', name: 'X-Key', secret: 'wrong-but-secret' },
  });
  const failed = (await app.post('/api/v1/sources/locked/refresh', { mode: 'force', wait: true })).body.refresh;
  expect(failed.failure.message).toContain('not with •••');
  await app.call('PUT', '/api/v1/sources/locked', {
    ...(await app.get('/api/v1/sources/locked')).body.config,
    auth: { kind: 'header', name: 'X-Key', secret: 'hush-hush' },
  });
  const said: string[] = [];
  for (const path of ['/sources', '/refreshes', '/sources/locked/why', '/status'])
    said.push(JSON.stringify((await app.get(`/api/v1${path}`)).body));
  await app.stop();
  for (const entry of readdirSync(app.dataFolder, { recursive: true, withFileTypes: true }))
    if (entry.isFile()) said.push(readFileSync(join(entry.parentPath, entry.name)).toString('latin1'));
  said.push(app.errors());
  for (const text of said) {
    expect(text).not.toContain('hush-hush');
    expect(text).not.toContain('wrong-but-secret');
  }
  app = await startApp({ dataFolder: app.dataFolder });
  expect((await app.post('/api/v1/sources/locked/refresh', { wait: true })).body.refresh.outcome).toMatch(/unchanged|not-modified/);
  expect(existsSync(join(app.dataFolder, 'secrets.json'))).toBe(true);
});

test('a stored key is not sent to a host that it was not entered for', async () => {
  await app.post('/api/v1/sources', {
    id: 'locked',
    name: 'Locked',
    url: `${upstream.url}/locked`,
    auth: { kind: 'header', name: 'X-Key', secret: 'hush-hush' },
  });
  const elsewhere = {
    id: 'locked',
    name: 'Locked',
    url: 'http://localhost:1/steal',
    auth: { kind: 'header', name: 'X-Key', secret: { stored: true } },
  };
  expect((await app.post('/api/v1/sources/preview', elsewhere)).body.message).toContain('is not sent to http://localhost:1');
  expect((await app.call('PUT', '/api/v1/sources/locked', elsewhere)).status).toBe(422);
});
