import { expect, test } from 'vitest';
import { driveApp, serveUpstream } from '../../support/driven-app.ts';
import { json } from '../../support/upstream.ts';

const HOUR_MS = 3_600_000;

const refusals = [
  { status: 401, code: 'unauthorized', state: 'sign-in' },
  { status: 403, code: 'forbidden', state: 'sign-in' },
  { status: 404, code: 'not-found', state: 'error' },
  { status: 410, code: 'gone', state: 'error' },
];

test.each(refusals)('a $status is asked once and then left alone until somebody acts', async ({ status, code, state }) => {
  const app = await driveApp();
  const upstream = await serveUpstream((_call, response) => json(response, [{ id: 1 }]));
  const added = await app.add({ id: 'odds', url: `${upstream.url}/v1`, policy: { preset: 'fixed', everySeconds: 300 } });
  await expect.poll(async () => (await app.source('odds')).state).toBe('fresh');

  upstream.handler = (call, response) => (call.path === '/v2' ? json(response, [{ id: 2 }]) : json(response, {}, {}, status));
  await app.advance(12 * HOUR_MS);
  expect(upstream.calls.length).toBe(2);
  const stopped = await app.source('odds');
  expect(stopped).toMatchObject({ state, records: 1, obstacleUntil: null, failure: { code, status }, decision: { dueAt: null } });
  expect(await app.sentence('odds')).toBe(
    'Not refreshed: the upstream refused in a way that trying again cannot mend; fix the source, or force a refresh to try once',
  );

  // A press tries, once, and so does force.
  expect((await app.press('odds')).refresh).toMatchObject({ outcome: 'failed', calls: 1 });
  await app.advance(1_000);
  expect((await app.press('odds', 'force')).refresh).toMatchObject({ outcome: 'failed', calls: 1 });
  expect(upstream.calls.length).toBe(4);

  // A name is no mend; another address is, and is tried at once.
  expect((await app.call('PUT', '/api/v1/sources/odds', { ...added.config, name: 'Renamed' })).status).toBe(200);
  await app.advance(2 * HOUR_MS);
  expect(upstream.calls.length).toBe(4);
  expect((await app.call('PUT', '/api/v1/sources/odds', { ...added.config, url: `${upstream.url}/v2` })).status).toBe(200);
  await expect.poll(async () => (await app.source('odds')).state).toBe('fresh');
  expect(await app.source('odds')).toMatchObject({ records: 2, failure: null, obstacle: null });
  await app.advance(301_000);
  expect(upstream.calls.length).toBe(6);
});

test('a server that has changed its mind is believed after a forced refresh, and the schedule goes on', async () => {
  const app = await driveApp();
  const upstream = await serveUpstream((_call, response) => json(response, {}, {}, 401));
  await app.add({ id: 'odds', url: `${upstream.url}/v1`, policy: { preset: 'fixed', everySeconds: 300 } });
  await expect.poll(async () => (await app.source('odds')).state).toBe('sign-in');
  upstream.handler = (_call, response) => json(response, [{ id: 1 }]);
  await app.advance(2 * HOUR_MS);
  expect(upstream.calls.length).toBe(1);
  expect((await app.press('odds', 'force')).refresh.outcome).toBe('changed');
  expect(await app.source('odds')).toMatchObject({ state: 'fresh', failure: null });
  await app.advance(301_000);
  expect(upstream.calls.length).toBe(3);
});

test('a refusal is remembered over a restart', async () => {
  const app = await driveApp();
  const upstream = await serveUpstream((_call, response) => json(response, {}, {}, 404));
  await app.add({ id: 'odds', url: `${upstream.url}/v1`, policy: { preset: 'fixed', everySeconds: 300 } });
  await expect.poll(async () => (await app.source('odds')).state).toBe('error');
  await app.stop();
  const again = await driveApp({ dataFolder: app.dataFolder });
  await again.advance(2 * HOUR_MS);
  expect(upstream.calls.length).toBe(1);
  expect(await again.source('odds')).toMatchObject({ state: 'error', failure: { code: 'not-found' } });
});
