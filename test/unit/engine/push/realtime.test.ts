import { beforeEach, describe, expect, test } from 'vitest';
import type { PushEvents } from '../../../../src-main/connectors/push/connection.ts';
import { pushSchema, type PushSettingsInput } from '../../../../src-preload/contract/push.ts';
import { UpstreamError } from '../../../../src-main/connectors/upstream-error.ts';
import { RealtimeLink, type RealtimeChange, type RealtimeState } from '../../../../src-main/engine/push/realtime.ts';
import type { FailureCode } from '../../../../src-preload/contract/index.ts';
import { SimClock } from '../../../support/sim-clock.ts';

interface Made {
  at: number;
  resume: string | null;
  events: PushEvents;
  closed: boolean;
}

const lost = (code: FailureCode = 'reset') => ({ failure: { code, message: code, advice: '' }, retryAfter: null, retryMs: null });

let clock: SimClock;
let start: number;
let made: Made[];
let batches: RealtimeChange[][];
let refreshes: string[];
let states: RealtimeState[];

beforeEach(() => {
  clock = new SimClock();
  start = clock.now();
  made = [];
  batches = [];
  refreshes = [];
  states = [];
});

function newLink(change: Partial<PushSettingsInput> = {}, random = 0.5): RealtimeLink {
  return new RealtimeLink({
    clock,
    random: () => random,
    settings: pushSchema.parse({ kind: 'websocket', url: 'wss://push.example/x', ...change }),
    idField: 'id',
    redact: (text) => text.replaceAll('s3cret', '•••'),
    connect: (resume, events) => {
      const connection = { at: clock.now() - start, resume, events, closed: false };
      made.push(connection);
      return { close: () => (connection.closed = true) };
    },
    onChanges: (changes) => batches.push(changes),
    onNeedRefresh: (reason) => refreshes.push(`${clock.now() - start} ${reason}`),
    onState: (state) => states.push(state),
  });
}

const last = () => made.at(-1)!;
const say = (body: unknown, resume: string | null = null) => last().events.onMessage({ text: JSON.stringify(body), resume });
const ids = () => batches.flat().map((change) => change.id);

describe('connecting', () => {
  test('the first connect asks for one refresh once it has settled, for what happened before was told to nobody', async () => {
    newLink().start();
    last().events.onOpen();
    await clock.advance(30_000);
    expect(refreshes).toEqual(['1000 connected']);
    expect(states.at(-1)).toMatchObject({ connected: true, since: start, reconnects: 0, nextTryAt: null, failure: null });
  });

  test('it tries again after 5, 10, 20, 60 and 60 s', async () => {
    newLink().start();
    for (let count = 0; count < 5; count += 1) {
      last().events.onEnd(lost('refused'));
      expect(states.at(-1)).toMatchObject({ connected: false, failure: { code: 'refused' } });
      await clock.advance(states.at(-1)!.nextTryAt! - clock.now());
    }
    expect(made.map(({ at }) => at / 1000)).toEqual([0, 5, 15, 35, 95, 155]);
    expect(refreshes).toEqual([]);
  });

  test('the waits are jittered by a fifth', async () => {
    newLink({}, 0).start();
    last().events.onEnd(lost());
    expect(states.at(-1)?.nextTryAt).toBe(start + 4_000);
  });

  test('a connection that lasted a minute begins the waits anew, a shorter one does not', async () => {
    newLink().start();
    last().events.onEnd(lost());
    await clock.advance(5_000);
    last().events.onOpen();
    await clock.advance(59_000);
    last().events.onEnd(lost());
    await clock.advance(10_000);
    expect(made).toHaveLength(3);
    last().events.onOpen();
    await clock.advance(50_000);
    last().events.onAlive();
    await clock.advance(10_000);
    last().events.onEnd(lost());
    await clock.advance(5_000);
    expect(made).toHaveLength(4);
  });

  test('a server that asks for a longer pause gets it, one that asks for a shorter one does not', async () => {
    newLink().start();
    last().events.onEnd({ ...lost('rate-limited'), retryAfter: '90' });
    expect(states.at(-1)?.nextTryAt).toBe(start + 90_000);
    await clock.advance(90_000);
    last().events.onEnd({ ...lost(), retryMs: 30_000 });
    expect(states.at(-1)?.nextTryAt).toBe(start + 120_000);
    await clock.advance(30_000);
    last().events.onEnd({ ...lost(), retryMs: 3 });
    expect(states.at(-1)?.nextTryAt).toBe(start + 140_000);
  });

  test.each(['unauthorized', 'forbidden'] as const)('%s stops it until it is started again', async (code) => {
    const link = newLink();
    link.start();
    last().events.onEnd(lost(code));
    expect(states.at(-1)).toMatchObject({ connected: false, nextTryAt: null, failure: { code } });
    expect(clock.pending).toBe(0);
    link.networkReturned();
    await clock.advance(3_600_000);
    expect(made).toHaveLength(1);
    link.start();
    expect(made).toHaveLength(2);
  });

  test('an end is counted once, and an ended connection says nothing more', async () => {
    newLink().start();
    const first = last().events;
    first.onOpen();
    first.onEnd(lost());
    first.onEnd(lost());
    void first.onMessage({ text: '{"id":1}', resume: null });
    first.onOpen();
    await clock.advance(5_000);
    expect(made).toHaveLength(2);
    expect(states.at(-1)).toMatchObject({ connected: false, messages: 0 });
  });
});

describe('reconnecting', () => {
  test('asks for exactly one refresh, once the connection has settled', async () => {
    newLink().start();
    last().events.onOpen();
    await clock.advance(2_000);
    last().events.onEnd(lost());
    await clock.advance(5_000);
    last().events.onOpen();
    await clock.advance(500);
    last().events.onEnd(lost());
    await clock.advance(10_000);
    last().events.onOpen();
    await clock.advance(30_000);
    expect(refreshes).toEqual(['1000 connected', '18500 connected']);
    expect(states.at(-1)).toMatchObject({ connected: true, reconnects: 2 });
  });

  test('does not take the jump of the numbers for a gap as well', async () => {
    newLink({ sequence: 'n' }).start();
    last().events.onOpen();
    await say({ id: 1, n: 1 });
    last().events.onEnd(lost());
    await clock.advance(5_000);
    last().events.onOpen();
    await say({ id: 2, n: 50 });
    await clock.advance(5_000);
    expect(refreshes).toEqual(['6000 connected']);
    expect(ids()).toEqual(['1', '2']);
  });

  test('goes on from the last event id, but not after a message that was too large or an expired cursor', async () => {
    newLink().start();
    last().events.onOpen();
    await say({ id: 1 }, 'e1');
    last().events.onEnd(lost());
    await clock.advance(5_000);
    expect(last().resume).toBe('e1');
    last().events.onEnd(lost('too-large'));
    await clock.advance(10_000);
    expect(last().resume).toBeNull();
    last().events.onOpen();
    await say({ id: 1 }, 'e2');
    last().events.onEnd(lost('gone'));
    await clock.advance(20_000);
    expect(last().resume).toBeNull();
    expect(states.at(-1)?.rejected).toEqual([{ reason: 'larger than 4 MiB', count: 1, example: 'too-large' }]);
  });

  test('what was held when the connection was lost is used, without a gap', async () => {
    newLink({ sequence: 'n' }).start();
    last().events.onOpen();
    await say({ id: 1, n: 1 });
    await say({ id: 3, n: 3 });
    last().events.onEnd(lost());
    await clock.advance(4_000);
    expect(ids()).toEqual(['1', '3']);
    expect(refreshes).toEqual([]);
  });
});

describe('silence', () => {
  test('longer than the heartbeat reconnects; every sign of life counts', async () => {
    newLink({ heartbeatSeconds: 30 }).start();
    last().events.onOpen();
    await clock.advance(29_000);
    last().events.onAlive();
    await clock.advance(29_000);
    await say({ id: 1 });
    await clock.advance(29_999);
    expect(made[0]?.closed).toBe(false);
    await clock.advance(1);
    expect(made[0]?.closed).toBe(true);
    expect(states.at(-1)).toMatchObject({ connected: false, failure: { code: 'timeout', message: 'push.example sent nothing for 30 s.' } });
    await clock.advance(5_000);
    expect(made).toHaveLength(2);
  });

  test('also ends a connect that is not answered', async () => {
    newLink().start();
    await clock.advance(60_000);
    expect(made[0]?.closed).toBe(true);
    expect(states.at(-1)?.failure?.message).toBe('push.example did not answer within 60 s.');
  });
});

describe('when the network returns', () => {
  test('it tries at once, and later waits go on as before', async () => {
    const link = newLink();
    link.start();
    last().events.onEnd(lost('dns'));
    await clock.advance(1_000);
    link.networkReturned();
    expect(made.map(({ at }) => at)).toEqual([0, 1_000]);
    last().events.onEnd(lost('dns'));
    await clock.advance(9_999);
    expect(made).toHaveLength(2);
    await clock.advance(1);
    expect(made).toHaveLength(3);
  });

  test('a connect that hangs is given up, a connection that works is left alone', async () => {
    const link = newLink();
    link.start();
    link.networkReturned();
    expect(made.map(({ closed }) => closed)).toEqual([true, false]);
    last().events.onOpen();
    link.networkReturned();
    expect(made).toHaveLength(2);
  });

  test('a connection that was silent through a sleep is not trusted', async () => {
    const link = newLink();
    link.start();
    last().events.onOpen();
    await clock.sleep(7_200_000);
    link.networkReturned();
    expect(made.map(({ closed }) => closed)).toEqual([true, false]);
    last().events.onOpen();
    await clock.advance(1_000);
    expect(refreshes).toHaveLength(1);
    expect(states.at(-1)).toMatchObject({ connected: true, reconnects: 1 });
  });
});

describe('messages', () => {
  test('become changes with the time they came', async () => {
    newLink({ action: 'op' }).start();
    last().events.onOpen();
    await clock.advance(1_234);
    await say([
      { op: 'insert', id: 1 },
      { op: 'delete', id: 2 },
    ]);
    expect(batches).toEqual([
      [
        { action: 'create', id: '1', record: { op: 'insert', id: 1 }, receivedAt: start + 1_234 },
        { action: 'delete', id: '2', record: { op: 'delete', id: 2 }, receivedAt: start + 1_234 },
      ],
    ]);
  });

  test('of a burst come in batches of 50 ms, in order, the last of an id', async () => {
    newLink().start();
    last().events.onOpen();
    for (let index = 0; index < 1_000; index += 1) void say({ id: index % 400, index });
    await clock.advance(50);
    expect(batches.map((batch) => batch.length)).toEqual([1, 400]);
    expect(batches[1]?.map((change) => change.record?.['index'])).toEqual(Array.from({ length: 400 }, (_, index) => 600 + index));
  });

  test('that need jsonata keep their order', async () => {
    newLink({ messages: '$count(items) > 1 ? items : items', record: '$merge([$, {"seen": true}])' }).start();
    last().events.onOpen();
    for (let index = 0; index < 50; index += 1) void say({ items: [{ id: index }] });
    await clock.advance(200);
    expect(ids()).toEqual(Array.from({ length: 50 }, (_, index) => String(index)));
  });

  test('that cannot be used are counted with their reason, free of secrets', async () => {
    newLink({ messages: 'items' }).start();
    last().events.onOpen();
    await last().events.onMessage({ text: 'hello s3cret', resume: null });
    await say({ type: 'welcome' });
    await say({ type: 'welcome' });
    await say({ items: [{ id: 1 }, 5] });
    await clock.advance(1_000);
    expect(states.at(-1)).toMatchObject({
      messages: 4,
      lastMessageAt: start,
      rejected: [
        { reason: 'not JSON', count: 1, example: 'hello •••' },
        { reason: 'no changes at "items"', count: 2, example: '{"type":"welcome"}' },
        { reason: 'not an object', count: 1, example: '5' },
      ],
    });
    expect(ids()).toEqual(['1']);
  });

  test('that are missed ask for one refresh after a second', async () => {
    newLink({ sequence: 'n' }).start();
    last().events.onOpen();
    await say({ id: 1, n: 1 });
    await say({ id: 4, n: 4 });
    await clock.advance(999);
    expect({ ids: ids(), refreshes }).toEqual({ ids: ['1'], refreshes: [] });
    await clock.advance(1);
    await say({ id: 5, n: 5 });
    await clock.advance(10_000);
    expect({ ids: ids(), refreshes }).toEqual({ ids: ['1', '4', '5'], refreshes: ['1000 connected', '1000 gap'] });
  });

  test('that come twice or in another order need no refresh', async () => {
    newLink({ sequence: 'n' }).start();
    last().events.onOpen();
    for (const n of [1, 3, 2, 2, 1, 5, 4]) await say({ id: n, n });
    await clock.advance(10_000);
    expect({ ids: ids(), refreshes }).toEqual({ ids: ['1', '2', '3', '4', '5'], refreshes: ['1000 connected'] });
    expect(batches.flat().every(({ receivedAt }) => receivedAt === start)).toBe(true);
  });

  test('tell the state once a second at most', async () => {
    newLink().start();
    last().events.onOpen();
    const before = states.length;
    for (let index = 0; index < 100; index += 1) await say({ id: index });
    await clock.advance(10_000);
    expect(states.length - before).toBe(1);
    expect(states.at(-1)).toMatchObject({ messages: 100, messagesPerMinute: 100 });
  });
});

describe('stopping', () => {
  test('hands over what was read, tells the state, and is quiet from then on', async () => {
    const link = newLink({ sequence: 'n' });
    link.start();
    const { events } = last();
    events.onOpen();
    await say({ id: 1, n: 1 });
    await say({ id: 2, n: 2 });
    await say({ id: 4, n: 4 });
    void say({ id: 3, n: 3 });
    link.stop();
    expect(ids()).toEqual(['1', '2']);
    expect(states.at(-1)).toMatchObject({ connected: false, nextTryAt: null, failure: null });
    expect(made[0]?.closed).toBe(true);
    expect(clock.pending).toBe(0);
    const told = states.length;
    events.onEnd(lost());
    link.networkReturned();
    link.stop();
    await clock.advance(3_600_000);
    expect({ told: states.length, ids: ids(), made: made.length, pending: clock.pending }).toEqual({
      told,
      ids: ['1', '2'],
      made: 1,
      pending: 0,
    });
  });

  test('while it waits leaves no timer; a later start is a first connect', async () => {
    const link = newLink();
    link.start();
    link.start();
    last().events.onOpen();
    last().events.onEnd(lost());
    link.stop();
    expect(clock.pending).toBe(0);
    await clock.advance(120_000);
    link.start();
    last().events.onOpen();
    await clock.advance(10_000);
    expect({ made: made.length, refreshes }).toEqual({ made: 2, refreshes: ['121000 connected'] });
    expect(link.state()).toMatchObject({ reconnects: 0, uptimeShare: 1 });
  });

  test('does not hand over what a lost connection still had in reading', async () => {
    const link = newLink({ record: '$merge([$])' });
    link.start();
    last().events.onOpen();
    void say({ id: 1 });
    last().events.onEnd(lost());
    link.stop();
    link.start();
    await clock.advance(1_000);
    expect(ids()).toEqual([]);
  });
});

test('an expression that cannot be read is said before anything is connected', () => {
  expect(() => newLink({ record: 'a[' })).toThrow(UpstreamError);
});
