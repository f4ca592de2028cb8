import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { afterEach, expect, test } from 'vitest';
import { type App, listAll, newDataFolder, removeFolder, startApp } from '../support/app.ts';
import { json, startUpstream, type Upstream } from '../support/upstream.ts';

const entry = fileURLToPath(new URL('../../out/main/serve.js', import.meta.url));
const apps: App[] = [];
const folders: string[] = [];
const upstreams: Upstream[] = [];

afterEach(async () => {
  for (const app of apps.splice(0)) if (app.process.exitCode === null && app.process.signalCode === null) await app.kill();
  for (const folder of folders.splice(0)) removeFolder(folder);
  for (const upstream of upstreams.splice(0)) await upstream.close();
});

function folder(): string {
  const made = newDataFolder();
  folders.push(made);
  return made;
}

async function start(dataFolder = folder()): Promise<App> {
  const app = await startApp({ dataFolder });
  apps.push(app);
  return app;
}

const records = (count: number) => Array.from({ length: count }, (_, id) => ({ id, name: `Größe ${id} 😀`, big: 2 ** 53, none: null }));

/** An app with one source that has a key, and so many records. */
async function filled(count: number): Promise<App> {
  const upstream = await startUpstream((_call, response) => json(response, records(count)));
  upstreams.push(upstream);
  const app = await start();
  const auth = { kind: 'bearer', secret: 'hunter2-the-key' };
  await app.post('/api/v1/sources', { id: 'odds', name: 'Odds', url: `${upstream.url}/odds`, auth, policy: { preset: 'manual' } });
  await app.post('/api/v1/sources/odds/refresh', { wait: true });
  return app;
}

async function ended(app: App) {
  await expect.poll(async () => (await app.get('/api/v1/status')).body.transfer?.state, { timeout: 30_000 }).not.toBe('running');
  return (await app.get('/api/v1/status')).body.transfer;
}

const command = (...args: string[]) => spawnSync(process.execPath, [entry, ...args], { encoding: 'utf8', timeout: 60_000 });

test('a workspace goes to another data folder by way of a file, without its key', async () => {
  const app = await filled(2_000);
  expect((await app.post('/api/v1/workspace/export')).body).toMatchObject({ kind: 'export', state: 'running' });
  const exported = await ended(app);
  expect(exported).toMatchObject({ state: 'done', done: 2_000, total: 2_000, message: null });
  expect(gunzipSync(readFileSync(exported.file)).toString()).not.toContain('hunter2');
  const other = await start();
  const { file } = exported;
  expect((await other.post('/api/v1/workspace/import/check', { file })).body).toMatchObject({
    records: 2_000,
    sources: [{ id: 'odds', name: 'Odds', records: 2_000, there: 'no', needsKey: true }],
  });
  await other.post('/api/v1/workspace/import', { file });
  expect(await ended(other)).toMatchObject({ state: 'done', done: 2_000, sources: [{ id: 'odds', outcome: 'added' }] });
  expect(await listAll(other, '/api/v1/sources/odds/records')).toEqual(await listAll(app, '/api/v1/sources/odds/records'));
  expect((await other.get('/api/v1/refreshes')).body).toEqual((await app.get('/api/v1/refreshes')).body);
  expect((await other.get('/api/v1/sources/odds')).body).toMatchObject({ records: 2_000, obstacle: 'sign-in', origin: 'app' });
});

test('an import replaces what is there, and what was there can be brought back', async () => {
  const app = await filled(3);
  await app.post('/api/v1/workspace/export');
  const { file } = await ended(app);
  await app.call('PUT', '/api/v1/sources/odds', { ...(await app.get('/api/v1/sources/odds')).body.config, name: 'Changed since' });
  await app.post('/api/v1/workspace/import', { file });
  expect((await ended(app)).sources).toMatchObject([{ outcome: 'kept' }]);
  expect((await app.get('/api/v1/sources/odds')).body.name).toBe('Changed since');
  await app.post('/api/v1/workspace/import', { file, existing: 'replace' });
  const [{ outcome, keptAs }] = (await ended(app)).sources;
  expect(outcome).toBe('replaced');
  expect((await app.get('/api/v1/sources/odds')).body).toMatchObject({ name: 'Odds', records: 3, obstacle: null });
  expect((await app.post(`/api/v1/sources/${keptAs}/restore`)).body).toMatchObject({ id: keptAs, name: 'Changed since', records: 3 });
  for (const id of ['odds', keptAs]) {
    const { body } = await app.post(`/api/v1/sources/${id}/refresh`, { wait: true, mode: 'force' });
    expect(body.refresh).toMatchObject({ outcome: 'unchanged', failure: null });
  }
});

test('the command line exports beside a running app and imports into a folder that nobody uses', async () => {
  const app = await filled(50);
  const file = join(app.dataFolder, 'mine.ndjson.gz');
  const exported = command('--data', app.dataFolder, '--export', file);
  expect(exported).toMatchObject({ status: 0, stderr: '' });
  expect(exported.stdout).toContain(`Exported to ${file}`);
  expect(command('--data', app.dataFolder, '--export', file)).toMatchObject({ status: 1 });
  expect(command('--data', app.dataFolder, '--import', file)).toMatchObject({ status: 3 });
  const other = folder();
  const imported = command('--data', other, '--import', file, '--json');
  expect(JSON.parse(imported.stdout)).toMatchObject({ sources: [{ id: 'odds', records: 50, outcome: 'added' }] });
  expect(command('--data', other, '--import', file).stdout).toContain('odds: 50 records, left out');
  expect(command('--data', other, '--import', file, '--replace').stdout).toContain('put in the place');
  const opened = await start(other);
  expect((await opened.get('/api/v1/sources/odds')).body).toMatchObject({ records: 50, obstacle: 'sign-in' });
});

test('wrong files are refused in words, and nothing changes', async () => {
  const app = await start();
  const file = join(app.dataFolder, 'no.ndjson.gz');
  const check = () => app.post('/api/v1/workspace/import/check', { file });
  expect(await check()).toMatchObject({ status: 422, body: { message: `There is no file ${file}.` } });
  writeFileSync(file, 'nonsense');
  expect((await check()).body.message).toContain('is no export of Freshet');
  await app.post('/api/v1/workspace/import', { file });
  expect(await ended(app)).toMatchObject({ state: 'failed', message: expect.stringContaining('is no export') as string });
  expect((await app.post('/api/v1/workspace/import/check', { file: 'relative.ndjson.gz' })).body.message).toContain('absolute');
  expect((await app.post('/api/v1/workspace/export', { file: join(app.dataFolder, 'freshet.db') })).status).toBe(422);
  expect((await app.post('/api/v1/workspace/export', { file })).status).toBe(409);
});

test('a kill in the middle of an export leaves no file, and one in the middle of an import no part of a source', async () => {
  const app = await filled(20_000);
  await app.post('/api/v1/workspace/export');
  await app.kill();
  const files = existsSync(join(app.dataFolder, 'exports')) ? readdirSync(join(app.dataFolder, 'exports')) : [];
  expect(files.filter((name) => name.endsWith('.ndjson.gz'))).toEqual([]);
  await (await start(app.dataFolder)).stop();
  if (existsSync(join(app.dataFolder, 'exports'))) expect(readdirSync(join(app.dataFolder, 'exports'))).toEqual([]);
  const file = join(app.dataFolder, 'whole.ndjson.gz');
  expect(command('--data', app.dataFolder, '--export', file).status).toBe(0);
  for (const writtenAtLeast of [1, 6_000, 15_000]) {
    const other = await start();
    await other.post('/api/v1/workspace/import', { file });
    await expect
      .poll(
        async () => {
          const { phase, done, state } = (await other.get('/api/v1/status')).body.transfer;
          return state !== 'running' || (phase === 'writing' && done >= writtenAtLeast);
        },
        { interval: 2, timeout: 30_000 },
      )
      .toBe(true);
    await other.kill();
    const again = await start(other.dataFolder);
    const sources = (await again.get('/api/v1/sources')).body.items;
    expect([[], [20_000]]).toContainEqual(sources.map((source: { records: number }) => source.records));
    await expect.poll(async () => (await again.get('/api/v1/health')).body.database.records).toBe(sources.length * 20_000);
    await again.post('/api/v1/workspace/import', { file });
    expect(await ended(again)).toMatchObject({ state: 'done' });
    expect((await again.get('/api/v1/sources/odds')).body.records).toBe(20_000);
  }
}, 90_000);

test('an import on the command line that is killed leaves the folder as it was', async () => {
  const app = await filled(20_000);
  const file = join(app.dataFolder, 'whole.ndjson.gz');
  command('--data', app.dataFolder, '--export', file);
  const other = folder();
  const child = spawn(process.execPath, [entry, '--data', other, '--import', file]);
  await expect.poll(() => existsSync(join(other, 'freshet.db')), { interval: 5 }).toBe(true);
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect((await (await start(other)).get('/api/v1/sources')).body.items).toEqual([]);
});

test('what a retention rule would remove is told over the API', async () => {
  const app = await filled(10);
  const preview = (rule: object) => app.post('/api/v1/sources/odds/retention/preview', { rule });
  expect(await preview({ keepNewest: 3 })).toMatchObject({ status: 200, body: { goes: 0, of: 10, deletedGoes: 0, oldestAt: null } });
  expect((await preview({})).status).toBe(422);
});
