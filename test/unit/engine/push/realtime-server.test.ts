import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { pushConnector } from '../../../../src-main/connectors/push/connect.ts';
import { pushSchema, type PushSettingsInput } from '../../../../src-preload/contract/push.ts';
import { RealtimeLink, type RealtimeState } from '../../../../src-main/engine/push/realtime.ts';
import { redactor } from '../../../../src-main/engine/sign-in/secrets.ts';
import { until } from '../../../support/push-client.ts';
import { PushServer } from '../../../support/push-server.ts';
import { SimClock } from '../../../support/sim-clock.ts';

let server: PushServer;
let clock: SimClock;
let link: RealtimeLink;
let ids: (string | null)[];
let refreshes: string[];
let state: RealtimeState;

beforeEach(async () => {
  server = await PushServer.start();
  clock = new SimClock();
  ids = [];
  refreshes = [];
});
afterEach(async () => {
  link.stop();
  await server.close();
});

function start(input: PushSettingsInput): void {
  const settings = pushSchema.parse(input);
  const redact = redactor('s3cret-key');
  link = new RealtimeLink({
    clock,
    random: () => 0.5,
    settings,
    idField: 'id',
    connect: pushConnector(settings, { clock, publicOnly: false, fetch, redact }),
    redact,
    onChanges: (changes) => ids.push(...changes.map(({ id }) => id)),
    onNeedRefresh: (reason) => refreshes.push(reason),
    onState: (told) => (state = told),
  });
  link.start();
}

const kinds: [string, () => PushSettingsInput][] = [
  ['WebSocket', () => ({ kind: 'websocket', url: `ws://${server.host}/ws`, sequence: 'n' })],
  ['SSE', () => ({ kind: 'sse', url: `http://${server.host}/sse`, sequence: 'n' })],
];
const message = (n: number) => ({ id: `r${n}`, n });

describe.each(kinds)('over %s', (_name, settings) => {
  beforeEach(async () => {
    start(settings());
    await until(() => state.connected && server.connections === 1);
    // The refresh that every connection begins with is no part of what follows.
    await clock.advance(1_000);
    expect(refreshes.splice(0)).toEqual(['connected']);
  });

  test('duplicates and reordering cost nothing, and a lost message one refresh', async () => {
    server.fate = (id) => (id === 2 ? 'twice' : id === 3 ? 'after-next' : id === 6 ? 'drop' : 'pass');
    server.publish(...[1, 2, 3, 4, 5, 6, 7, 8].map(message));
    await until(() => link.state().messages === 8);
    await clock.advance(50);
    expect({ ids, refreshes }).toEqual({ ids: ['r1', 'r2', 'r3', 'r4', 'r5'], refreshes: [] });
    await clock.advance(5_000);
    expect({ ids, refreshes }).toEqual({ ids: ['r1', 'r2', 'r3', 'r4', 'r5', 'r7', 'r8'], refreshes: ['gap'] });
  });

  test('a message that is late by less than a second is waited for', async () => {
    server.fate = (id) => (id === 2 ? 'hold' : 'pass');
    server.publish(...[1, 2, 3].map(message));
    await until(() => link.state().messages === 2);
    await clock.advance(900);
    server.release();
    await until(() => link.state().messages === 3);
    await clock.advance(5_000);
    expect({ ids, refreshes }).toEqual({ ids: ['r1', 'r2', 'r3'], refreshes: [] });
  });

  test('a broken connection is made anew and costs one refresh', async () => {
    server.replays = false;
    server.publish(message(1));
    await until(() => link.state().messages === 1);
    server.breakAll();
    await until(() => !state.connected);
    server.publish(message(2));
    await clock.advance(5_000);
    await until(() => state.connected && server.connections === 1);
    server.publish(message(3));
    await until(() => link.state().messages === 2);
    await clock.advance(10_000);
    expect({ ids, refreshes }).toEqual({ ids: ['r1', 'r3'], refreshes: ['connected'] });
    expect(state).toMatchObject({ connected: true, reconnects: 1, failure: null });
  });

  test('a half-open connection is noticed by its silence', async () => {
    server.answersPings = false;
    await clock.advance(58_999);
    expect(state.connected).toBe(true);
    await clock.advance(1);
    expect(state).toMatchObject({ connected: false, failure: { code: 'timeout' } });
    await until(() => server.connections === 0);
    await clock.advance(5_000);
    await until(() => state.connected);
    await clock.advance(1_000);
    expect(refreshes).toEqual(['connected']);
  });

  test('a refused key stops it', async () => {
    server.refusal = { status: 401 };
    server.breakAll();
    await until(() => !state.connected);
    await clock.advance(5_000);
    await until(() => state.failure?.code === 'unauthorized');
    expect(state.nextTryAt).toBeNull();
    await until(() => clock.pending === 0);
    expect(server.calls).toHaveLength(2);
  });
});

test('over long polling nothing is lost between the polls', async () => {
  start({ kind: 'long-poll', url: `http://${server.host}/poll`, messages: 'items', cursorParam: 'cursor', cursor: 'cursor' });
  await until(() => server.connections === 1);
  for (let n = 1; n <= 20; n += 1) server.publish(message(n));
  await until(() => {
    void clock.advance(50);
    return ids.length === 20;
  });
  expect(ids).toEqual(Array.from({ length: 20 }, (_, index) => `r${index + 1}`));
  expect(state).toMatchObject({ connected: true, reconnects: 0 });
  expect(refreshes).toEqual([]);
});
