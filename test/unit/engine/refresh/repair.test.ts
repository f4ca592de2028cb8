import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decide } from '../../../../src-main/engine/decide/decide.ts';
import { repairOf } from '../../../../src-main/engine/refresh/repair.ts';
import { blankFacts } from '../../../../src-main/engine/decide/what-if.ts';
import { policySchema, ruleOf } from '../../../../src-preload/contract/index.ts';
import { json } from '../../../support/upstream.ts';
import { makeRig } from '../../../support/engine.ts';
import { REPAIR_FROM } from '../../../../src-main/store/backups/prepare-restore.ts';

const NOW = Date.parse('2026-11-20T12:00:00Z');
const around = {
  active: false,
  lookingSince: null,
  resumedAt: null,
  appPausedUntil: null,
  safeMode: false,
  saving: false,
  startedAt: NOW,
};
const facts = (change = {}) => ({
  ...blankFacts(NOW),
  rule: ruleOf(policySchema.parse({ preset: 'manual' })),
  checkedAt: NOW - 60_000,
  repairFrom: NOW,
  ...change,
});

test('after a restore a source is refreshed whatever its rule, within half a minute, each at its own moment', () => {
  expect(decide(facts(), around, NOW)).toMatchObject({ action: 'refresh', reason: 'restored', trigger: 'repair' });
  fc.assert(
    fc.property(fc.double({ min: 0, max: 0.999, noNaN: true }), (share) => {
      const { action, dueAt } = decide(facts({ share }), around, NOW);
      expect(action === 'refresh' || (dueAt > NOW && dueAt <= NOW + 30_000)).toBe(true);
      expect(decide(facts({ share }), around, NOW + 30_000)).toMatchObject({ action: 'refresh', reason: 'restored' });
    }),
  );
});

test('a pause, safe mode, a spent quota and the word of the server hold it back', () => {
  expect(decide(facts({ pausedUntil: Infinity }), around, NOW).reason).toBe('paused');
  expect(decide(facts(), { ...around, safeMode: true }, NOW).reason).toBe('safe-mode');
  expect(decide(facts({ quota: { scheduledAt: NOW + 1, askedAt: NOW } }), around, NOW).reason).toBe('quota-spent');
  expect(decide(facts({ obstacle: { kind: 'server-said-wait', until: NOW + 1 } }), around, NOW).reason).toBe('server-said-wait');
});

test('it holds only for sources that were restored and have not been refreshed since', () => {
  const entry = (createdAt: number, checkedAt: number | null) =>
    ({ createdAt, state: { checkedAt } }) as unknown as Parameters<typeof repairOf>[0];
  expect(repairOf(entry(1, 5), 10)).toBe(10);
  expect(repairOf(entry(1, null), 10)).toBe(10);
  expect(repairOf(entry(1, 10), 10)).toBe(null);
  expect(repairOf(entry(10, null), 10)).toBe(null);
  expect(repairOf(entry(1, 5), null)).toBe(null);
});

test('a moment of repair that lies ahead, because the clock was set back, changes nothing', () => {
  expect(decide(facts({ repairFrom: NOW + 1 }), around, NOW).reason).toBe('manual-only');
});

test('all sources of a restored database are refreshed once, and a second start refreshes none again', async () => {
  const rig = await makeRig({ handler: (_call, response) => json(response, [{ id: 1 }]) });
  await rig.add({ id: 'by-hand', policy: { preset: 'manual' } });
  await rig.add({ id: 'slow', policy: { preset: 'fixed', everySeconds: 86_400 } });
  await rig.idle();
  const before = rig.upstream.calls.length;
  await rig.pass(60_000);
  rig.store.meta.set(REPAIR_FROM, String(rig.clock.now()));
  await rig.restart();
  await rig.pass(31_000);
  expect(rig.upstream.calls.length).toBe(before + 2);
  expect(rig.engine.refreshes({ limit: 2 }).items.map(({ trigger }) => trigger)).toEqual(['repair', 'repair']);
  await rig.restart();
  await rig.pass(600_000);
  expect(rig.upstream.calls.length).toBe(before + 2);
});
