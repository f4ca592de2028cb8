import { expect, test } from 'vitest';
import { driveApp, type DrivenApp, serveUpstream } from '../../support/driven-app.ts';
import { json, type Upstream } from '../../support/upstream.ts';
import type { Wire } from '../../support/wire.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const SOURCES = 20;

/** Twenty sources of four hosts that are refreshed every 15 minutes, one that rests after a failure, one that a server told to wait. */
async function running(): Promise<{ app: DrivenApp; upstream: Upstream }> {
  const app = await driveApp();
  const upstream = await serveUpstream((call, response) => {
    if (call.path === '/limited') json(response, {}, { 'retry-after': '1800' }, 429);
    else if (call.path === '/refused') json(response, {}, {}, 400);
    else json(response, [{ id: 1 }]);
  });
  const { port } = new URL(upstream.url);
  app.nameHosts(Object.fromEntries([0, 1, 2, 3].map((host) => [`api-${host}.test`, '127.0.0.1'])));
  const policy = { preset: 'fixed', everySeconds: 900 };
  for (let index = 0; index < SOURCES; index += 1)
    await app.add({ id: `source-${index}`, url: `http://api-${index % 4}.test:${port}/${index}`, policy });
  await app.add({ id: 'limited', url: `${upstream.url}/limited`, policy });
  await app.add({ id: 'refused', url: `${upstream.url}/refused`, policy });
  await expect.poll(() => upstream.calls.length).toBe(SOURCES + 2);
  await app.advance(5 * MINUTE_MS);
  upstream.calls.length = 0;
  return { app, upstream };
}

const callsOf = (upstream: Upstream) => {
  const counts = new Map<string, number>();
  for (const { path } of upstream.calls) counts.set(path, (counts.get(path) ?? 0) + 1);
  return counts;
};

async function expectNoneStuck(app: DrivenApp) {
  const now = Date.now() + app.aheadMs;
  for (const source of (await app.get('/api/v1/sources')).body.items as Wire[]) {
    expect(Date.parse(source.decision.dueAt) - now, source.id).toBeLessThan(61 * MINUTE_MS);
    if (source.id.startsWith('source')) expect(source).toMatchObject({ state: 'fresh', failure: null });
  }
}

test('a clock that is set back by a day makes at most one call a source, and no source waits for the day to come again', async () => {
  const { app, upstream } = await running();
  await app.add({ id: 'paused', url: `${upstream.url}/paused`, policy: { preset: 'fixed', everySeconds: 900 } });
  await app.post('/api/v1/sources/paused/pause', { forSeconds: 3_000 });
  await expect.poll(async () => (await app.source('paused')).running).toBe(null);
  upstream.calls.length = 0;
  await app.setClock(-DAY_MS);
  await app.advance(2 * MINUTE_MS);
  // The age of the data is not known, so each source is asked once; the server's word and the rest stay as long as they were.
  for (const [path, calls] of callsOf(upstream)) expect(calls, path).toBe(1);
  expect(upstream.calls.length).toBeLessThanOrEqual(SOURCES + 1);
  expect(callsOf(upstream).has('/limited')).toBe(false);
  const { items } = (await app.get('/api/v1/sources/source-0/why')).body;
  expect(items.map((item: Wire) => item.reason)).toContain('clock-moved-back');
  await expectNoneStuck(app);
  const before = upstream.calls.length;
  await app.advance(30 * MINUTE_MS);
  // Two rounds of the rule, the 429 and the rest that grows.
  expect(upstream.calls.length - before).toBeGreaterThanOrEqual(2 * SOURCES);
  expect(upstream.calls.length - before).toBeLessThanOrEqual(2 * SOURCES + 8);
  await expectNoneStuck(app);
});

test('a clock that is set forward by a year and back again makes one call a source each time, spread out', async () => {
  const { app, upstream } = await running();
  await app.setClock(365 * DAY_MS, 0);
  const counts = new Set<number>();
  for (let seconds = 0; seconds < 120; seconds += 5) {
    await app.advance(5_000);
    counts.add(upstream.calls.length);
  }
  for (const [path, calls] of callsOf(upstream)) if (path !== '/refused') expect(calls, path).toBe(1);
  expect(upstream.calls.length).toBeGreaterThan(SOURCES);
  // Each at its own moment of half a minute.
  expect(counts.size).toBeGreaterThan(4);
  await expectNoneStuck(app);

  upstream.calls.length = 0;
  await app.setClock(-365 * DAY_MS);
  await app.advance(2 * MINUTE_MS);
  for (const [path, calls] of callsOf(upstream)) if (path !== '/refused') expect(calls, path).toBe(1);
  await expectNoneStuck(app);
  const { body: status } = await app.get('/api/v1/status');
  expect(status.notices).toEqual([]);
});

test('a quota is not given back by a clock that is set back and forth within its window', async () => {
  const app = await driveApp();
  const upstream = await serveUpstream((_call, response) => json(response, [{ id: 1 }]));
  const quota = { windows: [{ per: 'day', limit: 10, align: 'sliding' }], reserveForManualPercent: 0 };
  await app.add({ id: 'dear', url: `${upstream.url}/list`, policy: { preset: 'fixed', everySeconds: 60 }, quota });
  for (const byMs of [0, -3_600_000, 7_200_000, -600_000, 3_600_000]) {
    await app.setClock(byMs);
    await app.advance(10 * MINUTE_MS);
  }
  expect(upstream.calls.length).toBe(10);
});
