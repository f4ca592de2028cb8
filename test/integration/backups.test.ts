import { closeSync, openSync, readdirSync, rmSync, truncateSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { driveApp, serveUpstream } from '../support/driven-app.ts';
import { json } from '../support/upstream.ts';
import type { Wire } from '../support/wire.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

const utcDay = (aheadMs: number) => new Date(Date.now() + aheadMs).toISOString().slice(0, 10);

const backupsOf = async (app: { get(path: string): Promise<{ body: Wire }> }) => (await app.get('/api/v1/backups')).body;

test('after a change a backup is made, at most hourly, and none while nothing changes', async () => {
  let version = 1;
  const upstream = await serveUpstream((_call, response) => json(response, [{ id: 1, version }, { id: 2 }]));
  const app = await driveApp();
  expect((await backupsOf(app)).items).toEqual([]);
  await app.add({ id: 'odds', url: upstream.url, policy: { preset: 'manual' } });
  await app.press('odds');
  await app.advance(61_000);
  await expect.poll(async () => (await backupsOf(app)).items).toMatchObject([{ id: '1', kind: 'scheduled', records: 2, verified: true }]);
  version = 2;
  await app.press('odds');
  await app.advance(30 * 60_000);
  expect((await backupsOf(app)).items.length).toBe(1);
  await app.advance(31 * 60_000);
  await expect.poll(async () => (await backupsOf(app)).items.map((item: Wire) => item.id)).toEqual(['2', '1']);
  await app.advance(5 * HOUR_MS);
  expect((await backupsOf(app)).items.length).toBe(2);
});

test('every week everything is checked and every month the newest backup is restored into a scratch folder, with their results', async () => {
  const upstream = await serveUpstream((_call, response) => json(response, [{ id: 1 }, { id: 2 }, { id: 3 }]));
  const app = await driveApp();
  await app.add({ id: 'odds', url: upstream.url, policy: { preset: 'manual' } });
  await app.press('odds');
  expect((await app.post('/api/v1/backups')).status).toBe(201);
  expect(await backupsOf(app)).toMatchObject({ check: null, drill: null });
  await app.setClock(7 * DAY_MS);
  await expect.poll(async () => (await backupsOf(app)).check).toMatchObject({ fault: null });
  await app.setClock(20 * DAY_MS);
  await expect.poll(async () => (await backupsOf(app)).check.at).toMatch(utcDay(app.aheadMs));
  await app.setClock(3 * DAY_MS);
  await expect.poll(async () => (await backupsOf(app)).drill).toMatchObject({ records: 3, fault: null });
  expect(readdirSync(join(app.dataFolder, 'backups')).filter((name) => name.includes('unfinished'))).toEqual([]);
});

test('a backup is restored by choice, what was spent stays counted, and the restore can be undone', async () => {
  let version = 1;
  const upstream = await serveUpstream((_call, response) => json(response, [{ id: 1, version }]));
  const app = await driveApp();
  const versionNow = async () => (await app.get('/api/v1/sources/odds/records')).body.items[0].fields.version;
  await app.add({ id: 'odds', url: upstream.url, policy: { preset: 'manual' } });
  await app.press('odds');
  const { body: first } = await app.post('/api/v1/backups');
  expect(first).toMatchObject({ kind: 'manual', records: 1, schema: expect.any(Number), bytes: expect.any(Number) });
  version = 2;
  await app.advance(10_000);
  await app.press('odds');
  await app.add({ id: 'later', url: upstream.url, policy: { preset: 'manual' } });
  expect(await versionNow()).toBe(2);

  const { status, body } = await app.post(`/api/v1/backups/${first.id}/restore`);
  expect({ status, restored: body.restored }).toEqual({ status: 200, restored: first });
  expect(body.undo).toMatchObject({ kind: 'before-restore', records: 1 });
  expect(await versionNow()).toBe(1);
  expect((await app.get('/api/v1/sources/later')).status).toBe(404);
  expect((await app.source('odds')).today.calls).toBe(2);
  expect((await app.get('/api/v1/status')).body.notices[0].advice).toContain('Undo restore');
  expect((await backupsOf(app)).restore).toMatchObject({ backupAt: first.at, undoId: body.undo.id, found: null });
  await app.advance(10_000);
  expect(upstream.calls.length).toBe(2);

  await app.post(`/api/v1/backups/${body.undo.id}/restore`);
  expect(await versionNow()).toBe(2);
  expect((await app.source('later')).records).toBe(0);
  await app.press('odds');
  expect((await app.source('odds')).today.calls).toBe(3);
});

test('what is no backup, or a damaged one, is refused and changes nothing', async () => {
  const upstream = await serveUpstream((_call, response) => json(response, [{ id: 1 }]));
  const app = await driveApp();
  await app.add({ id: 'odds', url: upstream.url, policy: { preset: 'manual' } });
  await app.press('odds');
  expect((await app.post('/api/v1/backups/7/restore')).status).toBe(404);
  expect((await app.post('/api/v1/backups/..%2Ffreshet/restore')).status).toBe(422);
  const { body: made } = await app.post('/api/v1/backups');
  const [name = ''] = readdirSync(join(app.dataFolder, 'backups')).filter((each) => each.endsWith('.db'));
  truncateSync(join(app.dataFolder, 'backups', name), 9_000);
  const refused = await app.post(`/api/v1/backups/${made.id}/restore`);
  expect(refused.status).toBe(409);
  expect(refused.body.message).toContain('was not restored');
  expect(await app.source('odds')).toMatchObject({ records: 1 });
  rmSync(join(app.dataFolder, 'backups', name));
  expect((await app.press('odds')).answer).toBe('started');
});

test('a database that is damaged while it is in use can be replaced by a backup; it cannot be backed up itself, so it is kept aside', async () => {
  const upstream = await serveUpstream((_call, response) =>
    json(
      response,
      Array.from({ length: 3_000 }, (_, id) => ({ id, text: 'x'.repeat(100) })),
    ),
  );
  const first = await driveApp();
  await first.add({ id: 'big', url: upstream.url, policy: { preset: 'manual' } });
  await first.press('big');
  const { body: made } = await first.post('/api/v1/backups');
  await first.stop();
  const app = await driveApp({ dataFolder: first.dataFolder });
  const file = openSync(join(app.dataFolder, 'freshet.db'), 'r+');
  for (let page = 40; page < 120; page += 1) writeSync(file, Buffer.alloc(4_096, 0x5a), 0, 4_096, page * 4_096);
  closeSync(file);
  expect((await app.post('/api/v1/backups')).status).toBe(409);
  const { status, body } = await app.post(`/api/v1/backups/${made.id}/restore`);
  expect({ status, undo: body.undo, restored: body.restored?.records }).toEqual({ status: 200, undo: null, restored: 3_000 });
  expect((await app.get('/api/v1/health')).body).toMatchObject({ status: 'ok', database: { records: 3_000 } });
  const { restore } = await backupsOf(app);
  expect(restore).toMatchObject({ undoId: null, keptIn: expect.stringContaining('damaged') });
  expect(readdirSync(restore.keptIn)).toContain('freshet.db');
});
