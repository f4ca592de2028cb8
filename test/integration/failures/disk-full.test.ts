import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { newDataFolder, removeFolder, startApp } from '../../support/app.ts';
import { driveApp, serveUpstream } from '../../support/driven-app.ts';
import { canMount, fill, smallDisk } from '../../support/small-disk.ts';
import { json } from '../../support/upstream.ts';
import type { Wire } from '../../support/wire.ts';

const MINUTE_MS = 60_000;

test.runIf(canMount)(
  'a disk that is full stops nothing: the data is served, the words say so, and it goes on once there is space',
  async () => {
    const folder = newDataFolder();
    const app = await driveApp({ dataFolder: folder, within: smallDisk(folder) });
    let version = 1;
    const upstream = await serveUpstream((_call, response) =>
      json(
        response,
        Array.from({ length: 500 }, (_, id) => ({ id, version, text: 'x'.repeat(100) })),
      ),
    );
    await app.add({ id: 'odds', url: `${upstream.url}/list`, policy: { preset: 'fixed', everySeconds: 60 } });
    await expect.poll(async () => (await app.source('odds')).state).toBe('fresh');

    // The disk as the app sees it.
    const disk = `/proc/${app.process.pid}/root${folder}`;
    fill(join(disk, 'filler'), disk);
    version = 2;
    await app.advance(10 * MINUTE_MS);
    expect(app.process.exitCode).toBe(null);
    const failing = await app.source('odds');
    expect(failing).toMatchObject({ state: 'error', records: 500, failure: { code: 'store' } });
    expect(failing.failure.message).toContain('The disk is full');
    expect(failing.failure.advice).toContain('Free some space');
    const notices = async () => (await app.get('/api/v1/status')).body.notices.map((notice: Wire) => [notice.tone, notice.message]);
    expect(await notices()).toContainEqual(['error', failing.failure.message]);
    await expect
      .poll(notices)
      .toContainEqual(['warning', expect.stringMatching(/^No backup of freshet\.db could be made: .*(too little space|full)/)]);
    expect((await app.get('/api/v1/health')).body).toMatchObject({ status: 'ok', database: { integrity: 'ok', records: 500 } });
    const { body: records } = await app.get('/api/v1/sources/odds/records?limit=500');
    expect(new Set(records.items.map((item: Wire) => item.fields.version))).toEqual(new Set([1]));
    // What cannot be written into the ledger does not leave.
    expect(upstream.calls.length).toBe(1);
    const refused = await app.post('/api/v1/sources/odds/refresh', { wait: true });
    expect(JSON.stringify(refused.body)).toContain('The disk is full');
    const added = await app.post('/api/v1/sources', { id: 'more', name: 'More', url: `${upstream.url}/more` });
    expect({ status: added.status, message: added.body.message }).toEqual({
      status: 500,
      message: 'The disk is full, so nothing could be stored. The records are as they were.',
    });

    rmSync(join(disk, 'filler'));
    // Longer than the longest rest after failures.
    await app.advance(80 * MINUTE_MS);
    await expect.poll(() => app.source('odds')).toMatchObject({ state: 'fresh', records: 500, failure: null });
    const { body: after } = await app.get('/api/v1/sources/odds/records?limit=1');
    expect(after.items[0].fields.version).toBe(2);
    // The backup that failed is made as well.
    await expect.poll(notices).toEqual([]);
    expect((await app.get('/api/v1/backups')).body.items[0]).toMatchObject({ kind: 'scheduled', records: 500 });

    fill(join(disk, 'filler'), disk);
    expect(await app.stop()).toBe(0);
  },
);

test.runIf(canMount)('a start on a disk without space ends with code 1 and says so', async () => {
  const dataFolder = newDataFolder();
  onTestFinished(() => removeFolder(dataFolder));
  const starting = startApp({ dataFolder, within: smallDisk(dataFolder, 60) });
  await expect(starting).rejects.toThrow(/the app ended with 1: .*(disk is full|no space left|disk I\/O error)/s);
  await expect(starting).rejects.toThrow(/free space|Free some space/);
});
