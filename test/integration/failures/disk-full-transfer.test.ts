import { spawnSync } from 'node:child_process';
import { copyFileSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { type App, newDataFolder, removeFolder, startApp } from '../../support/app.ts';
import { canMount, fill, smallDisk } from '../../support/small-disk.ts';
import { json, startUpstream, type Upstream } from '../../support/upstream.ts';
import type { Wire } from '../../support/wire.ts';

const entry = fileURLToPath(new URL('../../../out/main/serve.js', import.meta.url));
const KIBIBYTE = 1_024;

/** Two sources; the second has far more than fits on what a test leaves of its disk. */
let filled: string;
let file: string;
let upstream: Upstream;
let small: Upstream;

/** Texts that do not get smaller in an export. */
const noise = (seed: number): string => {
  let text = '';
  for (let at = seed * 7_919 + 1; text.length < 400; at = (at * 48_271) % 2_147_483_647) text += at.toString(36);
  return text;
};

beforeAll(async () => {
  upstream = await startUpstream((_call, response) =>
    json(
      response,
      Array.from({ length: 8_000 }, (_, id) => ({ id, text: noise(id) })),
    ),
  );
  small = await startUpstream((_call, response) => json(response, [{ id: 1 }, { id: 2 }]));
  const app = await startApp();
  filled = app.dataFolder;
  for (const [id, { url }] of Object.entries({ few: small, many: upstream })) {
    await app.post('/api/v1/sources', { id, name: id, url, policy: { preset: 'manual' } });
    await app.post(`/api/v1/sources/${id}/refresh`, { wait: true });
  }
  await app.stop();
  file = join(filled, 'all.ndjson.gz');
  const exported = spawnSync(process.execPath, [entry, '--export', file, '--data', filled], { encoding: 'utf8' });
  expect(exported.stderr).toBe('');
});
afterAll(async () => {
  await upstream.close();
  await small.close();
  removeFolder(filled);
});

/** An app on a small disk, with that disk as the app sees it. */
async function onSmallDisk(kibibytes: number): Promise<{ app: App; disk: string }> {
  const dataFolder = newDataFolder();
  const app = await startApp({ dataFolder, within: smallDisk(dataFolder, kibibytes) });
  onTestFinished(async () => {
    await app.stop();
    removeFolder(dataFolder);
  });
  return { app, disk: `/proc/${app.process.pid}/root${dataFolder}` };
}

async function ended(app: App): Promise<Wire> {
  await expect.poll(async () => (await app.get('/api/v1/status')).body.transfer?.state, { timeout: 30_000 }).not.toBe('running');
  return (await app.get('/api/v1/status')).body.transfer;
}

const counts = async (app: App) => (await app.get('/api/v1/sources')).body.items.map(({ id, records }: Wire) => [id, records]);

test.runIf(canMount)('an import that fills the disk says so, leaves no part of a source, and comes in once there is space', async () => {
  const { app, disk } = await onSmallDisk(40_000);
  fill(join(disk, 'filler'), disk, 2_500 * KIBIBYTE);
  await app.post('/api/v1/workspace/import', { file, existing: 'keep' });
  const failed = await ended(app);
  expect(failed).toMatchObject({ state: 'failed', message: 'The disk of the data folder is full, so the import was ended.' });
  expect(failed.advice).toContain('Free some space and import the file again.');
  // The first source came in before the disk was full; of the second there is nothing.
  expect(await counts(app)).toEqual([['few', 2]]);
  expect((await app.get('/api/v1/search?q=text')).body.items).toEqual([]);
  expect((await app.get('/api/v1/health')).body.status).toBe('ok');

  rmSync(join(disk, 'filler'));
  await app.post('/api/v1/workspace/import', { file, existing: 'keep' });
  expect(await ended(app)).toMatchObject({ state: 'done' });
  expect(await counts(app)).toEqual([
    ['few', 2],
    ['many', 8_000],
  ]);
  // What a full disk did not let be removed of the first try is gone too.
  expect((await app.get('/api/v1/health')).body.database.records).toBe(8_002);
});

test.runIf(canMount)('an export that fills the disk says so and leaves no file, and is written once there is space', async () => {
  const { app, disk } = await onSmallDisk(40_000);
  await app.post('/api/v1/workspace/import', { file, existing: 'keep' });
  expect(await ended(app)).toMatchObject({ state: 'done' });
  fill(join(disk, 'filler'), disk, 400 * KIBIBYTE);
  await app.post('/api/v1/workspace/export');
  const failed = await ended(app);
  expect(failed).toMatchObject({ state: 'failed', message: expect.stringMatching(/^The disk of .*ndjson\.gz is full\.$/) });
  expect(failed.advice).toContain('What was written has been removed.');
  expect(readdirSync(join(disk, 'exports'))).toEqual([]);

  rmSync(join(disk, 'filler'));
  await app.post('/api/v1/workspace/export');
  const done = await ended(app);
  expect(done.state).toBe('done');
  const copy = join(filled, 'copy.ndjson.gz');
  copyFileSync(join(disk, 'exports', readdirSync(join(disk, 'exports'))[0] ?? ''), copy);
  expect((await app.post('/api/v1/workspace/import/check', { file: copy })).body.sources).toHaveLength(2);
});

test.runIf(canMount)('on the command line both end with code 1 and the same words', () => {
  const folder = newDataFolder();
  onTestFinished(() => removeFolder(folder));
  const within = (kibibytes: number, ...args: string[]) => {
    const [program = '', ...rest] = smallDisk(folder, kibibytes);
    // Lists what is there before the disk goes with the process.
    const shell = ['sh', '-c', '"$@"; code=$?; ls "$0"; exit $code', folder, process.execPath, entry, ...args];
    return spawnSync(program, [...rest, ...shell], { encoding: 'utf8' });
  };
  const exported = within(1_000, '--export', join(folder, 'all.ndjson.gz'), '--data', filled);
  expect(exported).toMatchObject({ status: 1, stdout: '', stderr: expect.stringMatching(/all\.ndjson\.gz is full\. Free some space/) });
  const imported = within(3_000, '--import', file, '--data', folder);
  expect(imported).toMatchObject({ status: 1, stderr: expect.stringContaining('The disk of the data folder is full') });
});
