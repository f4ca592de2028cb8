import { expect, test } from 'vitest';
import { type Demo, FRIDAY, startDemo } from '../../../support/demo.ts';
import type { Wire } from '../../../support/wire.ts';

const KEY = { 'x-n8n-api-key': 'demo-key' };
const executions = (demo: Demo, query = '', instance = 'north') => demo.call('n8n', `/${instance}/api/v1/executions${query}`, KEY);

async function all(demo: Demo, query = ''): Promise<Wire[]> {
  const items: Wire[] = [];
  let cursor = '';
  do {
    const { body } = await executions(demo, `?limit=250${query}${cursor}`);
    items.push(...body.data);
    cursor = body.nextCursor === null ? '' : `&cursor=${encodeURIComponent(body.nextCursor)}`;
  } while (cursor !== '');
  return items;
}

test('without a key and with a wrong one it says so in its own words', async () => {
  const demo = await startDemo();
  const without = await demo.call('n8n', '/north/api/v1/executions');
  expect([without.status, without.body]).toEqual([401, { message: "'X-N8N-API-KEY' header required" }]);
  const wrong = await demo.call('n8n', '/north/api/v1/executions', { 'X-N8N-API-KEY': 'no' });
  expect([wrong.status, wrong.body]).toEqual([401, { message: 'unauthorized' }]);
  expect((await demo.call('n8n', '/nowhere/api/v1/executions', KEY)).status).toBe(404);
});

test('an instance of its own address and those of several clients are there', async () => {
  const demo = await startDemo();
  const [own, north, harbour] = await Promise.all(
    ['', '/north', '/harbour'].map((instance) => demo.call('n8n', `${instance}/api/v1/executions`, KEY)),
  );
  expect(own?.body).toEqual(north?.body);
  expect(north?.body).not.toEqual(harbour?.body);
});

test('an execution has the documented fields', async () => {
  const demo = await startDemo();
  const { body } = await executions(demo, '?limit=1&status=success');
  expect(Object.keys(body.data[0]).sort()).toEqual(
    ['finished', 'id', 'mode', 'retryOf', 'retrySuccessId', 'startedAt', 'status', 'stoppedAt', 'waitTill', 'workflowId'].sort(),
  );
  const one = await demo.call('n8n', `/north/api/v1/executions/${body.data[0].id}?includeData=true`, KEY);
  expect(one.body).toMatchObject({ ...body.data[0], data: { resultData: { lastNodeExecuted: expect.any(String) } } });
  expect((await demo.call('n8n', '/north/api/v1/executions/1', KEY)).status).toBe(404);
});

test('pages of at most 250 follow one another by cursor, newest first, and nothing that comes in meanwhile moves them', async () => {
  const demo = await startDemo();
  const whole = await all(demo);
  expect(whole.length).toBeGreaterThan(500);
  expect(new Set(whole.map(({ id }) => id)).size).toBe(whole.length);
  expect(whole.map(({ id }) => Number(id))).toEqual(whole.map(({ id }) => Number(id)).sort((a, b) => b - a));
  const first = await executions(demo, '?limit=100');
  demo.now += 60_000;
  const second = await executions(demo, `?limit=100&cursor=${encodeURIComponent(first.body.nextCursor)}`);
  expect(second.body.data.map(({ id }: Wire) => id)).toEqual(whole.slice(100, 200).map(({ id }) => id));
  expect((await executions(demo, '?limit=251')).status).toBe(400);
  expect((await executions(demo, '?cursor=nonsense')).status).toBe(400);
  expect((await executions(demo, '?status=happy')).status).toBe(400);
});

test('filters by status and workflow; workflows are listed with their names', async () => {
  const demo = await startDemo();
  const { body } = await demo.call('n8n', '/north/api/v1/workflows?active=true', KEY);
  const workflow = body.data.find(({ name }: Wire) => name === 'Invoice mail');
  const failed = await all(demo, `&status=error&workflowId=${workflow.id}`);
  expect(failed.length).toBeGreaterThan(0);
  for (const each of failed) expect(each).toMatchObject({ status: 'error', finished: false, workflowId: workflow.id });
  const everything = await demo.call('n8n', '/north/api/v1/workflows', KEY);
  expect(everything.body.data.some(({ active }: Wire) => !active)).toBe(true);
});

test('an execution runs before it ends, failed ones may be retried, and a retry names what it retries', async () => {
  const demo = await startDemo();
  const seen = new Map<string, Set<string>>();
  for (let second = 0; second < 300; second += 5) {
    demo.now = FRIDAY + second * 1_000;
    for (const { id, status } of (await executions(demo, '?limit=30')).body.data) seen.set(id, (seen.get(id) ?? new Set()).add(status));
  }
  expect([...seen.values()].some((states) => states.has('running') && states.has('success'))).toBe(true);
  const whole = await all(demo);
  const retries = whole.filter(({ mode }) => mode === 'retry');
  expect(retries.length).toBeGreaterThan(3);
  const known = new Map(whole.map((each) => [each.id, each]));
  for (const retry of retries) {
    const first = known.get(retry.retryOf);
    if (first === undefined) continue;
    expect(first.status).toBe('error');
    expect(first.retrySuccessId).toBe(retry.status === 'success' ? retry.id : null);
  }
});

test('more runs in the afternoon than at night, and less on a Sunday', async () => {
  const demo = await startDemo();
  const countAt = async (iso: string) => {
    demo.now = Date.parse(iso);
    return (await all(demo)).length;
  };
  const friday = await countAt('2026-11-20T17:00:00Z');
  expect(friday).toBeGreaterThan(2 * (await countAt('2026-11-20T06:00:00Z')));
  expect(friday).toBeGreaterThan(1.5 * (await countAt('2026-11-22T17:00:00Z')));
});

test('answers carry a weak tag, and whoever has it gets 304', async () => {
  const demo = await startDemo();
  const first = await executions(demo);
  const tag = first.headers.get('etag') ?? '';
  expect(tag).toMatch(/^W\/"/);
  const again = await demo.call('n8n', '/north/api/v1/executions', { ...KEY, 'if-none-match': tag });
  expect([again.status, again.body]).toEqual([304, '']);
  demo.now += 60_000;
  expect((await demo.call('n8n', '/north/api/v1/executions', { ...KEY, 'if-none-match': tag })).status).toBe(200);
});
