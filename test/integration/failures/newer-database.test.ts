import { copyFileSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test } from 'vitest';
import { migrations } from '../../../src-main/store/migrations/index.ts';
import { type App, newDataFolder, removeFolder, startApp } from '../../support/app.ts';
import { openTab } from '../../support/tab.ts';
import { json, startUpstream, type Upstream } from '../../support/upstream.ts';

// Filled once; each test changes a copy of it as a newer version might have.
let filled: string;
let folder: string;
let upstream: Upstream;

const FILES = ['freshet.db', 'secrets.json', 'secrets.key'];

beforeAll(async () => {
  upstream = await startUpstream((_call, response) =>
    json(response, [
      { id: 1, name: 'lamp' },
      { id: 2, name: 'chair' },
    ]),
  );
  const app = await startApp();
  filled = app.dataFolder;
  for (const id of ['odds', 'other']) {
    await app.post('/api/v1/sources', { id, name: id, url: upstream.url, policy: { preset: 'fixed' } });
    await app.post(`/api/v1/sources/${id}/refresh`, { wait: true });
  }
  await app.stop();
});
afterAll(async () => {
  await upstream.close();
  removeFolder(filled);
});
beforeEach(() => {
  folder = newDataFolder();
  for (const name of FILES) copyFileSync(join(filled, name), join(folder, name));
  const made = folder;
  onTestFinished(() => removeFolder(made));
});

function upgrade(sql: string): void {
  const db = new Database(join(folder, 'freshet.db'));
  db.exec(sql);
  db.pragma(`user_version = ${migrations.length + 3}`);
  db.pragma('wal_checkpoint(TRUNCATE)');
  db.close();
}

const BY_9 =
  "UPDATE meta SET value = '9.0.0' WHERE key = 'writtenBy'; ALTER TABLE records ADD COLUMN weight REAL; ALTER TABLE meta ADD COLUMN at INTEGER;";
const WORDS = /^This data was written by Freshet 9\.0\.0; this is \d+\.\d+\.\d+: nothing is refreshed or changed\.$/;

async function started(): Promise<App> {
  const app = await startApp({ dataFolder: folder });
  onTestFinished(() => void app.stop());
  return app;
}

test('the data of a newer Freshet is shown and searched, and its file stays as it is', async () => {
  upgrade(BY_9);
  const file = join(folder, 'freshet.db');
  const before = { bytes: readFileSync(file), mode: statSync(file).mode, calls: upstream.calls.length };
  const app = await started();

  const { items } = (await app.get('/api/v1/sources')).body;
  expect(items.map(({ id, records }: { id: string; records: number }) => [id, records])).toEqual([
    ['odds', 2],
    ['other', 2],
  ]);
  expect((await app.get('/api/v1/sources/odds/records')).body.items[1].fields.name).toBe('chair');
  expect((await app.get('/api/v1/search?q=lamp')).body.items).toHaveLength(2);
  const refreshes = (await app.get('/api/v1/refreshes?sourceId=odds')).body.items;
  expect(refreshes.map(({ outcome }: { outcome: string }) => outcome)).toContain('changed');
  for (const path of ['sources/odds/why', 'quotas', 'savings', 'freshness', 'backups', 'activity'])
    expect((await app.get(`/api/v1/${path}`)).status, path).toBe(200);
  const { client } = await openTab(app);
  expect((await client.sources.window({ id: 'odds', offset: 0, limit: 9 })).total).toBe(2);
  await client.activity.beat({ focused: true, visible: true });
  await client.sources.looked({ id: 'odds', recordId: '1' });

  expect(await app.stop()).toBe(0);
  expect(readFileSync(file).equals(before.bytes)).toBe(true);
  expect(statSync(file).mode).toBe(before.mode);
  expect(upstream.calls.length).toBe(before.calls);
  expect(readdirSync(folder)).not.toContain('backups');
});

test('whatever would change something is refused with 409 in the words of the strip; health and status say the same', async () => {
  upgrade(BY_9);
  const app = await started();
  const changes: [string, string, unknown?][] = [
    ['POST', 'sources/odds/refresh', {}],
    ['POST', 'refresh', {}],
    ['POST', 'sources', { id: 'new', name: 'New', url: upstream.url }],
    ['DELETE', 'sources/odds'],
    ['POST', 'sources/odds/pause', { forSeconds: null }],
    ['POST', 'pause', { forSeconds: null }],
    ['POST', 'backups'],
    ['POST', 'backups/1/restore'],
    ['POST', 'demo', { on: true }],
    ['POST', 'sources/odds/records/1/looked'],
  ];
  for (const [method, path, body] of changes) {
    const { status, body: said } = await app.call(method, `/api/v1/${path}`, body);
    expect(status, path).toBe(409);
    expect(said.message, path).toMatch(WORDS);
    expect(said.data.advice, path).toBe('Update Freshet.');
  }
  const { readOnly, notices } = (await app.get('/api/v1/status')).body;
  expect(readOnly).toMatchObject({ writtenBy: '9.0.0', message: expect.stringMatching(WORDS) });
  expect(notices).toEqual([]);
  const health = (await app.get('/api/v1/health')).body;
  expect(health).toMatchObject({ status: 'degraded', database: { integrity: 'ok', records: 4 } });
  expect(health.readOnly).toContain('written by Freshet 9.0.0');
});

test('a source with settings that are not known here is left out and named; the others are shown', async () => {
  upgrade(`${BY_9} UPDATE sources SET config = json_set(config, '$.policy', json('{"preset":"oracle"}')) WHERE id = 'other'`);
  const app = await started();
  expect((await app.get('/api/v1/sources')).body.items.map(({ id }: { id: string }) => id)).toEqual(['odds']);
  expect((await app.get('/api/v1/status')).body.readOnly.message).toContain('What is set for other cannot be read here');
});

test('where the version is not known, the words say so', async () => {
  upgrade("DELETE FROM meta WHERE key = 'writtenBy'");
  const app = await started();
  expect((await app.get('/api/v1/status')).body.readOnly).toMatchObject({
    writtenBy: null,
    message: expect.stringContaining('written by a newer Freshet; this is'),
  });
});

test('a database in which a needed table cannot be read is refused, and left as it is', async () => {
  upgrade('ALTER TABLE refreshes RENAME TO runs');
  const before = readFileSync(join(folder, 'freshet.db'));
  const said = await startApp({ dataFolder: folder }).then(
    () => 'started',
    (error: unknown) => String(error),
  );
  expect(said).toMatch(/the app ended with 1: .*newer Freshet \(schema \d+, this one knows \d+\)\. Nothing was changed/);
  expect(said).toContain(join(folder, 'freshet.db'));
  expect(readFileSync(join(folder, 'freshet.db')).equals(before)).toBe(true);
});
