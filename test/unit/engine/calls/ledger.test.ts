import { expect, test } from 'vitest';
import { makeRig } from '../../../support/engine.ts';
import { json } from '../../../support/upstream.ts';

const HOUR = 3_600_000;

test('sources of one key spend from the same window, also after a restart', async () => {
  const rig = await makeRig();
  const quota = { key: 'strava', windows: [{ limit: 6, per: 'day' as const }], reserveForManualPercent: 0, spread: 'none' as const };
  for (const id of ['a', 'b'])
    await rig.add({ id, url: `${rig.upstream.url}/${id}`, policy: { preset: 'fixed', everySeconds: 600 }, quota });
  await rig.pass(20 * 60_000 - 1);
  expect(rig.upstream.calls.length).toBe(4);
  await rig.pass(2 * HOUR);
  expect(rig.upstream.calls.length).toBe(6);
  await rig.restart();
  await rig.pass(5 * HOUR);
  expect(rig.upstream.calls.length).toBe(6);
  expect(rig.engine.quotas().map(({ sourceId, used, remaining }) => [sourceId, used, remaining])).toEqual([
    ['a', 6, 0],
    ['b', 6, 0],
  ]);
  expect((await rig.engine.refresh('b', 'force', true)).decision.reason).toBe('quota-spent');
});

test('a source that takes up a key brings its calls along, and one that leaves it is free of those of the others', async () => {
  const rig = await makeRig();
  const windows = [{ limit: 10, per: 'day' as const }];
  await rig.add({ id: 'a', policy: { preset: 'manual' }, quota: { key: 'k', windows } });
  const b = await rig.add({ id: 'b', url: `${rig.upstream.url}/b`, policy: { preset: 'manual' }, quota: { windows } });
  for (const id of ['a', 'b']) await rig.engine.refresh(id, 'normal', true);
  const used = () => rig.engine.quotas().map((quota) => quota.used);
  expect(used()).toEqual([1, 1]);
  const joined = await rig.engine.update({ ...b.config, quota: { ...b.config.quota, key: 'k' } });
  expect(used()).toEqual([2, 2]);
  await rig.engine.update({ ...joined.config, quota: b.config.quota });
  expect(used()).toEqual([1, 1]);
});

test('credits: a call costs what its header says, and the next one is expected to', async () => {
  let cost = 6;
  const rig = await makeRig({ handler: (_call, response) => json(response, [{ id: 1, n: cost }], { 'x-requests-last': String(cost) }) });
  await rig.add({
    policy: { preset: 'manual' },
    quota: { windows: [{ limit: 20, per: 'month' }], reserveForManualPercent: 0, cost: { header: 'x-requests-last', expected: 1 } },
  });
  const press = async () => {
    await rig.pass(1_000);
    return (await rig.engine.refresh('odds', 'normal', true)).answer;
  };
  expect(await press()).toBe('started');
  expect(rig.engine.quotas()[0]).toMatchObject({ used: 6, remaining: 14 });
  expect(await press()).toBe('started');
  await rig.restart();
  expect(await press()).toBe('started');
  expect(rig.engine.quotas()[0]).toMatchObject({ used: 18, remaining: 2 });
  expect(await press()).toBe('refused');
  cost = 0;
  expect(rig.upstream.calls.length).toBe(3);
});

test('an answer that cost nothing gives back what it was taken to cost', async () => {
  const rig = await makeRig({ handler: (_call, response) => json(response, [], { 'x-requests-last': '0' }) });
  await rig.add({
    policy: { preset: 'manual' },
    quota: { windows: [{ limit: 20, per: 'month' }], cost: { header: 'x-requests-last', expected: 10 } },
  });
  await rig.engine.refresh('odds', 'normal', true);
  expect(rig.engine.quotas()[0]?.used).toBe(0);
});
