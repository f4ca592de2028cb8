import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type App, removeFolder, startApp } from '../support/app.ts';
import { json, startUpstream, type Upstream } from '../support/upstream.ts';
import type { Wire } from '../support/wire.ts';

let app: App;
let upstream: Upstream;

beforeEach(async () => {
  app = await startApp();
  upstream = await startUpstream((_call, response) => json(response, [{ id: 1 }]));
});
afterEach(async () => {
  await app.stop();
  await upstream.close();
  removeFolder(app.dataFolder);
});

const place = (name: string) => join(app.dataFolder, 'sources', name);
const put = (name: string, value: unknown) => writeFileSync(place(name), typeof value === 'string' ? value : JSON.stringify(value));
const source = (id: string, name = id) => ({ id, name, url: `${upstream.url}/${id}` });
const sources = async () => (await app.get('/api/v1/sources')).body.items.map((each: Wire) => [each.id, each.name, each.origin]);
const configFile = async () => (await app.get('/api/v1/status')).body.configFile;

test('a file that is dropped into the folder is picked up, changed and removed as it is', async () => {
  put('a.json', source('a'));
  await expect.poll(sources).toEqual([['a', 'a', 'config']]);
  put('many.json', [source('b'), source('c')]);
  await expect.poll(async () => (await sources()).length).toBe(3);
  expect((await configFile()).files).toEqual([
    { path: place('a.json'), sources: ['a'] },
    { path: place('many.json'), sources: ['b', 'c'] },
  ]);
  put('a.json', source('a', 'Renamed'));
  await expect.poll(async () => (await sources())[0]).toEqual(['a', 'Renamed', 'config']);
  rmSync(place('many.json'));
  await expect.poll(sources).toEqual([['a', 'Renamed', 'config']]);
});

test('files and the config file go together, and an id that is defined twice is told with both places', async () => {
  writeFileSync(join(app.dataFolder, 'freshet.config.json'), JSON.stringify({ sources: [source('a', 'From the config file')] }));
  put('a.json', source('a', 'From a file of its own'));
  put('b.json', source('b'));
  await expect
    .poll(async () => (await configFile()).problems.map((each: Wire) => [each.file, each.path, each.message]))
    .toEqual([[place('a.json'), 'id', `the id "a" is that of a source in ${join(app.dataFolder, 'freshet.config.json')} already`]]);
  expect(await sources()).toEqual([
    ['a', 'From the config file', 'config'],
    ['b', 'b', 'config'],
  ]);
});

test('a file with a mistake changes nothing, also over a restart, while other files go on', async () => {
  put('a.json', source('a'));
  put('b.json', source('b'));
  await expect.poll(async () => (await sources()).length).toBe(2);
  put('a.json', '{\n  "id": "a",\n  "name": "A",\n  "url": "nowhere"\n}');
  await expect
    .poll(async () => (await configFile()).problems)
    .toEqual([
      {
        file: place('a.json'),
        line: 4,
        column: 10,
        path: 'url',
        message: 'not a URL; write it in full, for example https://api.example.com/items',
      },
    ]);
  rmSync(place('b.json'));
  await expect.poll(sources).toEqual([['a', 'a', 'config']]);
  await app.stop();
  app = await startApp({ dataFolder: app.dataFolder });
  expect(await sources()).toEqual([['a', 'a', 'config']]);
  expect((await configFile()).problems).toHaveLength(1);
});

test('a file that lies there at the start is read, and the folder is made where there is none', async () => {
  await app.stop();
  rmSync(join(app.dataFolder, 'sources'), { recursive: true });
  app = await startApp({ dataFolder: app.dataFolder });
  expect(existsSync(join(app.dataFolder, 'sources'))).toBe(true);
  await app.stop();
  mkdirSync(join(app.dataFolder, 'sources'), { recursive: true });
  put('a.json', source('a'));
  app = await startApp({ dataFolder: app.dataFolder });
  expect(await sources()).toEqual([['a', 'a', 'config']]);
  expect((await app.call('DELETE', '/api/v1/sources/a')).status).toBe(409);
});
