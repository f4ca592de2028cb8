import { afterEach, expect, test } from 'vitest';
import { type App, listAll, removeFolder, startApp } from '../support/app.ts';
import { json, startUpstream, type Upstream } from '../support/upstream.ts';

const RECORDS = 25_000;
let app: App;
let upstream: Upstream;

afterEach(async () => {
  await app.kill();
  await upstream.close();
  removeFolder(app.dataFolder);
});

test('a process that is killed in the middle of a merge leaves every record of before or every record of after, and says what was lost', async () => {
  let version = 1;
  upstream = await startUpstream((_call, response) =>
    json(
      response,
      Array.from({ length: RECORDS }, (_, id) => ({ id, version, text: 'x'.repeat(100) })),
    ),
  );
  app = await startApp();
  await app.post('/api/v1/sources', { id: 'big', name: 'Big', url: `${upstream.url}/big`, policy: { preset: 'manual' } });
  await app.post('/api/v1/sources/big/refresh', { wait: true });

  let cutOff = 0;
  // From before the answer is read to after it is stored; the merge itself is hit by several of these.
  for (const delayMs of [20, 80, 140, 200, 260, 320, 400, 500]) {
    version += 1;
    const calls = upstream.calls.length;
    // A press right after the one before would be part of it.
    await expect
      .poll(async () => (await app.post('/api/v1/sources/big/refresh')).body.answer, { timeout: 20_000, interval: 50 })
      .toBe('started');
    await expect.poll(() => upstream.calls.length, { timeout: 20_000, interval: 5 }).toBe(calls + 1);
    await new Promise((resolve) => setTimeout(resolve, delayMs));
    await app.kill();
    app = await startApp({ dataFolder: app.dataFolder });
    const { body: health } = await app.get('/api/v1/health');
    expect(health).toMatchObject({ status: 'ok', database: { integrity: 'ok', records: RECORDS } });
    const versions = new Set((await listAll(app, '/api/v1/sources/big/records')).map((record) => record.fields.version));
    expect(versions.size).toBe(1);
    const [last] = (await app.get('/api/v1/refreshes?limit=1')).body.items;
    expect(['lost', 'changed']).toContain(last.outcome);
    expect(last.calls).toBe(1);
    if (last.outcome === 'lost') {
      cutOff += 1;
      expect((await app.get('/api/v1/status')).body.notices[0].message).toContain('every record is there');
    }
  }
  expect(cutOff).toBeGreaterThan(0);
}, 120_000);
