import { expect, test } from 'vitest';
import { keepLooking, makeRig, type Rig } from '../../support/engine.ts';
import { json } from '../../support/upstream.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

test('while the server says that the data stays good, no scheduled call is made; a press makes one', async () => {
  const rig = await makeRig({ handler: (_call, response) => json(response, [{ id: 1 }], { 'cache-control': 'max-age=3600' }) });
  await rig.add();
  await keepLooking(rig, HOUR - MINUTE);
  expect(rig.upstream.calls.length).toBe(1);
  expect(rig.engine.source('odds').decision).toMatchObject({ reason: 'server-lifetime', dueAt: '2026-11-20T01:00:00.000Z' });
  expect((await rig.engine.refresh('odds', 'normal', true)).answer).toBe('started');
  await keepLooking(rig, HOUR + MINUTE);
  expect(rig.upstream.calls.length).toBe(3);
});

test('a lifetime holds over a 304 that says nothing of it, and no server is believed for more than a day', async () => {
  const rig = await makeRig({
    handler: (call, response) =>
      call.headers['if-none-match'] === '"a"'
        ? response.writeHead(304, { etag: '"a"' }).end()
        : json(response, [{ id: 1 }], { etag: '"a"', 'cache-control': 'max-age=504911232' }),
  });
  await rig.add({ policy: { preset: 'fixed', everySeconds: 600 } });
  await rig.pass(24 * HOUR - 1);
  expect(rig.upstream.calls.length).toBe(1);
  await rig.pass(1);
  expect(rig.upstream.calls.length).toBe(2);
  await rig.pass(24 * HOUR - 1);
  expect(rig.upstream.calls.length).toBe(2);
});

test('X-Poll-Interval is kept to', async () => {
  const rig = await makeRig({ handler: (_call, response) => json(response, [{ id: 1 }], { 'x-poll-interval': '120' }) });
  await rig.add({ policy: { preset: 'fixed', everySeconds: 30 } });
  await rig.pass(10 * MINUTE - 1);
  expect(rig.upstream.calls.length).toBe(5);
});

test.each([
  ['IETF RateLimit', { 'ratelimit-policy': '"hour";q=5;w=3600', ratelimit: '"hour";r=0;t=1800' }, 30 * MINUTE],
  ['X-RateLimit', { 'x-ratelimit-limit': '5', 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '1800' }, 30 * MINUTE],
  ['Strava', { 'x-ratelimit-limit': '200,2000', 'x-ratelimit-usage': '200,340' }, 15 * MINUTE],
  ['The Odds API', { 'x-requests-remaining': '0', 'x-requests-used': '500', 'x-requests-last': '1' }, 10 * 24 * HOUR],
])('%s: when nothing is left by the headers, no call is made until the window turns over', async (_name, headers, waitMs) => {
  const rig = await makeRig({ startIso: '2026-11-21T00:00:00.000Z', handler: (_call, response) => json(response, [{ id: 1 }], headers) });
  await rig.add({ policy: { preset: 'fixed', everySeconds: 60 } });
  await rig.idle();
  expect((await rig.engine.refresh('odds', 'force', true)).decision).toMatchObject({ action: 'refuse', reason: 'quota-spent' });
  rig.clock.setWall(waitMs - 1);
  expect((await rig.engine.refresh('odds', 'force', true)).answer).toBe('refused');
  rig.clock.setWall(1);
  expect((await rig.engine.refresh('odds', 'force', true)).answer).toBe('started');
});

test('what the headers tell is shown beside the windows that are set', async () => {
  const rig = await makeRig({
    handler: (_call, response) =>
      json(response, [{ id: 1 }], { 'ratelimit-policy': '"hour";q=100;w=3600', ratelimit: '"hour";r=42;t=600' }),
  });
  await rig.add();
  await rig.engine.refresh('odds', 'normal', true);
  expect(rig.engine.quotas()).toMatchObject([
    { learned: true, per: 'hour', limit: 100, remaining: 42, resetsAt: '2026-11-20T00:10:00.000Z' },
  ]);
});

/** Lets time pass while refreshes wait for their retries, with time for sockets between the seconds. */
async function passWithRetries(rig: Rig, ms: number): Promise<void> {
  for (let passed = 0; passed < ms; passed += 1_000) {
    await rig.clock.advance(1_000);
    for (let turns = 0; turns < 20; turns += 1) await rig.clock.settle(() => true);
  }
}

test('a host in trouble is left alone by all of its sources, probed by one, and called again once it answers', async () => {
  let up = false;
  const rig = await makeRig({ handler: (_call, response) => (up ? json(response, [{ id: 1 }]) : response.destroy()) });
  for (let index = 0; index < 20; index += 1)
    await rig.add({ id: `s${index}`, url: `${rig.upstream.url}/${index}`, policy: { preset: 'fixed', everySeconds: 60 } });
  await passWithRetries(rig, 20_000);
  const before = rig.upstream.calls.length;
  expect(rig.engine.sources().filter((source) => source.decision.reason === 'host-in-trouble').length).toBeGreaterThan(0);
  await passWithRetries(rig, 20 * MINUTE);
  // Twenty sources that rest alone would have made about 400 calls.
  expect(rig.upstream.calls.length - before).toBeLessThan(150);
  up = true;
  await passWithRetries(rig, 20 * MINUTE);
  expect(rig.engine.sources().every((source) => source.state === 'fresh')).toBe(true);
});
