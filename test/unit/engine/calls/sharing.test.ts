import { expect, test } from 'vitest';
import { makeRig, type Rig } from '../../../support/engine.ts';
import { json } from '../../../support/upstream.ts';

const MINUTE = 60_000;
const every = (seconds: number) => ({ policy: { preset: 'fixed' as const, everySeconds: seconds } });
const last = (rig: Rig, sourceId: string) => rig.engine.refreshes({ sourceId, limit: 1 }).items[0];
const prices = new Map<string, number>();

/** An upstream of quotes by id, with a tag for what it answers, and no source yet. */
async function makeQuotes() {
  const tags: (string | undefined)[] = [];
  prices.clear();
  const rig = await makeRig({
    handler: ({ query, headers }, response) => {
      const rows = (query.get('ids') ?? '').split(',').map((id) => ({ id, symbol: `${id}-usd`, price: prices.get(id) ?? 1 }));
      const tag = `"${rows.map((row) => row.price).join('-')}"`;
      tags.push(headers['if-none-match']);
      if (headers['if-none-match'] === tag) response.writeHead(304, { etag: tag }).end();
      else json(response, rows, { etag: tag });
    },
  });
  const add = (id: string, ids: string, settings: Parameters<Rig['add']>[0] = {}) =>
    rig.add({ id, name: id, url: `${rig.upstream.url}/quotes`, query: { ids }, batch: {}, ...every(600), ...settings });
  const asked = () => rig.upstream.calls.splice(0).map((call) => call.query.get('ids'));
  return { rig, add, asked, tags };
}

test('sources that differ in their ids alone are asked for with one call, and each takes its own records', async () => {
  const { rig, add, asked } = await makeQuotes();
  await add('metals', 'gold,silver');
  await add('coins', 'btc,gold');
  await add('single', 'oil');
  await rig.idle();
  asked();
  prices.set('gold', 2);
  await rig.pass(10 * MINUTE);
  expect(asked()).toEqual(['btc,gold,oil,silver']);
  expect(['metals', 'coins', 'single'].map((id) => last(rig, id)?.calls)).toEqual([1, 0, 0]);
  expect(['metals', 'coins', 'single'].map((id) => last(rig, id)?.outcome)).toEqual(['changed', 'changed', 'unchanged']);
  expect(['metals', 'coins', 'single'].map((id) => rig.engine.source(id).records)).toEqual([2, 2, 1]);
  expect(last(rig, 'single')).toMatchObject({ trigger: 'shared', note: 'Shared the call of metals.' });
});

test('the union is asked for under a condition only while all have stored that answer', async () => {
  const { rig, add, asked, tags } = await makeQuotes();
  await add('a', 'x,y');
  await add('b', 'z');
  await rig.idle();
  await rig.pass(10 * MINUTE);
  tags.length = 0;
  asked();
  await rig.pass(10 * MINUTE);
  expect([asked(), tags.splice(0)]).toEqual([['x,y,z'], ['"1-1-1"']]);
  expect(['a', 'b'].map((id) => last(rig, id)?.outcome)).toEqual(['not-modified', 'not-modified']);
  const { config } = rig.engine.source('b');
  await rig.engine.update({ ...config, query: { ids: 'w' } });
  await rig.idle();
  tags.length = 0;
  asked();
  await rig.pass(10 * MINUTE);
  expect([asked(), tags]).toEqual([['w,x,y'], [undefined]]);
});

test('more ids than one call may ask for take several calls, of which each source waits for its own', async () => {
  const { rig, add, asked } = await makeQuotes();
  await add('a', 'a,b,c', { batch: { most: 2 } });
  await add('d', 'd', { batch: { most: 2 } });
  await rig.idle();
  expect(asked().length).toBeGreaterThan(0);
  await rig.pass(10 * MINUTE);
  expect(asked()).toEqual(['a,b', 'c,d']);
  expect(['a', 'd'].map((id) => [last(rig, id)?.calls, rig.engine.source(id).records])).toEqual([
    [2, 3],
    [0, 1],
  ]);
});

test('a source alone asks for its own ids as they are written', async () => {
  const { rig, add, asked } = await makeQuotes();
  await add('a', 'z,b');
  await rig.idle();
  expect(asked()).toEqual(['z,b']);
});

test('the key says which field holds what was asked for', async () => {
  const { rig, add } = await makeQuotes();
  const batch = { key: "$substringBefore(symbol, '-')" };
  await add('a', 'x,y', { batch, idField: 'symbol' });
  await add('b', 'z', { batch, idField: 'symbol' });
  await rig.idle();
  await rig.pass(10 * MINUTE);
  expect(last(rig, 'b')?.calls).toBe(0);
  expect(rig.engine.source('a').records).toBe(2);
  await add('wrong', 'x', { idField: 'symbol' });
  await rig.idle();
  expect(rig.engine.source('wrong').failure).toMatchObject({ code: 'no-ids', advice: expect.stringContaining('batch.key') });
});

/** An upstream that lists the newest first, and sources that want so many of them. */
async function makeNewest() {
  const rig = await makeRig({
    handler: ({ query }, response) =>
      json(
        response,
        Array.from({ length: Number(query.get('limit')) }, (_, id) => ({ id })),
      ),
  });
  const add = (id: string, limit: string, seconds: number) =>
    rig.add({ id, name: id, url: `${rig.upstream.url}/news`, query: { limit }, widest: {}, ...every(seconds) });
  const asked = () => rig.upstream.calls.splice(0).map((call) => call.query.get('limit'));
  return { rig, add, asked };
}

test('the widest of the sources that are due serves the narrower ones, each of which takes its first records', async () => {
  const { rig, add, asked } = await makeNewest();
  await add('five', '5', 600);
  await add('twenty', '20', 600);
  await add('fifty', '50', 3600);
  await rig.idle();
  asked();
  await rig.pass(10 * MINUTE);
  expect(asked()).toEqual(['20']);
  expect(['five', 'twenty', 'fifty'].map((id) => rig.engine.source(id).records)).toEqual([5, 20, 50]);
  expect(last(rig, 'twenty')).toMatchObject({ trigger: 'shared', calls: 0 });
  await rig.pass(20 * MINUTE);
  expect(asked()).toEqual(['20', '50']);
  expect(rig.engine.source('five').records).toBe(5);
});

test('settings that cannot be shared are refused with the reason', async () => {
  const rig = await makeRig();
  const refused = async (settings: Parameters<Rig['add']>[0], path: string) =>
    expect(rig.add(settings)).rejects.toMatchObject({ problems: [{ path }] });
  await refused({ batch: {} }, 'batch.param');
  await refused({ widest: {}, query: { limit: 'all' } }, 'widest.param');
  await refused({ batch: {}, widest: {}, query: { ids: 'a', limit: '5' } }, 'widest');
  await refused({ batch: {}, query: { ids: 'a' }, paging: { kind: 'link' } }, 'batch');
  await refused({ widest: {}, query: { limit: '5' }, incremental: { param: 'since', field: 'at' } }, 'widest');
  await refused({ batch: { key: '(' }, query: { ids: 'a' } }, 'batch.key');
});
