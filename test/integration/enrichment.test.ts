import { afterEach, expect, test } from 'vitest';
import { type App, listAll, removeFolder, startApp } from '../support/app.ts';
import { json, startUpstream, type Upstream } from '../support/upstream.ts';

const RECORDS = 240;
const CONCURRENCY = 3;
let app: App;
let upstream: Upstream;

afterEach(async () => {
  await app.kill();
  await upstream.close();
  removeFolder(app.dataFolder);
});

/** How often the details of each record were asked for, by id. */
function askedFor(): Map<string, number> {
  const asked = new Map<string, number>();
  for (const { path } of upstream.calls) {
    const id = /^\/items\/(.+)$/.exec(path)?.[1];
    if (id !== undefined) asked.set(id, (asked.get(id) ?? 0) + 1);
  }
  return asked;
}

const enrichment = async () => (await app.get('/api/v1/sources/items')).body.enrichment;

test('a process that is killed again and again while it fetches details keeps every answer that it stored and asks for no such record again', async () => {
  upstream = await startUpstream((call, response) => {
    const id = /^\/items\/(.+)$/.exec(call.path)?.[1];
    if (id === undefined)
      return json(
        response,
        Array.from({ length: RECORDS }, (_, number) => ({ id: number, name: `item ${number}` })),
      );
    return setTimeout(() => json(response, { id, weight: Number(id) * 2, note: null }), 4);
  });
  app = await startApp();
  const added = await app.post('/api/v1/sources', {
    id: 'items',
    name: 'Items',
    url: `${upstream.url}/items`,
    policy: { preset: 'manual' },
    enrichment: { requests: [{ url: '/items/{id}', fields: { weight: 'weight', note: 'note' } }], everySeconds: 1, callsPerRun: 1000 },
  });
  expect(added.status).toBe(201);
  await app.post('/api/v1/sources/items/refresh', { wait: true });

  let kills = 0;
  for (const reached of [30, 110, 190]) {
    await expect.poll(() => askedFor().size, { timeout: 20_000, interval: 2 }).toBeGreaterThanOrEqual(reached);
    await app.kill();
    kills += 1;
    const asked = askedFor().size;
    app = await startApp({ dataFolder: app.dataFolder });
    expect((await app.get('/api/v1/health')).body).toMatchObject({ status: 'ok', database: { integrity: 'ok', records: RECORDS } });
    const { answered, waiting } = await enrichment();
    expect(Number(answered) + Number(waiting)).toBe(RECORDS);
    // All but what was on its way.
    expect(answered).toBeGreaterThanOrEqual(asked - CONCURRENCY);
    const stored = (await listAll(app, '/api/v1/sources/items/records')).filter((record) => 'weight' in record.fields);
    expect(stored.length).toBeGreaterThanOrEqual(answered);
    expect(stored.length).toBeLessThanOrEqual((await enrichment()).answered);
    // After a start the sources take their time, one after the other.
    await app.post('/api/v1/sources/items/enrichment/resume');
  }
  await expect.poll(async () => (await enrichment()).reason, { timeout: 20_000 }).toBe('all-answered');
  const records = await listAll(app, '/api/v1/sources/items/records');
  expect(records.length).toBe(RECORDS);
  for (const { id, fields } of records) expect(fields).toEqual({ id: Number(id), name: `item ${id}`, weight: Number(id) * 2, note: null });
  const calls = [...askedFor().values()].reduce((sum, each) => sum + each, 0);
  expect(askedFor().size).toBe(RECORDS);
  expect(calls).toBeLessThanOrEqual(RECORDS + kills * CONCURRENCY);
  // Every call is in the ledger, also those whose answer was lost; a kill may come between the ledger and the call.
  const { callsToday } = await enrichment();
  expect(callsToday).toBeGreaterThanOrEqual(calls);
  expect(callsToday).toBeLessThanOrEqual(calls + kills * CONCURRENCY);
}, 120_000);

test('details are paused, resumed and asked about over the API, and a quit in the middle keeps what was received', async () => {
  upstream = await startUpstream((call, response) => {
    if (call.path === '/items') return json(response, [{ id: 'a/b' }, { id: 'c' }]);
    // The second answer never comes.
    return call.path === '/items/c' ? undefined : json(response, { weight: 1 });
  });
  app = await startApp();
  await app.post('/api/v1/sources', {
    id: 'items',
    name: 'Items',
    url: `${upstream.url}/items`,
    policy: { preset: 'manual' },
    enrichment: { requests: [{ url: '/items/{id}', fields: { weight: 'weight' } }] },
  });
  expect((await app.post('/api/v1/sources/items/enrichment/pause')).body.enrichment).toMatchObject({ paused: true });
  await app.post('/api/v1/sources/items/refresh', { wait: true });
  expect(await enrichment()).toMatchObject({ reason: 'paused', waiting: 2 });
  expect((await app.post('/api/v1/sources/items/records/a%2Fb/looked')).body).toEqual({ waiting: true });
  expect((await app.post('/api/v1/sources/items/records/nobody/looked')).status).toBe(404);
  await app.post('/api/v1/sources/items/enrichment/resume');
  await expect.poll(async () => (await enrichment()).answered, { timeout: 20_000 }).toBe(1);
  expect((await app.post('/api/v1/sources/items/records/a%2Fb/looked')).body).toEqual({ waiting: false });
  expect(await app.stop()).toBe(0);
  app = await startApp({ dataFolder: app.dataFolder });
  expect(await enrichment()).toMatchObject({ answered: 1, waiting: 1 });
  expect((await app.post('/api/v1/sources', { name: 'x', url: upstream.url })).body.enrichment).toBeNull();
  expect((await app.post('/api/v1/sources/x/enrichment/pause')).body).toMatchObject({
    code: 'CONFLICT',
    message: '"x" fetches no details.',
  });
}, 60_000);
