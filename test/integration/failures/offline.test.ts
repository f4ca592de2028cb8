import { expect, test } from 'vitest';
import { driveApp, serveUpstream } from '../../support/driven-app.ts';
import { json } from '../../support/upstream.ts';
import type { Wire } from '../../support/wire.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const hosts = Array.from({ length: 6 }, (_, index) => `api-${index}.test`);

test('while the network is gone the data is served with its age, and when it is back each source comes back by itself with one call', async () => {
  const app = await driveApp();
  const upstream = await serveUpstream((_call, response) => json(response, [{ id: 1 }, { id: 2 }]));
  const online = Object.fromEntries(hosts.map((host) => [host, '127.0.0.1']));
  app.nameHosts(online);
  const { port } = new URL(upstream.url);
  for (const [index, host] of hosts.entries()) {
    await app.add({ id: `source-${index}`, url: `http://${host}:${port}/${index}`, policy: { preset: 'fixed', everySeconds: 900 } });
  }
  await expect.poll(() => upstream.calls.length).toBe(6);

  app.nameHosts({});
  await app.advance(3 * HOUR_MS);
  expect(upstream.calls.length).toBe(6);
  const sources: Wire[] = (await app.get('/api/v1/sources')).body.items;
  for (const source of sources) {
    expect(source).toMatchObject({ state: 'offline', records: 2, failure: { code: 'dns' } });
    expect(source.failure.advice).toContain('that this computer is online');
    // About once an hour after the first minutes; polling would have tried twelve times.
    expect(source.decision.inputs.failures).toBeLessThan(10);
  }
  const { items } = (await app.get('/api/v1/freshness')).body;
  for (const item of items) {
    expect(item.state).toBe('offline');
    expect(item.ageSeconds).toBeGreaterThan(2.9 * 3_600);
    expect(item.why).toMatch(/failed in a row, so the next try waits|calls to its server keep failing/);
    expect(Date.parse(item.nextAt) - Date.now() - app.aheadMs).toBeLessThan(1.3 * HOUR_MS);
  }
  expect((await app.get('/api/v1/sources/source-0/records')).body.items.length).toBe(2);

  app.nameHosts(online);
  const counts: number[] = [];
  for (let minutes = 0; minutes < 75; minutes += 5) {
    await app.advance(5 * MINUTE_MS);
    counts.push(new Set(upstream.calls.slice(6).map((call) => call.path)).size);
  }
  expect(counts.at(-1)).toBe(6);
  // They failed together and do not return together.
  expect(new Set(counts.filter((count) => count > 0)).size).toBeGreaterThan(1);
  for (const { id } of sources) expect(await app.source(id)).toMatchObject({ state: 'fresh', failure: null });
});

test('the first look after the network is back finds out at once when the computer had slept', async () => {
  const app = await driveApp();
  const upstream = await serveUpstream((_call, response) => json(response, [{ id: 1 }]));
  app.nameHosts({});
  await app.add({ id: 'odds', url: `http://api.test:${new URL(upstream.url).port}/`, policy: { preset: 'fixed', everySeconds: 900 } });
  await expect.poll(async () => (await app.source('odds')).running).not.toBe(null);
  await app.advance(3 * HOUR_MS);
  expect(await app.source('odds')).toMatchObject({ state: 'offline' });
  app.nameHosts({ 'api.test': '127.0.0.1' });
  // Time that went by without the timers running is sleep.
  await app.setClock(HOUR_MS);
  await expect.poll(() => upstream.calls.length).toBe(1);
  expect(await app.source('odds')).toMatchObject({ state: 'fresh', failure: null });
});

test('after 24 failures in a row a source is tried once a day, says so, and a press that succeeds ends it', async () => {
  const app = await driveApp();
  const upstream = await serveUpstream((_call, response) => json(response, {}, {}, 500));
  await app.add({ id: 'odds', url: `${upstream.url}/`, policy: { preset: 'fixed', everySeconds: 300 } });
  for (let hours = 0; hours < 30 && (await app.source('odds')).decision.inputs.failures < 24; hours += 1) await app.advance(HOUR_MS);
  const before = upstream.calls.length;
  expect(await app.source('odds')).toMatchObject({ state: 'error', decision: { reason: 'quarantined', inputs: { failures: 24 } } });
  expect(await app.sentence('odds')).toMatch(
    /^Not refreshed: 24 failed in a row, so it is tried once a day, next at .* UTC; a press tries at once$/,
  );
  await app.advance(19 * HOUR_MS);
  expect(upstream.calls.length).toBe(before);
  await app.advance(10 * HOUR_MS);
  expect(upstream.calls.length).toBe(before + 4);
  upstream.handler = (_call, response) => json(response, [{ id: 1 }]);
  expect((await app.press('odds')).refresh.outcome).toBe('changed');
  expect(await app.source('odds')).toMatchObject({ state: 'fresh', failure: null, decision: { reason: 'fresh' } });
  await app.advance(301_000);
  expect(upstream.calls.length).toBe(before + 6);
});
