import { expect, test } from 'vitest';
import { computedCost } from '../../../../src-main/engine/quota/cost.ts';
import { buildRequest } from '../../../../src-main/connectors/json-api.ts';
import { sourceConfigSchema } from '../../../../src-preload/contract/index.ts';
import { makeRig } from '../../../support/engine.ts';
import { json } from '../../../support/upstream.ts';

const MINUTE = 60_000;
const PRODUCT = "$count($split(query.regions, ',')) * $count($split(query.markets, ','))";

const configOf = (expression: string, more: object = {}) =>
  sourceConfigSchema.parse({ id: 'odds', name: 'Odds', url: 'https://api.example.com/odds', quota: { cost: { expression } }, ...more });

test.each<[string, string, object, number]>([
  ['regions times markets', PRODUCT, { query: { regions: 'eu,us', markets: 'h2h,spreads,totals' } }, 6],
  ['a query that is written in the URL', PRODUCT, { url: 'https://api.example.com/odds?regions=eu&markets=h2h' }, 1],
  ['a parameter that is given several times', PRODUCT, { url: 'https://a.example/odds?regions=eu&regions=us&markets=h2h' }, 2],
  ['ten times as dear for the past', "$contains(url, '/historical/') ? 10 : 1", { url: 'https://a.example/historical/odds' }, 10],
  ['the method', "method = 'POST' ? 2 : 1", { method: 'POST' }, 2],
  ['a free listing', '0', {}, 0],
])('the cost of a call by an expression: %s', async (_name, expression, more, cost) => {
  const config = configOf(expression, more);
  expect(await computedCost(config, buildRequest(config, null, { index: 0, next: null, offset: 0 }))).toBe(cost);
});

test('the page counts from 0, and the key is not shown to the expression', async () => {
  const auth = { kind: 'query', name: 'apiKey', secret: { env: 'KEY' } };
  const paged = configOf('page + 1', { paging: { kind: 'page' } });
  expect(await computedCost(paged, buildRequest(paged, null, { index: 2, next: 'more', offset: 0 }))).toBe(3);
  const keyed = configOf('$exists(query.apiKey) or $contains(url, "s3cret") ? 1 : 0', { auth });
  expect(await computedCost(keyed, buildRequest(keyed, 's3cret', { index: 0, next: null, offset: 0 }))).toBe(0);
});

test.each([
  ['$count(', 'not a valid path or JSONata expression'],
  ["'a lot'", 'gives "a lot" for this request'],
  ['query.weight', 'gives nothing'],
  ['-1', 'must be a number from 0'],
  ['2000000', 'must be a number from 0 to 1,000,000'],
  ['$error("no")', 'failed'],
])('a source whose expression gives no cost is not accepted: %s', async (expression, message) => {
  const rig = await makeRig();
  const adding = rig.add({ policy: { preset: 'manual' }, quota: { windows: [{ limit: 5, per: 'day' }], cost: { expression } } });
  await expect(adding).rejects.toMatchObject({
    code: 'UNPROCESSABLE',
    problems: [{ path: 'quota.cost.expression', message: expect.stringContaining(message) as string }],
  });
  expect(rig.engine.sources()).toEqual([]);
});

test('a call is counted with its cost before it leaves, each page with its own, and the cost survives a restart', async () => {
  const rig = await makeRig({
    handler: (call, response) => json(response, call.query.get('page') === '3' ? [] : [{ id: call.query.get('page') }]),
  });
  await rig.add({
    policy: { preset: 'manual' },
    paging: { kind: 'page' },
    query: { regions: 'eu,us' },
    quota: {
      windows: [{ limit: 20, per: 'day' }],
      reserveForManualPercent: 0,
      cost: { expression: "$count($split(query.regions, ',')) + page" },
    },
  });
  expect(rig.engine.source('odds').asking).toEqual({ cost: 2, left: 20, allowed: true, allowedAt: null });
  await rig.engine.refresh('odds', 'normal', true);
  expect(rig.engine.quotas()[0]).toMatchObject({ used: 2 + 3 + 4, remaining: 11, unit: 'credit' });
  await rig.restart();
  expect(rig.engine.quotas()[0]?.used).toBe(9);
  expect(rig.engine.source('odds').asking).toMatchObject({ cost: 6, left: 11 });
  await rig.pass(MINUTE);
  await rig.engine.refresh('odds', 'normal', true);
  // The third page would have cost 4 of the 2 that were left.
  await rig.pass(MINUTE);
  const { refresh } = await rig.engine.refresh('odds', 'normal', true);
  expect(refresh?.failure?.code).toBe('quota-spent');
  expect(rig.engine.quotas()[0]?.used).toBe(20);
});

test('a cost that cannot be worked out for a later page ends the refresh without that call', async () => {
  const rig = await makeRig({ handler: (call, response) => json(response, [{ id: call.query.get('page') }]) });
  await rig.add({
    policy: { preset: 'manual' },
    paging: { kind: 'page' },
    quota: { windows: [{ limit: 20, per: 'day' }], cost: { expression: 'page = 0 ? 1 : "dear"' } },
  });
  const { refresh } = await rig.engine.refresh('odds', 'normal', true);
  expect(refresh).toMatchObject({ outcome: 'failed', calls: 1, failure: { code: 'expression' } });
  expect(refresh?.failure?.message).toContain('gives "dear"');
  expect(rig.upstream.calls.length).toBe(1);
});

test('settings that make a call dearer are counted with from then on', async () => {
  const rig = await makeRig();
  const added = await rig.add({
    policy: { preset: 'manual' },
    query: { regions: 'eu' },
    quota: { windows: [{ limit: 5, per: 'day' }], cost: { expression: "$count($split(query.regions, ','))" } },
  });
  expect(added.asking.cost).toBe(1);
  const changed = await rig.engine.update({ ...added.config, query: { regions: 'eu,us,uk,au,fr,de' } });
  expect(changed.asking).toEqual({ cost: 6, left: 5, allowed: false, allowedAt: null });
  expect((await rig.engine.refresh('odds', 'normal', true)).decision.reason).toBe('quota-spent');
  expect(rig.upstream.calls).toEqual([]);
});
