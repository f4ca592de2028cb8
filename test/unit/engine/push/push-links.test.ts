import { join } from 'node:path';
import fc from 'fast-check';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { RecordReader } from '../../../../src-main/store/reader.ts';
import type { PushSettingsInput, SourceDraftInput, SourceStatus } from '../../../../src-preload/contract/index.ts';
import { makeRig, type Rig } from '../../../support/engine.ts';
import { until } from '../../../support/push-client.ts';
import { PushServer } from '../../../support/push-server.ts';
import { json } from '../../../support/upstream.ts';

type Item = Record<string, unknown> & { id: string };

let push: PushServer;
let rig: Rig;
/** What the server knows, as its listing gives it. */
let items: Map<string, Item>;

beforeEach(async () => {
  items = new Map([
    ['a', { id: 'a', price: 1, place: 'x' }],
    ['b', { id: 'b', price: 2, place: 'y' }],
  ]);
  push = await PushServer.start();
  rig = await makeRig({
    handler: (call, response) => {
      const id = /^\/items\/(.+)$/.exec(call.path)?.[1];
      if (id === undefined) json(response, [...items.values()]);
      else if (items.has(id)) json(response, { item: items.get(id) });
      else json(response, {}, {}, 404);
    },
  });
  onTestFinished(() => push.close());
});

const source = () => rig.engine.source('odds');
const calls = () => rig.upstream.calls.map(({ path }) => path);

function records(): Record<string, unknown>[] {
  const reader = new RecordReader(join(rig.folder, 'freshet.db'));
  const { row } = rig.engine.recordsOf('odds');
  const { items: found } = reader.list({ sourceRow: row, limit: 1000, cursor: undefined, q: undefined });
  reader.close();
  return found.map(({ fields }) => fields).sort((a, b) => String(a['id']).localeCompare(String(b['id'])));
}

const sorted = () => [...items.values()].sort((a, b) => a.id.localeCompare(b.id));

/** Adds a source that is pushed to, and waits for the connection and the listing that it begins with. */
async function follow(settings: Partial<PushSettingsInput> = {}, more: Partial<SourceDraftInput> = {}): Promise<SourceStatus> {
  const pushed = {
    kind: 'websocket',
    url: `ws://${push.host}/ws`,
    record: 'row',
    action: 'op',
    id: 'id',
    ...settings,
  } as PushSettingsInput;
  await rig.add({ policy: { preset: 'realtime' }, push: pushed, ...more });
  await until(() => push.connections === 1 && source().push?.connected === true);
  await rig.pass(1_000);
  await until(() => source().state === 'live');
  return source();
}

/** The server changes a record and says so. */
function change(op: 'create' | 'update' | 'delete', row: Item, sequence?: number): void {
  if (op === 'delete') items.delete(row.id);
  else items.set(row.id, row);
  push.publish({ op, id: row.id, ...(op === 'delete' ? {} : { row }), ...(sequence === undefined ? {} : { n: sequence }) });
}

/** Waits until the messages so far are stored. */
const stored = async (check: () => boolean) => {
  await until(() => {
    void rig.clock.advance(50);
    return check();
  });
};

test('it begins with one listing, whether anybody looks or not, and then no timer calls', async () => {
  const status = await follow();
  expect(status).toMatchObject({ state: 'live', records: 2, decision: { reason: 'pushed' }, push: { connected: true, missed: false } });
  rig.look();
  await rig.pass(20_000);
  expect(calls()).toEqual(['/odds']);
  expect(rig.engine.refreshes({ sourceId: 'odds', limit: 10 }).items.map(({ trigger }) => trigger)).toEqual(['push']);
});

test('changes are merged as they come; a deleted record is no longer shown and comes back as new', async () => {
  await follow();
  change('update', { id: 'a', price: 9, place: 'x' });
  change('create', { id: 'c', price: 3, place: 'z' });
  change('delete', { id: 'b', price: 2, place: 'y' });
  await stored(() => source().records === 2 && records().some(({ id }) => id === 'c'));
  expect(records()).toEqual(sorted());
  change('create', { id: 'b', price: 4, place: 'y' });
  await stored(() => source().records === 3);
  expect(records()).toEqual(sorted());
  expect(calls()).toEqual(['/odds']);
});

test('fields that enrichment owns are not touched by what is pushed', async () => {
  items.set('a', { id: 'a', price: 1, place: 'x', note: 'rich' });
  await follow({}, { richFields: ['note'] });
  change('update', { id: 'a', price: 5, place: 'x', note: null });
  await stored(() => records()[0]?.['price'] === 5);
  expect(records()[0]).toEqual({ id: 'a', price: 5, place: 'x', note: 'rich' });
});

test('a partial update leaves the other fields as they are, also when several come at once', async () => {
  await follow({ partial: true });
  push.publish({ op: 'update', id: 'a', row: { price: 5 } }, { op: 'update', id: 'a', row: { place: 'q' } });
  await stored(() => records()[0]?.['place'] === 'q');
  expect(records()[0]).toEqual({ id: 'a', price: 5, place: 'q' });
});

test('a partial update of a record that is not known costs one refresh', async () => {
  await follow({ partial: true });
  items.set('c', { id: 'c', price: 7, place: 'z' });
  push.publish({ op: 'update', id: 'c', row: { price: 7 } });
  await stored(() => records().length === 3);
  expect(records()).toEqual(sorted());
  expect(calls()).toEqual(['/odds', '/odds']);
});

describe('a change that only names its record', () => {
  test('has it fetched with the key of the source, and counted', async () => {
    await follow(
      { fetch: { url: `${rig.upstream.url}/items/{id}`, record: 'item' } },
      { auth: { kind: 'bearer', secret: 's3cret' }, quota: { windows: [{ limit: 100, per: 'hour' }] } },
    );
    items.set('a', { id: 'a', price: 8, place: 'x' });
    items.delete('b');
    push.publish({ op: 'update', id: 'a' }, { op: 'update', id: 'b' });
    await stored(() => records().length === 1 && records()[0]?.['price'] === 8);
    expect(calls().sort()).toEqual(['/items/a', '/items/b', '/odds']);
    expect(rig.upstream.calls.every((call) => call.headers['authorization'] === 'Bearer s3cret')).toBe(true);
    // Two records, one listing and the handshake.
    expect(source().quotas[0]).toMatchObject({ used: 4 });
  });

  test('sets off one refresh where no address for records is known', async () => {
    await follow();
    items.set('a', { id: 'a', price: 8, place: 'x' });
    push.publish({ op: 'update', id: 'a' });
    await stored(() => records()[0]?.['price'] === 8);
    expect(calls()).toEqual(['/odds', '/odds']);
  });

  test('is overtaken by a later one that carries it', async () => {
    const held: (() => void)[] = [];
    rig.upstream.handler = (call, response) => {
      if (call.path === '/odds') json(response, [...items.values()]);
      else held.push(() => json(response, { item: { id: 'a', price: 7, place: 'old' } }));
    };
    await follow({ fetch: { url: `${rig.upstream.url}/items/{id}`, record: 'item' } });
    push.publish({ op: 'update', id: 'a' });
    await stored(() => held.length === 1);
    change('update', { id: 'a', price: 8, place: 'new' });
    await stored(() => records()[0]?.['price'] === 8);
    held[0]?.();
    await rig.pass(1_000);
    expect(records()).toEqual(sorted());
  });
});

describe('what may have been missed', () => {
  test('is closed by one refresh without conditions, though the server would say that nothing changed', async () => {
    rig.upstream.handler = (call, response) => {
      // A server whose listing looks the same again: the change and its undoing.
      if (call.headers['if-none-match'] === '"1"') response.writeHead(304).end();
      else json(response, [...items.values()], { etag: '"1"' });
    };
    await follow({ sequence: 'n' });
    push.publish({ op: 'update', id: 'a', row: { id: 'a', price: 99, place: 'x' }, n: 1 });
    await stored(() => records()[0]?.['price'] === 99);
    push.fate = (id) => (id === 2 ? 'drop' : 'pass');
    change('update', { id: 'a', price: 1, place: 'x' }, 2);
    change('update', { id: 'b', price: 3, place: 'y' }, 3);
    await until(() => source().push?.messages === 2);
    await rig.pass(1_000);
    await stored(() => records()[0]?.['price'] === 1);
    expect(records()).toEqual(sorted());
    expect(source()).toMatchObject({ state: 'live', push: { missed: false } });
    expect(calls()).toEqual(['/odds', '/odds']);
  });

  test('is found after a lost connection, and while there is none a timer calls only for somebody who looks', async () => {
    await follow();
    await rig.pass(10_000);
    push.refusal = { status: 503 };
    push.breakAll();
    await until(() => source().push?.connected === false);
    items.set('a', { id: 'a', price: 6, place: 'x' });
    await rig.pass(30_000);
    expect(calls()).toEqual(['/odds']);
    expect(source()).toMatchObject({ state: 'fresh', decision: { reason: 'nobody-looking' } });
    rig.look();
    await rig.pass(40_000);
    expect(calls()).toEqual(['/odds', '/odds']);
    expect(source().decision.reason).toBe('fresh');
    push.refusal = null;
    items.set('a', { id: 'a', price: 7, place: 'x' });
    await rig.pass(60_000);
    await until(() => source().push?.connected === true);
    await rig.pass(1_000);
    await stored(() => records()[0]?.['price'] === 7);
    expect(source()).toMatchObject({ state: 'live', push: { reconnects: 1 } });
  });

  test('costs fewer and fewer refreshes when a server loses messages all the time', async () => {
    await follow({ sequence: 'n' });
    for (let n = 1; n <= 40; n += 1) {
      if (n % 2 === 0) change('update', { id: 'a', price: n, place: 'x' }, n);
      else items.set('a', { id: 'a', price: n, place: 'x' });
      await until(() => (source().push?.messages ?? 0) === Math.floor(n / 2));
      await rig.pass(1_500);
    }
    const times = rig.engine.refreshes({ sourceId: 'odds', limit: 10 }).items.map(({ startedAt }) => Date.parse(startedAt) / 1000);
    const pauses = times.slice(0, -1).map((at, index) => at - (times[index + 1] ?? 0));
    expect(pauses.map((pause) => Math.floor(pause / 5) * 5)).toEqual([20, 10, 5]);
  });

  test('deletions among it are found where the listing holds every record', async () => {
    await follow({ sequence: 'n' }, { completeListing: true });
    push.publish({ op: 'update', id: 'a', row: items.get('a'), n: 1 });
    await until(() => source().push?.messages === 1);
    push.fate = (id) => (id === 2 ? 'drop' : 'pass');
    change('delete', { id: 'b' }, 2);
    change('update', { id: 'a', price: 5, place: 'x' }, 3);
    await until(() => source().push?.messages === 2);
    await rig.pass(1_000);
    await stored(() => source().records === 1);
    expect(records()).toEqual(sorted());
    expect(rig.engine.refreshes({ sourceId: 'odds', limit: 1 }).items[0]?.counts).toMatchObject({ deleted: 1 });
  });
});

test('what is pushed during a refresh is newer than what the refresh brings', async () => {
  await follow();
  let answer: (() => void) | null = null;
  rig.upstream.handler = (_call, response) => {
    const before = [...items.values()].map((each) => ({ ...each }));
    answer = () => json(response, before);
  };
  void rig.engine.refresh('odds', 'normal', true);
  await until(() => answer !== null);
  change('update', { id: 'a', price: 50, place: 'x' });
  change('delete', { id: 'b' });
  await stored(() => records().length === 1);
  (answer as (() => void) | null)?.();
  await until(() => source().running === null);
  expect(records()).toEqual([{ id: 'a', price: 50, place: 'x' }]);
});

describe('the connection', () => {
  test('is closed by a pause and opened again by its end', async () => {
    await follow();
    rig.engine.pause('odds', null);
    await until(() => push.connections === 0);
    expect(source()).toMatchObject({ state: 'paused', push: null });
    rig.engine.resume('odds');
    await until(() => push.connections === 1);
    rig.engine.pauseApp(60);
    await until(() => push.connections === 0);
    await rig.pass(60_000);
    await until(() => push.connections === 1);
    await rig.engine.remove('odds');
    await until(() => push.connections === 0);
  });

  test('is made anew when the settings change, and keeps no key that was entered for another host', async () => {
    await follow({}, { auth: { kind: 'bearer', secret: 's3cret' } });
    expect(push.calls[0]?.headers['authorization']).toBe('Bearer s3cret');
    const { config } = source();
    const elsewhere = { ...config, push: { ...config.push, url: 'ws://localhost:1/ws' } as typeof config.push };
    await expect(rig.engine.update(elsewhere)).rejects.toThrow('is not sent to ws://localhost:1');
    await rig.engine.update({ ...config, push: { ...config.push, credentials: false } as typeof config.push });
    await until(() => push.calls.length === 2 && push.connections === 1);
    expect(push.calls[1]?.headers['authorization']).toBeUndefined();
  });

  test('is not tried while the quota is spent', async () => {
    await rig.add({
      policy: { preset: 'realtime' },
      push: { kind: 'sse', url: `http://${push.host}/sse` },
      quota: { windows: [{ limit: 2, per: 'day' }], reserveForManualPercent: 0 },
    });
    await until(() => push.connections === 1);
    await rig.pass(1_000);
    await until(() => source().state === 'live');
    push.breakAll();
    await until(() => source().push?.connected === false);
    await rig.pass(300_000);
    expect(push.calls).toHaveLength(1);
    expect(source().push?.failure?.code).toBe('quota-spent');
  });

  test('that a push address cannot be read by is refused with its place', async () => {
    const settings = { kind: 'sse', url: `http://${push.host}/sse`, action: '$$$(' } as const;
    await expect(rig.add({ push: settings })).rejects.toMatchObject({ problems: [{ path: 'push.action' }] });
  });
});

test('after the worst of lines has calmed down, what is stored is what the server has', async () => {
  const fates = fc.array(fc.constantFrom('pass', 'pass', 'drop', 'twice', 'after-next', 'hold'), { minLength: 60, maxLength: 60 });
  const ops = fc.array(fc.tuple(fc.constantFrom('create', 'update', 'delete'), fc.integer({ min: 0, max: 11 })), {
    minLength: 60,
    maxLength: 60,
  });
  const [plan, changes] = fc.sample(fc.tuple(fates, ops), { numRuns: 1, seed: 20_261_121 })[0] ?? [[], []];
  // Pongs take no simulated time, but a while of the real one.
  await follow({ sequence: 'n', heartbeatSeconds: 240 }, { completeListing: true });
  let sent = 0;
  push.fate = (id) => plan[(id - 1) % plan.length] ?? 'pass';
  for (const [op, key] of changes) {
    sent += 1;
    change(op, { id: `k${key}`, price: sent, place: op }, sent);
    if (sent % 7 === 0) push.release();
    if (sent % 20 === 0) push.breakAll();
    await rig.pass(700);
  }
  push.fate = () => 'pass';
  push.release();
  await rig.pass(60_000);
  await until(() => push.connections === 1);
  await rig.pass(60_000);
  change('create', { id: 'last', price: 0, place: 'x' }, sent + 1);
  await stored(() => records().some(({ id }) => id === 'last'));
  expect(records()).toEqual(sorted());
  expect(source()).toMatchObject({ state: 'live', records: items.size });
});
