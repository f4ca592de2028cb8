import { afterEach, expect, test } from 'vitest';
import { type App, removeFolder, startApp } from '../support/app.ts';
import { json, startUpstream, type Upstream } from '../support/upstream.ts';

let app: App;
let upstream: Upstream;

afterEach(async () => {
  await app.kill();
  await upstream.close();
  removeFolder(app.dataFolder);
});

const lastOf = async (id: string) => (await app.get(`/api/v1/refreshes?sourceId=${id}&limit=1`)).body.items[0];
const refresh = async (id: string, body: object = {}) =>
  (await app.post(`/api/v1/sources/${id}/refresh`, { wait: true, ...body })).body.refresh;

test('three sources that read one answer make one call, and the app says whose it was', async () => {
  upstream = await startUpstream((_call, response) =>
    json(response, { games: [{ id: 1 }], teams: [{ id: 'a' }, { id: 'b' }], venues: [{ code: 'x' }] }),
  );
  app = await startApp();
  const add = (id: string, settings: object) =>
    app.post('/api/v1/sources', {
      id,
      name: id,
      url: `${upstream.url}/season`,
      list: id,
      auth: { kind: 'bearer', secret: 'one key' },
      policy: { preset: 'fixed', everySeconds: 3600 },
      ...settings,
    });
  // Paused while they are added, so that none of them begins without the others.
  await app.post('/api/v1/pause', { forSeconds: null });
  for (const [id, settings] of [
    ['games', {}],
    ['teams', {}],
    ['venues', { idField: 'code' }],
  ] as const)
    await add(id, settings);
  expect(upstream.calls).toHaveLength(0);
  await app.post('/api/v1/resume');
  await expect
    .poll(async () => (await app.get('/api/v1/sources')).body.items.map((source: { records: number }) => source.records), {
      timeout: 20_000,
    })
    .toEqual([1, 2, 1]);
  expect(upstream.calls).toHaveLength(1);
  const refreshes = await Promise.all(['games', 'teams', 'venues'].map(lastOf));
  expect(refreshes.map((each) => each.calls)).toEqual([1, 0, 0]);
  expect(refreshes.map((each) => each.trigger)).toEqual(['schedule', 'shared', 'shared']);
  expect(refreshes[1].note).toBe('Shared the call of games.');
  const { body: why } = await app.get('/api/v1/sources/teams/why?limit=5');
  expect(why.items.map((item: { sentence: string }) => item.sentence)).toContain(
    'Refreshed along with games, which asks the same; it cost no call of its own',
  );
});

test('a source that asks for changes goes on from its mark after a restart', async () => {
  const start = Date.parse('2026-11-20T11:30:00Z');
  const rows = [{ id: 1, updated_at: new Date(start).toISOString() }];
  upstream = await startUpstream(({ query }, response) => {
    const since = query.get('updated_since');
    json(
      response,
      rows.filter((row) => since === null || row.updated_at > since),
    );
  });
  app = await startApp();
  await app.post('/api/v1/sources', {
    id: 'orders',
    name: 'Orders',
    url: `${upstream.url}/orders`,
    policy: { preset: 'manual' },
    incremental: { param: 'updated_since', field: 'updated_at' },
  });
  expect(await refresh('orders')).toMatchObject({ counts: { added: 1 } });
  await app.kill();
  app = await startApp({ dataFolder: app.dataFolder });
  rows.push({ id: 2, updated_at: new Date(start - 60_000).toISOString() }, { id: 3, updated_at: new Date(start + 60_000).toISOString() });
  expect(await refresh('orders')).toMatchObject({
    counts: { added: 2, unchanged: 1 },
    note: 'Asked for what changed since 2026-11-20 10:30 UTC.',
  });
  expect(upstream.calls.map((call) => call.query.get('updated_since'))).toEqual([null, '2026-11-20T10:30:00Z']);
  expect((await app.get('/api/v1/sources/orders')).body.incremental).toMatchObject({
    sinceAt: '2026-11-20T10:31:00.000Z',
    newestAt: '2026-11-20T11:31:00.000Z',
  });
}, 60_000);
