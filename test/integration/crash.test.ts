import { afterEach, expect, test } from 'vitest';
import { type App, listAll, removeFolder, startApp } from '../support/app.ts';
import { json, startUpstream, type Upstream } from '../support/upstream.ts';
import type { Wire } from '../support/wire.ts';

const RECORDS = 50_000;
let app: App;
let upstream: Upstream;

afterEach(async () => {
  await app.kill();
  await upstream.close();
  removeFolder(app.dataFolder);
});

const settled = () =>
  expect
    .poll(async () => (await app.get('/api/v1/sources/big')).body, { timeout: 20_000, interval: 20 })
    .toMatchObject({ running: null, state: 'fresh' });

test('a process that is killed in the middle of a merge leaves every record of before or every record of after, says what was lost, and does it again', async () => {
  let version = 1;
  upstream = await startUpstream((_call, response) =>
    json(
      response,
      Array.from({ length: RECORDS }, (_, id) => ({ id, version, text: 'x'.repeat(40) })),
    ),
  );
  app = await startApp();
  await app.post('/api/v1/sources', { id: 'big', name: 'Big', url: `${upstream.url}/big`, policy: { preset: 'manual' } });
  await app.post('/api/v1/sources/big/refresh', { wait: true });

  let cutOff = 0;
  // From before the answer is read to after it is stored; the merge itself is hit by several of these.
  for (const delayMs of [20, 250, 400, 550]) {
    await settled();
    version += 1;
    const calls = upstream.calls.length;
    // A press right after the one before would be part of it.
    await expect
      .poll(async () => (await app.post('/api/v1/sources/big/refresh')).body.answer, { timeout: 20_000, interval: 50 })
      .toBe('started');
    await expect.poll(() => upstream.calls.length, { timeout: 20_000, interval: 5 }).toBe(calls + 1);
    await new Promise((resolve) => setTimeout(resolve, delayMs));
    await app.kill();
    const answer = upstream.handler;
    // What is done again waits until the test has seen what the crash left.
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    upstream.handler = (call, response) => void held.then(() => answer(call, response));

    app = await startApp({ dataFolder: app.dataFolder });
    const { body: health } = await app.get('/api/v1/health');
    expect(health).toMatchObject({ status: 'ok', database: { integrity: 'ok', records: RECORDS } });
    const versions = new Set((await listAll(app, '/api/v1/sources/big/records')).map((record) => record.fields.version));
    expect(versions.size).toBe(1);
    const { items } = (await app.get('/api/v1/refreshes?limit=2')).body;
    const killed = items.find((item: Wire) => item.trigger === 'manual');
    expect(['lost', 'changed']).toContain(killed.outcome);
    expect(killed.calls).toBe(1);
    if (killed.outcome === 'lost') {
      cutOff += 1;
      expect((await app.get('/api/v1/status')).body.notices[0].message).toContain('every record is there');
      expect(items[0]).toMatchObject({ trigger: 'startup', outcome: null });
    } else expect(versions).toEqual(new Set([version]));
    release();
    upstream.handler = answer;
    await settled();
    const { body: records } = await app.get('/api/v1/sources/big/records?limit=1');
    expect(records.items[0].fields.version).toBe(version);
    // The ledger has every call that left, whatever became of it.
    expect((await app.get('/api/v1/sources/big')).body.today.calls).toBe(upstream.calls.length);
  }
  expect(cutOff).toBeGreaterThan(0);
}, 120_000);
