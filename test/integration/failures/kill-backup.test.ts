import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { verifyDatabase } from '../../../src-main/store/backups/verify.ts';
import { type App, listAll, removeFolder, startApp } from '../../support/app.ts';
import { serveUpstream } from '../../support/driven-app.ts';
import { json } from '../../support/upstream.ts';
import type { Wire } from '../../support/wire.ts';

const RECORDS = 20_000;
const DELAYS_MS = [5, 20, 40, 60, 90, 130, 180, 250, 350, 500];

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Does not wait for the answer, which the process may not live to give. */
const begin = (app: App, path: string) => void app.post(path).catch(() => undefined);

async function expectWhole(app: App, versions: number[]): Promise<number> {
  const { body: health } = await app.get('/api/v1/health');
  expect(health).toMatchObject({ status: 'ok', database: { integrity: 'ok', records: RECORDS } });
  const found = new Set((await listAll(app, '/api/v1/sources/big/records')).map((record) => record.fields.version as number));
  expect(found.size).toBe(1);
  const [version = 0] = found;
  expect(versions).toContain(version);
  return version;
}

/** Every file that has the name of a backup is one. */
function expectGoodBackups(dataFolder: string): void {
  const names = readdirSync(join(dataFolder, 'backups'));
  expect(names.filter((name) => name.includes('unfinished'))).toEqual([]);
  for (const name of names.filter((each) => each.endsWith('.db')))
    expect(verifyDatabase(join(dataFolder, 'backups', name)).records).toBe(RECORDS);
}

/** The files in the folder of backups, those that are being made among them. */
function backupsIn({ dataFolder }: App): string[] {
  const folder = join(dataFolder, 'backups');
  return existsSync(folder) ? readdirSync(folder) : [];
}

async function filledApp(): Promise<{ app: App; refresh: (app: App) => Promise<void> }> {
  let version = 0;
  const upstream = await serveUpstream((_call, response) =>
    json(
      response,
      Array.from({ length: RECORDS }, (_, id) => ({ id, version, text: 'x'.repeat(200) })),
    ),
  );
  const app = await startApp();
  onTestFinished(() => removeFolder(app.dataFolder));
  await app.post('/api/v1/sources', { id: 'big', name: 'Big', url: upstream.url, policy: { preset: 'manual' } });
  const refresh = async (running: App) => {
    version += 1;
    await expect
      .poll(async () => (await running.post('/api/v1/sources/big/refresh', { wait: true })).body.answer, { interval: 200 })
      .toBe('started');
  };
  await refresh(app);
  return { app, refresh };
}

test('a process that is killed while it backs up leaves the data whole and no half of a backup', async () => {
  let { app } = await filledApp();
  onTestFinished(() => app.kill());
  let cutOff = 0;
  for (const delayMs of DELAYS_MS) {
    const done = backupsIn(app).length;
    begin(app, '/api/v1/backups');
    // A busy computer takes its time to begin with it; that is not what is tried here.
    while (backupsIn(app).length === done) await wait(1);
    await wait(delayMs / 5);
    const before = backupsIn(app);
    await app.kill();
    if (before.some((name) => name.includes('unfinished'))) cutOff += 1;
    app = await startApp({ dataFolder: app.dataFolder });
    await expectWhole(app, [1]);
    expectGoodBackups(app.dataFolder);
  }
  expect(cutOff).toBeGreaterThan(0);
}, 120_000);

test('a process that is killed while it restores leaves what was there or what was restored, whole', async () => {
  const { app: first, refresh } = await filledApp();
  let app = first;
  onTestFinished(() => app.kill());
  const { body: old } = await app.post('/api/v1/backups');
  await refresh(app);
  const { body: latest } = await app.post('/api/v1/backups');
  const seen = new Set<number>();
  for (const [index, delayMs] of [...DELAYS_MS, 700, 900, 1_200, 1_600].entries()) {
    const wanted: Wire = index % 2 === 0 ? old : latest;
    begin(app, `/api/v1/backups/${wanted.id}/restore`);
    await wait(delayMs);
    await app.kill();
    app = await startApp({ dataFolder: app.dataFolder });
    seen.add(await expectWhole(app, [1, 2]));
    expectGoodBackups(app.dataFolder);
    expect((await app.get('/api/v1/status')).body.notices.map((notice: Wire) => notice.id)).not.toContain('database-recovered');
  }
  expect(seen).toEqual(new Set([1, 2]));
}, 120_000);
