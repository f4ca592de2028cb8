import { expect, test } from 'vitest';
import { makeRig, type Rig } from '../../../support/engine.ts';
import { json } from '../../../support/upstream.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

const total = (rig: Rig, id?: string) => rig.engine.savings(id, 7).total;

test('fixed polling is counted from when a source was added, on the full 5 minutes, for as long as it is there', async () => {
  const rig = await makeRig({ startIso: '2026-11-20T09:02:00.000Z' });
  await rig.add();
  expect(total(rig).fixedCalls).toBe(0);
  await rig.pass(3 * MINUTE + 1);
  expect(total(rig).fixedCalls).toBe(1);
  await rig.pass(HOUR);
  expect(total(rig).fixedCalls).toBe(13);
  await rig.engine.remove('odds');
  await rig.pass(HOUR);
  rig.engine.restore('odds');
  expect(total(rig).fixedCalls).toBe(13);
});

test('fixed polling makes no calls while its source is paused, nor while the app is', async () => {
  const rig = await makeRig();
  await rig.add();
  await rig.add({ id: 'other', url: `${rig.upstream.url}/other` });
  await rig.pass(HOUR);
  rig.engine.pause('odds', 30 * 60);
  await rig.pass(2 * HOUR);
  expect(total(rig, 'odds').fixedCalls).toBe(30);
  expect(total(rig, 'other').fixedCalls).toBe(36);
  rig.engine.pauseApp(null);
  await rig.pass(HOUR);
  rig.engine.resumeApp();
  await rig.pass(HOUR);
  expect(total(rig, 'odds').fixedCalls).toBe(42);
  expect(total(rig, 'other').fixedCalls).toBe(48);
});

test('a pause that ends early is left out to the minute', async () => {
  const rig = await makeRig();
  await rig.add();
  await rig.pass(7 * MINUTE);
  rig.engine.pause('odds', null);
  await rig.pass(6 * MINUTE);
  rig.engine.resume('odds');
  await rig.pass(2 * MINUTE);
  // At minutes 0 and 5; minute 10 fell into the pause, and minute 15 is not over.
  expect(total(rig).fixedCalls).toBe(2);
  await rig.pass(1);
  expect(total(rig).fixedCalls).toBe(3);
});

test('in safe mode nothing would be polled either', async () => {
  const rig = await makeRig({ safeMode: true });
  await rig.add();
  await rig.pass(HOUR);
  expect(total(rig).fixedCalls).toBe(0);
});

test('nobody would poll what is only refreshed by hand', async () => {
  const rig = await makeRig();
  const source = await rig.add({ policy: { preset: 'manual' } });
  await rig.pass(HOUR);
  expect(rig.engine.savings('odds', 1).sources).toMatchObject([{ comparable: false, fixedCalls: 0 }]);
  await rig.engine.update({ ...source.config, policy: { ...source.config.policy, whileIdleSeconds: 3600 } });
  await rig.pass(HOUR);
  expect(rig.engine.savings('odds', 1).sources).toMatchObject([{ comparable: true, fixedCalls: 12 }]);
});

test('time asleep is left out, whether the system told of it or not', async () => {
  const rig = await makeRig();
  await rig.add();
  await rig.pass(HOUR);
  rig.engine.systemChanged({ suspended: true });
  await rig.clock.sleep(8 * MINUTE);
  rig.engine.systemChanged({ suspended: false });
  await rig.pass(2 * MINUTE);
  expect(total(rig).fixedCalls).toBe(12);
  await rig.pass(50 * MINUTE);
  expect(total(rig).fixedCalls).toBe(22);
  await rig.clock.sleep(3 * HOUR + 2 * MINUTE);
  await rig.pass(HOUR);
  expect(total(rig).fixedCalls).toBe(34);
});

test('the minutes are counted although something keeps the schedule from sleeping a minute out', async () => {
  const rig = await makeRig();
  await rig.add({ policy: { preset: 'manual' } });
  await rig.add({ id: 'other', url: `${rig.upstream.url}/other` });
  for (let minute = 0; minute < 60; minute += 0.5) {
    await rig.pass(MINUTE / 2);
    await rig.engine.refresh('odds', 'normal', true);
  }
  expect(total(rig, 'other').fixedCalls).toBe(12);
});

test('a call of fixed polling costs what a call of the source is expected to cost then', async () => {
  let cost = 6;
  const rig = await makeRig({ handler: (_call, response) => json(response, [{ id: 1 }], { 'x-requests-last': String(cost) }) });
  const source = await rig.add({ policy: { preset: 'fixed', everySeconds: 3600 }, quota: { cost: { header: 'x-requests-last' } } });
  await rig.pass(HOUR - 1);
  cost = 18;
  await rig.pass(HOUR);
  expect(total(rig)).toMatchObject({ calls: 2, cost: 24, fixedCalls: 24, fixedCost: 12 * 6 + 12 * 18 });
  await rig.engine.update({ ...source.config, quota: { ...source.config.quota, cost: 2 } });
  await rig.pass(HOUR / 2);
  expect(total(rig)).toMatchObject({ fixedCalls: 30, fixedCost: 12 * 6 + 12 * 18 + 6 * 2 });
});

test('a press is a refusal by the quota where the quota is the reason, and only there', async () => {
  let limited = false;
  const rig = await makeRig({
    handler: (_call, response) => (limited ? json(response, {}, { 'retry-after': '60' }, 429) : json(response, [{ id: 1 }])),
  });
  await rig.add({ policy: { preset: 'manual' }, quota: { windows: [{ limit: 2, per: 'hour' }], reserveForManualPercent: 0 } });
  const press = async () => {
    await rig.pass(1_000);
    return (await rig.engine.refresh('odds', 'normal', true)).decision.reason;
  };
  expect(await press()).toBe('asked');
  limited = true;
  expect(await press()).toBe('asked');
  expect(await press()).toBe('server-said-wait');
  expect(total(rig).refused).toBe(0);
  await rig.pass(MINUTE);
  expect(await press()).toBe('quota-spent');
  expect(await press()).toBe('quota-spent');
  expect(total(rig)).toMatchObject({ calls: 2, refused: 2 });
});

test('a refresh that is due and held back by the quota counts once, also over a restart', async () => {
  const rig = await makeRig();
  await rig.add({
    policy: { preset: 'fixed', everySeconds: 600 },
    quota: { windows: [{ limit: 2, per: 'hour' }], reserveForManualPercent: 0 },
  });
  await rig.pass(15 * MINUTE);
  expect(total(rig)).toMatchObject({ calls: 2, refused: 0 });
  await rig.pass(15 * MINUTE);
  expect(total(rig)).toMatchObject({ calls: 2, refused: 1 });
  await rig.restart();
  await rig.pass(15 * MINUTE);
  expect(total(rig)).toMatchObject({ calls: 2, refused: 1 });
  await rig.pass(HOUR);
  expect(total(rig)).toMatchObject({ calls: 4, refused: 2 });
});

test('a page that the quota refuses in the middle of a refresh counts once, and not again while the refresh is held', async () => {
  const rig = await makeRig({
    handler: ({ path }, response) => json(response, { items: [{ id: path }], next: `p${path.length}` }),
  });
  await rig.add({
    list: 'items',
    paging: { kind: 'cursor', cursor: 'next', param: 'at', maxPages: 5 },
    policy: { preset: 'fixed', everySeconds: 60 },
    quota: { windows: [{ limit: 3, per: 'hour' }], reserveForManualPercent: 0 },
  });
  await rig.pass(10 * MINUTE);
  expect(total(rig).calls).toBe(3);
  expect(total(rig).refused).toBe(1);
});

test('what was polled before a change of the settings goes by those before', async () => {
  const rig = await makeRig();
  const source = await rig.add();
  await rig.pass(5.5 * MINUTE);
  await rig.engine.update({ ...source.config, quota: { ...source.config.quota, cost: 10 } });
  expect(total(rig)).toMatchObject({ fixedCalls: 2, fixedCost: 2 });
  await rig.pass(5 * MINUTE);
  await rig.engine.update({ ...source.config, policy: { preset: 'manual', staleSeconds: 1800 } });
  expect(total(rig)).toMatchObject({ fixedCalls: 3, fixedCost: 12 });
});
