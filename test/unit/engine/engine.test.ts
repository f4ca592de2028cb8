import { expect, onTestFinished, test } from 'vitest';
import { fixedCalls } from '../../../src-main/engine/quota/counterfactual.ts';
import { keepLooking, makeRig } from '../../support/engine.ts';
import { type Handler, json, startUpstream } from '../../support/upstream.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

test('a day with somebody looking from 9 to 17 costs 33 calls where fixed polling makes 288, and the app says so itself', async () => {
  let price = 0;
  const rig = await makeRig({ handler: (_call, response) => json(response, [{ id: 1, price: (price += 1) }]) });
  await rig.add();
  await rig.pass(9 * HOUR);
  expect(rig.upstream.calls.length).toBe(0);
  await keepLooking(rig, 8 * HOUR);
  rig.lookAway();
  await rig.pass(7 * HOUR);
  expect(rig.upstream.calls.length).toBe(33);
  const [day] = rig.engine.savings('odds', 2).items;
  expect(day).toMatchObject({ day: '2026-11-20', calls: 33, cost: 33, fixedCalls: 288, fixedCost: 288 });
  expect([...fixedCalls(Date.parse('2026-11-20'), Date.parse('2026-11-21')).values()]).toEqual([288]);
});

test('opening a page on stale data refreshes it at once, on fresh data not', async () => {
  const rig = await makeRig();
  await rig.add();
  rig.look();
  await rig.idle();
  expect(rig.upstream.calls.length).toBe(1);
  rig.lookAway();
  await rig.pass(20 * MINUTE);
  rig.look();
  await rig.idle();
  expect(rig.upstream.calls.length).toBe(1);
  expect(rig.engine.source('odds').decision.reason).toBe('young-on-open');
  rig.lookAway();
  await rig.pass(11 * MINUTE);
  rig.look();
  await rig.idle();
  expect(rig.upstream.calls.length).toBe(2);
  expect(rig.engine.refreshes({ sourceId: 'odds', limit: 1 }).items[0]?.trigger).toBe('open');
});

test('no scheduled call is made once nobody has looked for 300 seconds', async () => {
  const rig = await makeRig();
  await rig.add();
  await keepLooking(rig, 10 * MINUTE);
  rig.lookAway();
  await rig.pass(5 * MINUTE - 1);
  expect(rig.engine.activity().active).toBe(true);
  await rig.pass(1);
  expect(rig.engine.activity().active).toBe(false);
  await rig.pass(10 * HOUR);
  expect(rig.upstream.calls.length).toBe(1);
  expect(rig.engine.source('odds').decision.reason).toBe('nobody-looking');
});

test('five quick presses of refresh make one upstream call', async () => {
  const rig = await makeRig();
  await rig.add();
  const answers = await Promise.all(Array.from({ length: 5 }, () => rig.engine.refresh('odds', 'normal', true)));
  expect(rig.upstream.calls.length).toBe(1);
  expect(answers.map((answer) => answer.answer)).toEqual(['started', 'joined', 'joined', 'joined', 'joined']);
  expect(new Set(answers.map((answer) => answer.refresh?.id)).size).toBe(1);
  await rig.pass(400);
  expect((await rig.engine.refresh('odds', 'normal', true)).decision.reason).toBe('just-asked');
  await rig.pass(100);
  expect((await rig.engine.refresh('odds', 'normal', true)).answer).toBe('started');
  expect(rig.upstream.calls.length).toBe(2);
});

test('two windows that look at one source make one call', async () => {
  const rig = await makeRig();
  await rig.add();
  rig.look('first');
  rig.look('second');
  await rig.idle();
  expect(rig.upstream.calls.length).toBe(1);
});

test('after sleep a source that is due is refreshed once, and the time asleep is forgiven until then', async () => {
  const rig = await makeRig();
  await rig.add();
  await keepLooking(rig, 5 * MINUTE);
  expect(rig.upstream.calls.length).toBe(1);
  await rig.clock.sleep(3 * HOUR, () => true);
  await rig.pass(60_000);
  expect(rig.engine.source('odds').state).not.toBe('very-stale');
  rig.look();
  await rig.idle();
  expect(rig.upstream.calls.length).toBe(2);
  expect(rig.engine.refreshes({ sourceId: 'odds', limit: 1 }).items[0]?.trigger).toBe('resume');
  await keepLooking(rig, 10 * MINUTE);
  expect(rig.upstream.calls.length).toBe(2);
});

test('a desktop that wakes up refreshes each due source once', async () => {
  const rig = await makeRig();
  await rig.add();
  rig.engine.openSession('window', 'window');
  rig.engine.windowChanged('window', { focused: true, visible: true });
  await rig.idle();
  rig.engine.systemChanged({ suspended: true });
  await rig.clock.sleep(2 * HOUR);
  expect(rig.upstream.calls.length).toBe(1);
  rig.engine.systemChanged({ suspended: false });
  await rig.idle();
  rig.engine.windowChanged('window', { focused: true, visible: true });
  await rig.pass(2 * MINUTE);
  expect(rig.upstream.calls.length).toBe(2);
});

test('a clock that is set back a day neither stops the schedule nor sets off a storm', async () => {
  const rig = await makeRig();
  await rig.add({ quota: { windows: [{ limit: 5, per: 'hour', align: 'sliding' }] } });
  await keepLooking(rig, 5 * MINUTE);
  rig.clock.setWall(-24 * HOUR);
  await keepLooking(rig, HOUR);
  const calls = rig.upstream.calls.length;
  expect(calls).toBeGreaterThanOrEqual(5);
  expect(calls).toBeLessThanOrEqual(6);
});

test('a clock that is set forward a day makes one call, not one for every interval that was skipped', async () => {
  const rig = await makeRig();
  await rig.add();
  await keepLooking(rig, 5 * MINUTE);
  rig.clock.setWall(24 * HOUR);
  await keepLooking(rig, 10 * MINUTE);
  expect(rig.upstream.calls.length).toBe(2);
});

test('a fixed source is refreshed whether somebody looks or not, a manual one only when asked', async () => {
  const rig = await makeRig();
  await rig.add({ policy: { preset: 'fixed', everySeconds: 600 } });
  await rig.add({ id: 'other', url: `${rig.upstream.url}/other`, policy: { preset: 'manual' } });
  await rig.pass(HOUR - 1);
  expect(rig.upstream.calls.filter((call) => call.path === '/odds').length).toBe(6);
  expect(rig.upstream.calls.filter((call) => call.path === '/other').length).toBe(0);
  await rig.engine.refresh('other', 'normal', true);
  expect(rig.upstream.calls.filter((call) => call.path === '/other').length).toBe(1);
});

test('a paused source rests until its pause is over, and can still be refreshed by hand', async () => {
  const rig = await makeRig();
  await rig.add({ policy: { preset: 'fixed', everySeconds: 60 } });
  await rig.idle();
  rig.engine.pause('odds', 3600);
  await rig.pass(HOUR - 1);
  expect(rig.upstream.calls.length).toBe(1);
  expect(rig.engine.source('odds').state).toBe('paused');
  expect((await rig.engine.refresh('odds', 'normal', true)).answer).toBe('started');
  await rig.pass(MINUTE);
  expect(rig.upstream.calls.length).toBe(3);
});

test('pausing everything outlives a restart', async () => {
  const rig = await makeRig();
  await rig.add({ policy: { preset: 'fixed', everySeconds: 60 } });
  await rig.idle();
  rig.engine.pauseApp(null);
  await rig.restart();
  await rig.pass(HOUR);
  expect(rig.upstream.calls.length).toBe(1);
  expect(rig.engine.source('odds').decision.reason).toBe('app-paused');
  rig.engine.resumeApp();
  await rig.idle();
  expect(rig.upstream.calls.length).toBe(2);
});

test('a refresh that is stopped by the user does not start again by itself at once', async () => {
  let release: (() => void) | null = null;
  const rig = await makeRig({
    handler: async (_call, response) => (await new Promise<void>((resolve) => (release = resolve)), json(response, [{ id: 1 }])),
  });
  await rig.add();
  rig.look();
  await rig.clock.settle(() => rig.upstream.calls.length === 1);
  expect(rig.engine.cancel('odds')).toBe(true);
  await rig.idle();
  expect(rig.engine.refreshes({ sourceId: 'odds', limit: 1 }).items[0]?.outcome).toBe('cancelled');
  await keepLooking(rig, 10 * MINUTE);
  expect(rig.upstream.calls.length).toBe(1);
  expect(rig.engine.source('odds').decision.reason).toBe('cancelled');
  expect(release).not.toBeNull();
});

test('the quota ledger survives a restart and keeps a share for the hand', async () => {
  const rig = await makeRig();
  await rig.add({
    policy: { preset: 'fixed', everySeconds: 60 },
    quota: { windows: [{ limit: 10, per: 'day' }], reserveForManualPercent: 20, spread: 'none' },
  });
  await rig.pass(4 * MINUTE);
  expect(rig.upstream.calls.length).toBe(5);
  await rig.restart();
  await rig.pass(2 * HOUR);
  expect(rig.upstream.calls.length).toBe(8);
  expect(rig.engine.source('odds')).toMatchObject({ state: 'waiting', obstacleUntil: '2026-11-21T00:00:00.000Z' });
  for (let press = 0; press < 3; press += 1) {
    await rig.engine.refresh('odds', 'normal', true);
    await rig.pass(1000);
  }
  expect(rig.upstream.calls.length).toBe(10);
  const refused = await rig.engine.refresh('odds', 'force', true);
  expect(refused).toMatchObject({ answer: 'refused', refresh: null });
  expect(refused.sentence).toBe('Not refreshed: the quota is spent until 2026-11-21 00:00 UTC');
  expect(rig.engine.quotas()).toMatchObject([{ used: 10, remaining: 0, reserved: 2, resetsAt: '2026-11-21T00:00:00.000Z' }]);
});

test('retries are calls too: they count against the quota', async () => {
  const rig = await makeRig({ handler: (_call, response) => json(response, {}, {}, 503) });
  await rig.add({ quota: { windows: [{ limit: 100, per: 'day' }] } });
  const answer = rig.engine.refresh('odds', 'normal', true);
  for (const [calls, wait] of [
    [1, 1_000],
    [2, 2_000],
    [3, 4_000],
  ] as const) {
    await rig.clock.settle(() => rig.upstream.calls.length === calls && rig.clock.pending > 1);
    await rig.clock.advance(wait);
  }
  const { refresh } = await answer;
  expect(refresh).toMatchObject({ outcome: 'failed', calls: 4, failure: { code: 'server-error', status: 503 } });
  expect(rig.engine.quotas()[0]?.used).toBe(4);
  expect(rig.engine.source('odds')).toMatchObject({ state: 'error', obstacleUntil: '2026-11-20T00:01:07.000Z' });
});

test('the server that says Retry-After is left alone until then, by the schedule and by the hand', async () => {
  let limited = true;
  const rig = await makeRig({
    handler: (_call, response) => (limited ? json(response, {}, { 'retry-after': '900' }, 429) : json(response, [{ id: 1 }])),
  });
  await rig.add({ policy: { preset: 'fixed', everySeconds: 60 } });
  await rig.idle();
  expect(rig.upstream.calls.length).toBe(1);
  expect(rig.engine.source('odds')).toMatchObject({ state: 'rate-limited', obstacleUntil: '2026-11-20T00:15:00.000Z' });
  const refused = await rig.engine.refresh('odds', 'force', true);
  expect(refused.sentence).toBe('Not refreshed: the server said to wait until 2026-11-20 00:15 UTC');
  limited = false;
  await rig.pass(15 * MINUTE);
  await rig.idle();
  expect(rig.upstream.calls.length).toBe(2);
  expect(rig.engine.source('odds').state).toBe('fresh');
});

test('refused credentials stop the schedule until the source is changed', async () => {
  const rig = await makeRig({
    handler: (call, response) =>
      call.headers.authorization === 'Bearer right' ? json(response, [{ id: 1 }]) : json(response, { message: 'no such key' }, {}, 401),
  });
  const source = await rig.add({ auth: { kind: 'bearer', secret: 'wrong' }, policy: { preset: 'fixed', everySeconds: 60 } });
  await rig.pass(HOUR);
  expect(rig.upstream.calls.length).toBe(1);
  expect(rig.engine.source('odds')).toMatchObject({
    state: 'sign-in',
    failure: { code: 'unauthorized', message: expect.stringContaining('no such key') },
  });
  await rig.engine.update({ ...source.config, auth: { kind: 'bearer', secret: 'right' } });
  await rig.idle();
  expect(rig.engine.source('odds').state).toBe('fresh');
});

test('a refresh that a crash cut off is marked as lost, every record of before is there, and it is done again', async () => {
  const rig = await makeRig();
  await rig.add();
  await rig.engine.refresh('odds', 'normal', true);
  rig.store.refreshes.begin('crashed', rig.engine.recordsOf('odds').row, 'schedule', rig.clock.now());
  await rig.restart();
  expect(rig.engine.refreshes({ sourceId: 'odds', limit: 2 }).items[1]).toMatchObject({ id: 'crashed', outcome: 'lost' });
  await rig.idle();
  expect(rig.engine.refreshes({ sourceId: 'odds', limit: 1 }).items[0]).toMatchObject({ trigger: 'startup', outcome: 'unchanged' });
  expect(rig.engine.appStatus().notices[0]?.message).toContain('every record is there');
  expect(rig.engine.health()).toMatchObject({ sound: true, records: 1 });
});

test('a refresh that ends Freshet each time is not done again a second time by itself', async () => {
  const rig = await makeRig();
  await rig.add({ policy: { preset: 'manual' } });
  const { row } = rig.engine.recordsOf('odds');
  for (const id of ['crashed', 'crashed again']) rig.store.refreshes.begin(id, row, 'schedule', rig.clock.now());
  await rig.restart();
  await rig.idle();
  expect(rig.upstream.calls.length).toBe(0);
  expect(rig.engine.source('odds').decision.reason).toBe('manual-only');
});

test('a removed source can be brought back with its records, and is gone for good after 30 days', async () => {
  const rig = await makeRig();
  await rig.add();
  await rig.engine.refresh('odds', 'normal', true);
  await rig.engine.remove('odds');
  expect(rig.engine.sources()).toEqual([]);
  expect(rig.engine.restore('odds')).toMatchObject({ records: 1, state: 'fresh' });
  await rig.engine.remove('odds');
  rig.clock.setWall(31 * 24 * HOUR);
  await rig.restart();
  expect(() => rig.engine.restore('odds')).toThrow('There is no removed source');
  expect(rig.engine.health().records).toBe(0);
});

test('in safe mode nothing is called, whoever asks', async () => {
  const rig = await makeRig({ safeMode: true });
  await rig.add({ policy: { preset: 'fixed', everySeconds: 60 } });
  await rig.pass(HOUR);
  expect((await rig.engine.refresh('odds', 'force', true)).answer).toBe('refused');
  expect(rig.upstream.calls.length).toBe(0);
});

test('every decision that changed something is kept, in words', async () => {
  const rig = await makeRig();
  await rig.add();
  rig.look();
  await rig.idle();
  rig.lookAway();
  await rig.pass(5 * MINUTE);
  const { items, now } = rig.engine.why('odds', 10, undefined);
  expect(items.map((item) => `${item.action} ${item.reason}`)).toEqual([
    'wait nobody-looking',
    'refresh never-fetched',
    'wait nobody-looking',
  ]);
  expect(now.reason).toBe('nobody-looking');
});

test('at most eight scheduled refreshes run at once, four of one host; a press does not wait for a place', async () => {
  let running = 0;
  let most = 0;
  const held: (() => void)[] = [];
  const handler: Handler = async (_call, response) => {
    most = Math.max(most, (running += 1));
    await new Promise<void>((resolve) => held.push(resolve));
    running -= 1;
    json(response, [{ id: 1 }]);
  };
  const rig = await makeRig({ handler });
  const others = [await startUpstream(handler), await startUpstream(handler)];
  onTestFinished(async () => {
    await Promise.all(others.map((other) => other.close()));
  });
  const urls = [rig.upstream.url, ...others.map((other) => other.url)];
  for (let index = 0; index < 20; index += 1) await rig.add({ id: `s${index}`, url: `${urls[index % 3]}/${index}` });
  rig.look();
  await rig.clock.settle(() => held.length === 8);
  expect(running).toBe(8);
  for (const { calls } of [rig.upstream, ...others]) expect(calls.length).toBeLessThanOrEqual(4);
  const pressed = rig.engine.refresh('s19', 'normal', true);
  await rig.clock.settle(() => held.length === 9);
  await rig.clock.settle(() => {
    for (const release of held) release();
    return rig.engine.sources().every((source) => source.state === 'fresh');
  });
  expect((await pressed).refresh?.outcome).toBe('changed');
  expect(most).toBe(9);
  expect([rig.upstream, ...others].reduce((sum, { calls }) => sum + calls.length, 0)).toBe(20);
});

test('a clock that moves on while a decision is made does not make a host look as if it were in trouble', async () => {
  const rig = await makeRig();
  await rig.add();
  const { clock } = rig;
  const now = clock.now.bind(clock);
  let looks = 0;
  clock.now = () => now() + (looks += 1);
  rig.look();
  await rig.idle();
  expect(rig.engine.why('odds', 10, undefined).items.map((item) => item.reason)).toEqual(['never-fetched', 'nobody-looking']);
});
