import { expect, test } from 'vitest';
import { newDataFolder } from '../../support/app.ts';
import { driveApp, serveUpstream } from '../../support/driven-app.ts';
import { type Handler, json } from '../../support/upstream.ts';

const onlyWhenAsked = { preset: 'manual' };
const page = (number: number, version: number) => Array.from({ length: 100 }, (_, index) => ({ id: number * 100 + index, version }));

/** Five pages of a hundred records; from the third on it hangs for as long as `hangs` says so. */
const pages =
  (version: () => number, hangs: () => boolean): Handler =>
  (call, response) => {
    const number = Number(call.query.get('page'));
    if (number >= 3 && hangs()) return;
    json(response, number <= 5 ? page(number, version()) : []);
  };

test('a process that is killed between two pages keeps what was stored, counts every call that left, and reads all pages again', async () => {
  let version = 1;
  let hangs = false;
  const upstream = await serveUpstream(
    pages(
      () => version,
      () => hangs,
    ),
  );
  const app = await driveApp();
  await app.add({ id: 'paged', url: `${upstream.url}/list`, policy: onlyWhenAsked, paging: { kind: 'page' } });
  expect((await app.press('paged')).refresh).toMatchObject({ outcome: 'changed', counts: { added: 500 }, calls: 6 });
  [version, hangs] = [2, true];
  await app.advance(1_000);
  await app.post('/api/v1/sources/paged/refresh');
  await expect.poll(() => upstream.calls.length).toBe(9);
  await app.kill();

  const again = await driveApp({ dataFolder: app.dataFolder });
  await expect.poll(() => upstream.calls.length).toBe(12);
  expect((await again.get('/api/v1/health')).body).toMatchObject({ status: 'ok', database: { records: 500 } });
  const [redone, lost] = (await again.get('/api/v1/refreshes')).body.items;
  expect(lost).toMatchObject({ trigger: 'manual', outcome: 'lost', calls: 3, counts: { added: 0, updated: 0 } });
  expect(redone).toMatchObject({ trigger: 'startup', outcome: null });
  const [decision] = (await again.get('/api/v1/sources/paged/why')).body.items;
  expect(decision).toMatchObject({
    reason: 'lost-in-crash',
    sentence: 'Refreshed: Freshet ended during the refresh before, so it was done again',
  });
  expect((await again.get('/api/v1/status')).body.notices).toMatchObject([
    { tone: 'info', message: 'Freshet ended during a refresh. It was undone as a whole; every record is there.' },
  ]);
  // The refresh that hangs again is lost again, and then left to the rule of the source.
  await again.kill();
  hangs = false;
  const third = await driveApp({ dataFolder: app.dataFolder });
  await third.advance(60_000);
  expect(upstream.calls.length).toBe(12);
  expect((await third.press('paged')).refresh).toMatchObject({ outcome: 'changed', calls: 6, counts: { updated: 500 } });
  expect((await third.source('paged')).today.calls).toBe(18);
});

test('a call that was on its way when the process was killed is spent: a quota of one is not used twice', async () => {
  const upstream = await serveUpstream(() => undefined);
  const app = await driveApp();
  const quota = { windows: [{ per: 'day', limit: 1, align: 'sliding' }], reserveForManualPercent: 0 };
  await app.add({ id: 'dear', url: `${upstream.url}/list`, policy: { preset: 'fixed', everySeconds: 60 }, quota });
  await expect.poll(() => upstream.calls.length).toBe(1);
  await app.kill();

  const again = await driveApp({ dataFolder: app.dataFolder });
  const { answer, sentence } = await again.press('dear', 'force');
  expect(answer).toBe('refused');
  expect(sentence).toMatch(/^Not refreshed: the quota is spent until /);
  expect((await again.get('/api/v1/quotas')).body.items).toMatchObject([{ sourceId: 'dear', limit: 1, used: 1, remaining: 0 }]);
  await again.advance(2 * 3_600_000);
  expect(upstream.calls.length).toBe(1);
  expect(await again.source('dear')).toMatchObject({ decision: { reason: 'quota-spent' } });
});

test('a process that is told to end stores the pages that arrived, and says that the refresh was cancelled', async () => {
  let hangs = true;
  const upstream = await serveUpstream(
    pages(
      () => 1,
      () => hangs,
    ),
  );
  const app = await driveApp();
  await app.add({ id: 'paged', url: `${upstream.url}/list`, policy: onlyWhenAsked, paging: { kind: 'page' } });
  await app.post('/api/v1/sources/paged/refresh');
  await expect.poll(() => upstream.calls.length).toBe(3);
  app.process.kill('SIGTERM');
  expect(await app.stop()).toBe(0);

  const again = await driveApp({ dataFolder: app.dataFolder });
  const [cancelled] = (await again.get('/api/v1/refreshes')).body.items;
  expect(cancelled).toMatchObject({
    outcome: 'cancelled',
    calls: 3,
    counts: { added: 200 },
    note: '2 pages that had arrived before were kept.',
  });
  expect(await again.source('paged')).toMatchObject({ records: 200, checkedAt: null });
  expect((await again.get('/api/v1/status')).body.notices).toEqual([]);
  hangs = false;
  expect((await again.press('paged')).refresh).toMatchObject({ outcome: 'changed', counts: { added: 300, unchanged: 200 } });
});

test('of two processes that are started at the same time on one folder one serves it, and no call is made twice', async () => {
  const upstream = await serveUpstream((_call, response) => json(response, [{ id: 1 }]));
  const dataFolder = newDataFolder();
  const first = await driveApp({ dataFolder });
  await first.add({ id: 'odds', url: `${upstream.url}/list`, policy: { preset: 'fixed', everySeconds: 3_600 } });
  await expect.poll(async () => (await first.source('odds')).state).toBe('fresh');
  await first.stop();

  const started = await Promise.allSettled([1, 2, 3].map(() => driveApp({ dataFolder, aheadMs: 2 * 3_600_000 })));
  const refused = started.flatMap((each) => (each.status === 'rejected' ? [String(each.reason)] : []));
  expect(refused.length).toBe(2);
  for (const words of refused) expect(words).toMatch(/the app ended with 3: Freshet is already running on/);
  const [served] = started.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
  await served?.advance(60_000);
  expect(upstream.calls.length).toBe(2);
});
