import { expect, test } from 'vitest';
import { whatIfSchema } from '../../../../src-preload/contract/index.ts';
import { makeRig } from '../../../support/engine.ts';

const ask = (value: unknown) => whatIfSchema.parse(value);

test('another time and state are judged by the same rule, and nothing is done', async () => {
  const rig = await makeRig({ startIso: '2026-11-20T12:00:00.000Z' });
  await rig.add();
  const before = rig.engine.why('odds', 10, undefined).items.length;
  const judged = (state: object, more: object = {}) =>
    rig.engine.whatIf(ask({ sourceId: 'odds', at: '2026-11-20T15:00:00.000Z', state, ...more }));
  expect(judged({ checkedAt: '2026-11-20T14:10:00.000Z', active: true }).reason).toBe('stale-on-open');
  expect(judged({ checkedAt: '2026-11-20T14:50:00.000Z', active: true })).toMatchObject({
    reason: 'fresh',
    dueAt: '2026-11-20T15:05:00.000Z',
  });
  expect(judged({ checkedAt: '2026-11-20T10:00:00.000Z', active: false }).reason).toBe('nobody-looking');
  expect(judged({ quotaSpentUntil: '2026-11-21T00:00:00.000Z' }, { asked: 'force' })).toMatchObject({
    action: 'refuse',
    reason: 'quota-spent',
  });
  expect(rig.upstream.calls).toEqual([]);
  expect(rig.engine.why('odds', 10, undefined).items.length).toBe(before);
});

test('a policy can be judged without a source', async () => {
  const rig = await makeRig();
  expect(rig.engine.whatIf(ask({ policy: { preset: 'fixed' }, state: { active: false } })).reason).toBe('never-fetched');
  expect(() => rig.engine.whatIf(ask({}))).toThrow('Neither a source nor a policy');
});

test('a moment ago the host was in no more trouble than it is now', async () => {
  const rig = await makeRig({ startIso: '2026-11-20T12:00:00.000Z' });
  await rig.add();
  const state = { checkedAt: '2026-11-20T10:00:00.000Z', active: true };
  expect(rig.engine.whatIf(ask({ sourceId: 'odds', at: '2026-11-20T11:59:59.990Z', state })).reason).toBe('stale-on-open');
});
