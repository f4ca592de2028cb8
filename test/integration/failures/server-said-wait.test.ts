import { expect, test } from 'vitest';
import { driveApp, serveUpstream } from '../../support/driven-app.ts';
import { json } from '../../support/upstream.ts';

const HOUR_MS = 3_600_000;
const everyMinute = { preset: 'fixed', everySeconds: 60 };

test('after a 429 with seconds no call leaves before they are over, not even for a press, and not after a restart', async () => {
  const app = await driveApp();
  const upstream = await serveUpstream((_call, response) => json(response, [{ id: 1 }]));
  await app.add({ id: 'odds', url: `${upstream.url}/odds`, policy: everyMinute });
  await expect.poll(async () => (await app.source('odds')).state).toBe('fresh');
  upstream.handler = (_call, response) => json(response, { message: 'slow down' }, { 'retry-after': '3600' }, 429);
  await app.advance(61_000);
  expect(upstream.calls.length).toBe(2);
  const limited = await app.source('odds');
  expect(limited).toMatchObject({ state: 'rate-limited', records: 1, failure: { code: 'rate-limited' } });
  expect(limited.failure.message).toContain('It said: slow down');
  const until = `${limited.obstacleUntil.slice(0, 10)} ${limited.obstacleUntil.slice(11, 16)} UTC`;

  upstream.handler = (_call, response) => json(response, [{ id: 1 }, { id: 2 }]);
  for (const mode of ['normal', 'force'] as const) {
    const { answer, sentence, refresh } = await app.press('odds', mode);
    expect({ answer, sentence, refresh }).toEqual({
      answer: 'refused',
      sentence: `Not refreshed: the server said to wait until ${until}`,
      refresh: null,
    });
  }
  await app.advance(HOUR_MS / 2);
  const { aheadMs } = app;
  expect(await app.stop()).toBe(0);

  const again = await driveApp({ dataFolder: app.dataFolder, aheadMs });
  expect((await again.press('odds')).sentence).toBe(`Not refreshed: the server said to wait until ${until}`);
  expect(await again.source('odds')).toMatchObject({ state: 'rate-limited', decision: { dueAt: limited.obstacleUntil } });
  expect(upstream.calls.length).toBe(2);
  await again.advance(HOUR_MS / 2);
  expect(upstream.calls.length).toBe(3);
  expect(await again.source('odds')).toMatchObject({ state: 'fresh', records: 2, failure: null });
});

test('a date in Retry-After is kept to as well, also with a 503', async () => {
  const app = await driveApp();
  const upstream = await serveUpstream((_call, response) =>
    json(response, {}, { 'retry-after': new Date(Date.now() + app.aheadMs + HOUR_MS).toUTCString() }, 503),
  );
  await app.add({ id: 'odds', url: `${upstream.url}/odds`, policy: everyMinute });
  await expect.poll(async () => (await app.source('odds')).state).toBe('rate-limited');
  await app.advance(HOUR_MS - 60_000);
  expect((await app.press('odds')).answer).toBe('refused');
  expect(upstream.calls.length).toBe(1);
  await app.advance(120_000);
  expect(upstream.calls.length).toBe(2);
});

test('a pause of seconds is waited for within the refresh', async () => {
  const app = await driveApp();
  const upstream = await serveUpstream((_call, response) =>
    upstream.calls.length < 2 ? json(response, {}, { 'retry-after': '2' }, 429) : json(response, [{ id: 1 }]),
  );
  await app.add({ id: 'odds', url: `${upstream.url}/odds`, policy: { preset: 'manual' } });
  const pressed = app.press('odds');
  await expect.poll(() => upstream.calls.length).toBe(1);
  await app.advance(2_000);
  expect((await pressed).refresh).toMatchObject({ outcome: 'changed', calls: 2 });
});

test('a 429 without a word of when is followed by a rest that grows, with one call each time', async () => {
  const app = await driveApp();
  const upstream = await serveUpstream((_call, response) => json(response, {}, {}, 429));
  await app.add({ id: 'odds', url: `${upstream.url}/odds`, policy: everyMinute });
  await expect.poll(async () => (await app.source('odds')).state).toBe('rate-limited');
  await app.advance(8 * HOUR_MS);
  // 1, 2, 4 … minutes and then every hour, each a fifth shorter or longer.
  expect(upstream.calls.length).toBeGreaterThanOrEqual(11);
  expect(upstream.calls.length).toBeLessThanOrEqual(17);
  const { state, today, decision } = await app.source('odds');
  expect({ state, reason: decision.reason }).toEqual({ state: 'rate-limited', reason: 'server-said-wait' });
  expect(today.calls).toBeLessThanOrEqual(upstream.calls.length);
});

test('a server that asks for years is asked again after a day', async () => {
  const app = await driveApp();
  const upstream = await serveUpstream((_call, response) => json(response, {}, { 'retry-after': '504911232' }, 429));
  await app.add({ id: 'odds', url: `${upstream.url}/odds`, policy: everyMinute });
  await expect.poll(async () => (await app.source('odds')).state).toBe('rate-limited');
  await app.advance(23 * HOUR_MS);
  expect(upstream.calls.length).toBe(1);
  await app.advance(HOUR_MS + 60_000);
  expect(upstream.calls.length).toBe(2);
});
