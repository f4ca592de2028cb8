import { expect, test } from 'vitest';
import { makeRig, type Rig } from '../../../support/engine.ts';
import { json } from '../../../support/upstream.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

const fixed = (everySeconds: number) => ({ preset: 'fixed' as const, everySeconds });
const times = (rig: Rig, from: number) => rig.engine.refreshes({ limit: 100 }).items.map((each) => Date.parse(each.startedAt) - from);

test('scheduled calls of a day are spread over it, and the sentence says so', async () => {
  const rig = await makeRig();
  const start = rig.clock.now();
  await rig.add({ policy: fixed(600), quota: { windows: [{ limit: 12, per: 'day' }], reserveForManualPercent: 0, spread: 'even' } });
  await rig.pass(11 * HOUR - 1);
  expect(times(rig, start).reverse()).toEqual([0, 2, 4, 6, 8, 10].map((hour) => hour * HOUR));
  const { now } = rig.engine.why('odds', 1, undefined);
  expect(now).toMatchObject({ action: 'wait', reason: 'quota-spread', dueAt: '2026-11-20T12:00:00.000Z' });
  expect(now.inputs).toMatchObject({ quotaRemaining: 6, quotaLimit: 12, quotaSpread: 'even', quotaUnit: 'call' });
  // The plan is no obstacle: the data is as old as it is.
  expect(rig.engine.source('odds')).toMatchObject({ state: 'stale', obstacle: null });
  await rig.pass(13 * HOUR + 1);
  // The last call is kept until the window turns over.
  expect(times(rig, start).length).toBe(12);
  expect(times(rig, start)[0]).toBe(24 * HOUR);
});

test('a press is not held back, and what is left after it is spread anew', async () => {
  const rig = await makeRig();
  await rig.add({ policy: fixed(600), quota: { windows: [{ limit: 24, per: 'day' }], reserveForManualPercent: 0, spread: 'even' } });
  await rig.pass(30 * MINUTE);
  for (let press = 0; press < 11; press += 1) {
    expect((await rig.engine.refresh('odds', 'normal', true)).answer).toBe('started');
    await rig.pass(1_000);
  }
  // Twelve of 24 are left for 23.5 h, and the last press counts as the first of their plan.
  await rig.pass(10 * MINUTE);
  const { dueAt } = rig.engine.source('odds').decision;
  const next = Date.parse(dueAt ?? '') - Date.parse('2026-11-20T00:30:10.000Z');
  expect(next / HOUR).toBeCloseTo(23.5 / 13, 1);
});

test('a refresh of many pages makes the next one wait for all of them', async () => {
  const rig = await makeRig({
    handler: (call, response) => json(response, call.query.get('page') === '10' ? [] : [{ id: call.query.get('page') }]),
  });
  const start = rig.clock.now();
  await rig.add({
    policy: fixed(600),
    paging: { kind: 'page' },
    quota: { windows: [{ limit: 120, per: 'day' }], reserveForManualPercent: 0, spread: 'even' },
  });
  await rig.pass(9 * HOUR);
  expect(rig.upstream.calls.length).toBe(50);
  expect(times(rig, start).reverse()).toEqual([0, 2, 4, 6, 8].map((hour) => hour * HOUR));
});

test('a plan goes on after a restart instead of giving a call away at each', async () => {
  const rig = await makeRig();
  await rig.add({ policy: fixed(600), quota: { windows: [{ limit: 12, per: 'day' }], reserveForManualPercent: 0, spread: 'even' } });
  for (let start = 0; start < 8; start += 1) {
    await rig.pass(15 * MINUTE);
    await rig.restart();
  }
  await rig.pass(MINUTE);
  expect(rig.upstream.calls.length).toBe(2);
});

test('sources that come due together do not all take the one call that the plan allows', async () => {
  const rig = await makeRig();
  const quota = { key: 'k', windows: [{ limit: 48, per: 'day' as const }], reserveForManualPercent: 0, spread: 'even' as const };
  for (const id of ['a', 'b', 'c', 'd']) await rig.add({ id, url: `${rig.upstream.url}/${id}`, policy: fixed(1800), quota });
  // Each was fetched once when it was new; the other 44 are spread over the day, one every 32 minutes, and they take turns.
  await rig.pass(31 * MINUTE);
  expect(rig.upstream.calls.length).toBe(4);
  await rig.pass(99 * MINUTE);
  const paths = rig.upstream.calls.slice(4).map((call) => call.path);
  expect(new Set(paths).size).toBe(4);
  expect(paths.length).toBe(4);
});

test('a source that is new is fetched at once, whatever the plan says', async () => {
  const rig = await makeRig();
  const quota = { key: 'k', windows: [{ limit: 4, per: 'day' as const }], reserveForManualPercent: 0, spread: 'even' as const };
  await rig.add({ id: 'a', policy: fixed(1800), quota });
  await rig.add({ id: 'b', url: `${rig.upstream.url}/b`, policy: fixed(1800), quota });
  await rig.pass(0);
  expect(rig.upstream.calls.length).toBe(2);
});

test('shorter windows and those that slide are not spread', async () => {
  const rig = await makeRig();
  await rig.add({
    policy: fixed(60),
    quota: {
      windows: [
        { limit: 5, per: 'hour' },
        { limit: 8, per: 'day', align: 'sliding' },
      ],
      reserveForManualPercent: 0,
    },
  });
  await rig.pass(10 * MINUTE);
  expect(rig.upstream.calls.length).toBe(5);
  expect(rig.engine.source('odds').decision.reason).toBe('quota-spent');
});

test('calls are spread over the hours in which somebody usually looks', async () => {
  const rig = await makeRig({ startIso: '2026-11-16T00:00:00.000Z' });
  const weights = Array.from({ length: 168 }, (_, hour) => (hour % 24 >= 9 && hour % 24 < 17 ? 1 / 56 : 0));
  rig.store.meta.set('usualHours', JSON.stringify(weights));
  await rig.restart();
  const from = rig.clock.now();
  await rig.add({ policy: fixed(600), quota: { windows: [{ limit: 16, per: 'day' }], reserveForManualPercent: 0 } });
  await rig.pass(24 * HOUR - 1);
  const hours = times(rig, from)
    .reverse()
    .map((at) => at / HOUR);
  expect(hours.slice(0, 4)).toEqual([0, 9.5, 10, 10.5]);
  expect(hours.at(-1)).toBe(16);
});
