import { afterEach, expect, test } from 'vitest';
import { type App, listAll, removeFolder, startApp } from '../support/app.ts';
import { json, startUpstream, type Upstream } from '../support/upstream.ts';
import type { Wire } from '../support/wire.ts';

let app: App;
let upstream: Upstream;

afterEach(async () => {
  await app.kill();
  await upstream.close();
  removeFolder(app.dataFolder);
});

/** Presses until it is a refresh of its own: a press right after the one before would be part of that. */
const refresh = () =>
  expect
    .poll(async () => (await app.post('/api/v1/sources/odds/refresh', { wait: true, mode: 'force' })).body.answer, {
      timeout: 20_000,
      interval: 100,
    })
    .toBe('started');

const add = (settings: Record<string, unknown> = {}) =>
  app.post('/api/v1/sources', { id: 'odds', name: 'Odds', url: `${upstream.url}/odds`, policy: { preset: 'manual' }, ...settings });

test('what changed, when and where it came from is told over HTTP, and any record as it was known', async () => {
  let answer: Record<string, unknown>[] = [
    { id: 'a/1', price: 1, seller: { name: 'x', id: 7 } },
    { id: 'b', price: 2 },
  ];
  upstream = await startUpstream((_call, response) => json(response, answer));
  app = await startApp();
  await add({ completeListing: true });
  await refresh();
  const before = new Date().toISOString();
  answer = [{ id: 'a/1', price: 1.5, seller: { name: 'y', id: 7 } }];
  await refresh();

  const path = `/api/v1/sources/odds/records/${encodeURIComponent('a/1')}`;
  const { body: record } = await app.get(path);
  expect(record).toMatchObject({ fields: { price: 1.5 }, deletedAt: null });
  const origin = (name: string) => record.origins.find((each: Wire) => each.path === name);
  expect(origin('price')).toMatchObject({ from: 'list', at: record.changedAt });
  expect(origin('seller.id')).toMatchObject({ from: 'list', at: record.firstSeenAt });
  expect(Date.parse(record.lastSeenAt)).toBeGreaterThan(Date.parse(before));
  const { body: changes } = await app.get(`${path}/changes?limit=1`);
  expect(changes.items).toMatchObject([
    {
      kind: 'changed',
      from: 'list',
      fields: [
        { path: 'price', old: 1, new: 1.5, cut: false },
        { path: 'seller.name', old: 'x', new: 'y', cut: false },
      ],
    },
    { kind: 'added', from: 'list', at: record.firstSeenAt },
  ]);
  const refreshes = (await app.get('/api/v1/refreshes')).body.items.map((each: Wire) => each.id);
  expect(refreshes).toContain(changes.items[0].refreshId);
  expect(changes.items[1].refreshId).toBe(refreshes.at(-1));

  const ids = async (query: string) => (await app.get(`/api/v1/sources/odds/records${query}`)).body.items.map((each: Wire) => each.id);
  expect(await ids('')).toEqual(['a/1']);
  expect(await ids('?deleted=show')).toEqual(['a/1', 'b']);
  expect(await ids(`?asOf=${before}`)).toEqual(['a/1', 'b']);
  expect((await app.get(`${path}?asOf=${before}`)).body.fields).toEqual({ id: 'a/1', price: 1, seller: { name: 'x', id: 7 } });
  const { status, body: refused } = await app.get('/api/v1/sources/odds/records?asOf=2001-01-01T00:00:00.000Z');
  expect(status).toBe(422);
  expect(JSON.stringify(refused)).toContain('The log of changes reaches back to');
  expect((await app.get('/api/v1/sources/odds/records/none')).status).toBe(404);
  expect((await app.get('/api/v1/sources/odds/records/none/changes')).status).toBe(404);
});

test('a process that is killed in the middle of a merge leaves the log and the records in step', async () => {
  const RECORDS = 20_000;
  let version = 1;
  upstream = await startUpstream((_call, response) =>
    json(
      response,
      Array.from({ length: RECORDS }, (_, id) => ({ id, version, text: 'x'.repeat(40) })),
    ),
  );
  app = await startApp();
  await add();
  await refresh();
  const moments: { at: string; version: number }[] = [];
  for (const delayMs of [60, 150, 250]) {
    moments.push({ at: new Date().toISOString(), version });
    version += 1;
    const calls = upstream.calls.length;
    await expect
      .poll(async () => (await app.post('/api/v1/sources/odds/refresh', { mode: 'force' })).body.answer, { timeout: 20_000, interval: 50 })
      .toBe('started');
    await expect.poll(() => upstream.calls.length, { timeout: 20_000, interval: 5 }).toBeGreaterThan(calls);
    await new Promise((resolve) => setTimeout(resolve, delayMs));
    await app.kill();
    app = await startApp({ dataFolder: app.dataFolder });
    // What was lost is done again by itself.
    await expect
      .poll(async () => (await app.get('/api/v1/sources/odds/records/7')).body.fields.version, { timeout: 20_000, interval: 50 })
      .toBe(version);
    for (const moment of moments) {
      const then = await listAll(app, `/api/v1/sources/odds/records?asOf=${moment.at}`);
      expect(new Set(then.map((each: Wire) => each.fields.version))).toEqual(new Set([moment.version]));
      expect(then).toHaveLength(RECORDS);
    }
    const { items } = (await app.get('/api/v1/sources/odds/records/7/changes')).body;
    expect(items.flatMap((each: Wire) => each.fields.map((field: Wire) => [field.old, field.new]))).toEqual(
      Array.from({ length: version - 1 }, (_, index) => [version - 1 - index, version - index]),
    );
  }
}, 120_000);
