import { expect, test } from 'vitest';
import { keepLooking, makeRig } from '../../support/engine.ts';
import { json } from '../../support/upstream.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

test('sync: every 10 minutes whether anybody looks or not; results are good for 15', async () => {
  const rig = await makeRig();
  await rig.add({ policy: { preset: 'sync' } });
  await rig.pass(HOUR);
  expect(rig.upstream.calls.length).toBe(7);
  expect(rig.engine.source('odds')).toMatchObject({ staleSeconds: 900, state: 'fresh' });
});

test('cache: refreshed in the background once it has expired, here after 6 hours', async () => {
  const rig = await makeRig();
  await rig.add({ policy: { preset: 'cache' } });
  await rig.idle();
  await rig.pass(6 * HOUR - 1);
  expect(rig.upstream.calls.length).toBe(1);
  await rig.pass(1);
  expect(rig.upstream.calls.length).toBe(2);
});

test('prewarm: refreshed before it expires, so that it is never seen stale, and not all at one moment', async () => {
  const rig = await makeRig();
  for (let index = 0; index < 12; index += 1)
    await rig.add({ id: `view-${index}`, url: `${rig.upstream.url}/${index}`, policy: { preset: 'prewarm' } });
  await rig.idle();
  const seen = new Map<number, number>();
  for (let second = 0; second < 300; second += 1) {
    const before = rig.upstream.calls.length;
    await rig.pass(1_000);
    if (rig.upstream.calls.length > before) seen.set(second, rig.upstream.calls.length - before);
    expect(rig.engine.sources().every((source) => source.state === 'fresh')).toBe(true);
  }
  expect(seen.size).toBeGreaterThan(5);
  expect(Math.min(...seen.keys())).toBeGreaterThanOrEqual(179);
  expect(Math.max(...[...seen.keys()].filter((second) => second < 245))).toBeLessThanOrEqual(240);
});

test('cron: at the times of the schedule, once each, also when a refresh by hand comes in between', async () => {
  const rig = await makeRig({ startIso: '2026-11-20T07:30:00.000Z' });
  await rig.add({ policy: { preset: 'cron', expression: '0 8-18 * * mon-fri', timeZone: 'UTC' } });
  await rig.idle();
  expect(rig.upstream.calls.length).toBe(1);
  await rig.pass(2 * HOUR);
  expect(rig.upstream.calls.length).toBe(3);
  await rig.engine.refresh('odds', 'normal', true);
  await rig.pass(HOUR);
  expect(rig.upstream.calls.length).toBe(5);
  await rig.pass(60 * HOUR);
  expect(rig.upstream.calls.length).toBe(5 + 8);
  expect(rig.engine.refreshes({ sourceId: 'odds', limit: 1 }).items[0]?.trigger).toBe('schedule');
});

test('active hours: nothing is called outside of them, and the words say until when', async () => {
  const rig = await makeRig({ startIso: '2026-11-20T17:50:00.000Z' });
  await rig.add({ policy: { preset: 'fixed', everySeconds: 600, activeHours: { from: '08:00', to: '18:00', timeZone: 'UTC' } } });
  await rig.pass(15 * MINUTE);
  expect(rig.upstream.calls.length).toBe(1);
  const { decision } = rig.engine.source('odds');
  expect(decision).toMatchObject({ reason: 'outside-hours', dueAt: '2026-11-21T08:00:00.000Z' });
  expect((await rig.engine.refresh('odds', 'normal', true)).answer).toBe('started');
  await rig.pass(14 * HOUR);
  expect(rig.upstream.calls.length).toBe(3);
});

test('on battery the intervals are longer', async () => {
  const rig = await makeRig();
  await rig.add({ policy: { preset: 'fixed', everySeconds: 600, slowerWhenSaving: 3 } });
  await rig.idle();
  rig.engine.systemChanged({ saving: true });
  await rig.pass(29 * MINUTE);
  expect(rig.upstream.calls.length).toBe(1);
  rig.engine.systemChanged({ saving: false });
  await rig.idle();
  expect(rig.upstream.calls.length).toBe(2);
});

test('after waking up, sources that nobody looks at come one after the other; those that are looked at at once', async () => {
  const rig = await makeRig();
  for (let index = 0; index < 40; index += 1)
    await rig.add({ id: `s${index}`, url: `${rig.upstream.url}/${index}`, policy: { preset: 'fixed', everySeconds: 600 } });
  await rig.add({ id: 'looked-at', url: `${rig.upstream.url}/looked-at` });
  await keepLooking(rig, MINUTE);
  rig.upstream.calls.length = 0;
  await rig.clock.sleep(3 * HOUR);
  await rig.pass(60_000);
  rig.upstream.calls.length = 0;
  rig.look();
  await rig.idle();
  expect(rig.upstream.calls.map((call) => call.path)).toContain('/looked-at');
});

test('what a source is mixed with holds beside its preset', async () => {
  let price = 0;
  const rig = await makeRig({ handler: (_call, response) => json(response, [{ id: 1, price: (price += 1) }]) });
  await rig.add({ policy: { preset: 'smart', whileIdleSeconds: 7200 } });
  await rig.pass(6 * HOUR - 1);
  expect(rig.upstream.calls.length).toBe(3);
  await keepLooking(rig, HOUR);
  expect(rig.upstream.calls.length).toBeGreaterThanOrEqual(3 + 4);
});

test('a schedule that cannot be read is refused at its field', async () => {
  const rig = await makeRig();
  await expect(rig.add({ policy: { preset: 'cron', expression: '99 * * * *' } })).rejects.toMatchObject({
    problems: [{ path: 'policy.expression' }],
  });
});

test('on a metered network intervals are as many times as long as is set', async () => {
  const rig = await makeRig();
  await rig.add({ policy: { preset: 'smart', whileActiveSeconds: 60, staleOnOpenSeconds: 600, slowerWhenSaving: 3 } });
  rig.look();
  await rig.pass(0);
  rig.engine.beat('tab', { focused: true, visible: true, metered: true });
  await rig.pass(179_000);
  expect(rig.upstream.calls).toHaveLength(1);
  await rig.pass(1_000);
  expect(rig.upstream.calls).toHaveLength(2);
});

test('while it cannot be told whether anybody looks, opening refreshes what is stale, and no interval calls', async () => {
  const rig = await makeRig();
  await rig.add({ policy: { preset: 'smart', whileActiveSeconds: 90, staleOnOpenSeconds: 600 } });
  rig.look();
  await rig.pass(0);
  rig.engine.systemChanged({ trackingFailure: 'the idle time cannot be read' });
  expect(rig.engine.appStatus().notices.map(({ id }) => id)).toContain('tracking-failed');
  await keepLooking(rig, 3_600_000);
  expect(rig.upstream.calls).toHaveLength(1);
  rig.lookAway();
  rig.look();
  await rig.pass(0);
  expect(rig.upstream.calls).toHaveLength(2);
  expect(rig.engine.why('odds', 10, undefined).items.some(({ reason }) => reason === 'stale-on-open')).toBe(true);
  rig.engine.systemChanged({ trackingFailure: null });
  expect(rig.engine.appStatus().notices).toEqual([]);
});
