import { expect, test } from 'vitest';
import { driveApp, serveUpstream } from '../../support/driven-app.ts';
import { json } from '../../support/upstream.ts';
import type { Wire } from '../../support/wire.ts';

const MINUTE_MS = 60_000;
const everyFiveMinutes = { preset: 'fixed', everySeconds: 300 };
const ids = Array.from({ length: 12 }, (_, index) => `down-${index}`);

test('a host that is down gets few calls for all its sources together, one probe opens it again, and another host notices nothing', async () => {
  const app = await driveApp();
  const down = await serveUpstream((_call, response) => json(response, [{ id: 1 }]));
  const well = await serveUpstream((_call, response) => json(response, [{ id: 1 }]));
  for (const id of ids) await app.add({ id, url: `${down.url}/${id}`, policy: everyFiveMinutes });
  await app.add({ id: 'well', url: `${well.url}/list`, policy: everyFiveMinutes });
  await expect.poll(() => down.calls.length + well.calls.length).toBe(13);

  down.handler = (_call, response) => json(response, {}, {}, 503);
  await app.advance(30 * MINUTE_MS);
  const duringOutage = down.calls.length - 12;
  // Twelve sources, each tried four times every five minutes, would have made 288 calls.
  expect(duringOutage).toBeLessThan(80);
  expect(well.calls.length).toBeGreaterThanOrEqual(6);
  const resting: Wire[] = (await app.get('/api/v1/sources')).body.items.filter((source: Wire) => ids.includes(source.id));
  for (const source of resting) {
    expect(source.records).toBe(1);
    // Those of which no call failed have nothing to say but their age.
    expect(source.state).toMatch(source.decision.inputs.failures === 0 ? /stale$/ : /^error$/);
  }
  const sentences = await Promise.all(ids.map((id) => app.sentence(id)));
  expect(sentences.some((each) => each.includes('calls to its server keep failing, so none is made until'))).toBe(true);
  for (const each of sentences) expect(each).toMatch(/calls to its server keep failing|failed in a row, so the next try waits/);

  // A press is a probe; when it succeeds the others follow, each with one call, and none is left behind.
  down.handler = (_call, response) => json(response, [{ id: 1 }]);
  const before = down.calls.length;
  expect((await app.press('down-0')).refresh).toMatchObject({ outcome: 'unchanged', calls: 1 });
  await app.advance(1_000);
  expect(down.calls.length - before).toBeLessThanOrEqual(ids.length);
  await app.advance(40 * MINUTE_MS);
  const again: Wire[] = (await app.get('/api/v1/sources')).body.items;
  expect(again.map((source) => [source.id, source.state, source.failure])).toEqual(again.map(({ id }) => [id, 'fresh', null]));
});

test('a probe that fails keeps the host closed to all its sources', async () => {
  const app = await driveApp();
  const down = await serveUpstream((_call, response) => json(response, {}, {}, 500));
  for (const id of ids) await app.add({ id, url: `${down.url}/${id}`, policy: everyFiveMinutes });
  await app.advance(20_000);
  const before = down.calls.length;
  await app.advance(MINUTE_MS);
  // The probe is one refresh, with its retries.
  expect(down.calls.length - before).toBeLessThanOrEqual(4);
});

test('a host that hangs holds up no source of another host', async () => {
  const app = await driveApp();
  const hangs = await serveUpstream(() => undefined);
  const well = await serveUpstream((_call, response) => json(response, [{ id: 1 }]));
  for (const id of ids) await app.add({ id, url: `${hangs.url}/${id}`, policy: everyFiveMinutes });
  await expect.poll(() => hangs.calls.length).toBeGreaterThan(0);
  const before = performance.now();
  await app.add({ id: 'well', url: `${well.url}/list`, policy: everyFiveMinutes });
  await expect.poll(() => well.calls.length).toBe(1);
  expect(performance.now() - before).toBeLessThan(5_000);
});
