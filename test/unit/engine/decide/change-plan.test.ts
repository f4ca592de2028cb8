import { expect, test } from 'vitest';
import { sourceDraftSchema, type SourceDraftInput } from '../../../../src-preload/contract/index.ts';
import { makeRig, type Rig } from '../../../support/engine.ts';

const COST = { expression: "$count($split(query.regions, ',')) * 2" };

async function rigWith(
  settings: Partial<SourceDraftInput>,
): Promise<{ rig: Rig; plan: (change: Partial<SourceDraftInput>) => ReturnType<Rig['engine']['plan']> }> {
  const rig = await makeRig({ startIso: '2026-11-10T00:00:00.000Z' });
  const { config } = await rig.add({ policy: { preset: 'fixed', everySeconds: 3 * 3_600 }, ...settings });
  await rig.pass(0);
  return { rig, plan: (change) => rig.engine.plan(sourceDraftSchema.parse({ ...config, ...change })) };
}

test('more regions: what a call costs, what that makes in a day, and when the month would be spent', async () => {
  const { plan } = await rigWith({
    query: { regions: 'eu' },
    quota: { windows: [{ limit: 500, per: 'month' }], reserveForManualPercent: 0, cost: COST, spread: 'none' },
  });
  const { before, after, added, changes, sentence } = await plan({ query: { regions: 'eu,us,uk' } });
  expect(before).toMatchObject({ costPerCall: 2, callsPerDay: 8, costPerDay: 16, unit: 'credit' });
  expect(after).toMatchObject({ costPerCall: 6, callsPerDay: 8, costPerDay: 48 });
  expect({ added, changes }).toEqual({ added: [{ name: 'regions', count: 2 }], changes: true });
  // 498 of the 500 are left for 48 a day from the 10th on.
  expect(after.windows).toMatchObject([{ per: 'month', fate: 'spent', spentOn: '2026-11-20T09:00:00.000Z' }]);
  expect(sentence).toBe("+2 regions: 2 → 6 credits a call, about 16 → 48 credits a day; the month's 500 would be spent on 2026-11-20");
});

test('with a plan that spreads calls, what they are held back to', async () => {
  const { plan } = await rigWith({ quota: { windows: [{ limit: 60, per: 'month' }], reserveForManualPercent: 0 } });
  const { after, sentence } = await plan({ policy: { preset: 'fixed', everySeconds: 3_600 } });
  expect(after.windows).toMatchObject([{ fate: 'spread', perDay: 2 }]);
  expect(sentence).toBe("about 8 → 24 calls a day; held back to about 2 calls a day so that the month's 60 last");
});

test('a change that costs nothing says so', async () => {
  const { plan } = await rigWith({ quota: { windows: [{ limit: 500, per: 'month' }] } });
  expect((await plan({ name: 'Another name', idField: 'key' })).changes).toBe(false);
});

test('a window in which no call fits is found before it is saved', async () => {
  const { plan } = await rigWith({ quota: { windows: [{ limit: 10, per: 'hour' }] } });
  const { after, sentence } = await plan({ quota: { windows: [{ limit: 10, per: 'hour' }], cost: 10 } });
  expect(after.windows).toMatchObject([{ per: 'hour', fate: 'never' }]);
  expect(sentence).toContain("the hour's 10 cannot pay for a single scheduled call");
});

test('a budget in money', async () => {
  const { plan } = await rigWith({});
  const { sentence } = await plan({
    quota: {
      price: { perUnit: 0.01, currency: 'EUR' },
      budget: { perMonth: 1, unit: 'money' },
      spread: 'none',
      reserveForManualPercent: 0,
    },
  });
  expect(sentence).toBe('about 8 calls a day, about €2.44 a month; the budget of €1.00 would be spent on 2026-11-22');
});

test('what other sources of the same key spend counts', async () => {
  const key = { key: 'k', windows: [{ limit: 300, per: 'month' as const }], reserveForManualPercent: 0, spread: 'none' as const };
  const { rig, plan } = await rigWith({ quota: key });
  const alone = await plan({ timeoutSeconds: 20 });
  expect(alone.after.windows).toMatchObject([{ fate: 'lasts' }]);
  await rig.add({ id: 'other', url: `${rig.upstream.url}/other`, policy: { preset: 'fixed', everySeconds: 3_600 }, quota: key });
  await rig.pass(0);
  const shared = await plan({ timeoutSeconds: 20 });
  expect(shared.after.windows).toMatchObject([{ fate: 'spent' }]);
  expect(shared.after.costPerDay).toBe(8);
});

test('a source that is new is planned by itself, nothing is called, and a settled key is not disturbed', async () => {
  const { rig } = await rigWith({ policy: { preset: 'manual' }, quota: { key: 'k', windows: [{ limit: 100, per: 'day' }] } });
  await rig.engine.refresh('odds', 'normal', true);
  const draft = { name: 'New', url: 'https://api.example.com/new', quota: { key: 'k', windows: [{ limit: 100, per: 'day' as const }] } };
  const { before, after, changes, sentence, hoursLearned } = await rig.engine.plan(sourceDraftSchema.parse(draft));
  expect(before).toBeNull();
  expect(after).toMatchObject({ callsPerDay: 33, windows: [{ fate: 'lasts' }] });
  expect({ changes, hoursLearned, sentence }).toEqual({ changes: true, hoursLearned: false, sentence: 'about 33 calls a day' });
  expect(rig.upstream.calls.length).toBe(1);
  expect(rig.engine.quotas().map(({ used }) => used)).toEqual([1]);
});

test('a draft whose cost cannot be worked out is refused with the field', async () => {
  const { plan } = await rigWith({});
  await expect(plan({ quota: { cost: { expression: '"dear"' } } })).rejects.toMatchObject({
    problems: [{ path: 'quota.cost.expression' }],
  });
});
