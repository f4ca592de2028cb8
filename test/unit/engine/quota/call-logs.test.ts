import { expect, test } from 'vitest';
import { makeRig } from '../../../support/engine.ts';
import { json } from '../../../support/upstream.ts';

const HOUR = 3_600_000;

/** An upstream that tells how many of 10 calls an hour are left. */
function countingUpstream() {
  let left = 10;
  return {
    handler: (_call: unknown, response: Parameters<typeof json>[0]) => {
      left = Math.max(0, left - 1);
      json(response, [{ id: 1, left }], {
        'x-ratelimit-limit': '10',
        'x-ratelimit-remaining': String(left),
        'x-ratelimit-reset': '3000',
      });
    },
    spendElsewhere: (calls: number) => (left -= calls),
  };
}

test('what an answer told of its limits survives a restart', async () => {
  const upstream = countingUpstream();
  upstream.spendElsewhere(8);
  const rig = await makeRig({ handler: upstream.handler });
  await rig.add({ policy: { preset: 'manual' } });
  await rig.engine.refresh('odds', 'normal', true);
  expect(rig.engine.source('odds').asking.left).toBe(1);
  await rig.restart();
  expect(rig.engine.source('odds').asking.left).toBe(1);
  await rig.pass(1_000);
  expect((await rig.engine.refresh('odds', 'normal', true)).answer).toBe('started');
  await rig.restart();
  await rig.pass(1_000);
  const refused = await rig.engine.refresh('odds', 'force', true);
  expect(refused).toMatchObject({ answer: 'refused', decision: { reason: 'quota-spent' } });
  expect(rig.upstream.calls.length).toBe(2);
  await rig.pass(HOUR);
  expect(rig.engine.source('odds').asking.left).toBeNull();
});

test('of several sources of a key, the one that was answered last knows what is left', async () => {
  const upstream = countingUpstream();
  const rig = await makeRig({ handler: upstream.handler });
  for (const id of ['a', 'b']) await rig.add({ id, url: `${rig.upstream.url}/${id}`, policy: { preset: 'manual' }, quota: { key: 'k' } });
  await rig.engine.refresh('b', 'normal', true);
  await rig.engine.refresh('a', 'normal', true);
  await rig.restart();
  expect(rig.engine.source('b').asking.left).toBe(8);
});

test('an answer that comes after the settings of a sharing source changed still corrects what its call cost', async () => {
  let release: () => void = () => undefined;
  const waiting = new Promise<void>((resolve) => (release = resolve));
  const rig = await makeRig({
    handler: async (call, response) => {
      if (call.path === '/a') await waiting;
      json(response, [{ id: 1 }], { 'x-requests-last': '6' });
    },
  });
  const quota = { key: 'k', windows: [{ limit: 20, per: 'month' as const }], cost: { header: 'x-requests-last', expected: 1 } };
  await rig.add({ id: 'a', url: `${rig.upstream.url}/a`, policy: { preset: 'manual' }, quota });
  const b = await rig.add({ id: 'b', url: `${rig.upstream.url}/b`, policy: { preset: 'manual' }, quota });
  const refreshing = rig.engine.refresh('a', 'normal', true);
  await rig.clock.settle(() => rig.upstream.calls.length === 1);
  await rig.engine.update({ ...b.config, name: 'Renamed' });
  release();
  await refreshing;
  expect(rig.engine.quotas().map(({ used }) => used)).toEqual([6, 6]);
});

test('a budget is a month of its own beside the windows, in money by the price of a call', async () => {
  const rig = await makeRig();
  await rig.add({
    policy: { preset: 'manual' },
    quota: {
      windows: [{ limit: 100, per: 'month' }],
      reserveForManualPercent: 0,
      cost: 2,
      price: { perUnit: 0.1, currency: 'EUR' },
      budget: { perMonth: 0.6, unit: 'money', timeZone: 'America/New_York' },
    },
  });
  for (let press = 0; press < 4; press += 1) {
    await rig.pass(1_000);
    await rig.engine.refresh('odds', 'normal', true);
  }
  expect(rig.upstream.calls.length).toBe(3);
  expect(rig.engine.quotas()).toMatchObject([
    { per: 'month', limit: 100, used: 6, budget: false, timeZone: 'UTC' },
    { per: 'month', limit: 6, used: 6, budget: true, timeZone: 'America/New_York', resetsAt: '2026-12-01T05:00:00.000Z' },
  ]);
});
