import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { PushSettingsInput } from '../../../../src-preload/contract/push.ts';
import { connectPush, type PushClient, until } from '../../../support/push-client.ts';
import { PushServer } from '../../../support/push-server.ts';

let server: PushServer;
let clients: PushClient[];
beforeEach(async () => {
  server = await PushServer.start();
  clients = [];
});
afterEach(async () => {
  for (const client of clients) client.connection.close();
  await server.close();
});

type LongPollInput = Extract<PushSettingsInput, { kind: 'long-poll' }>;
const WITH_CURSOR = { cursorParam: 'cursor', cursor: 'cursor' };
function connect(change: Partial<LongPollInput> = WITH_CURSOR, resume: string | null = null): PushClient {
  const client = connectPush({ kind: 'long-poll', url: `http://${server.host}/poll?topic=odds`, ...change }, resume);
  clients.push(client);
  return client;
}
const polls = (count: number) => until(() => server.calls.length === count);
const waits = () => until(() => server.connections === 1);
const cursors = () => server.calls.map(({ query }) => query.get('cursor'));
const items = (client: PushClient) => client.texts.flatMap((text) => (JSON.parse(text) as { items: unknown[] }).items);

test('each answer is followed by a poll from its cursor, and nothing in between is lost', async () => {
  const client = connect({ ...WITH_CURSOR, headers: { 'X-Key': 's3cret-key' } });
  await waits();
  server.publish('one');
  server.publish('two', 'three');
  await until(() => items(client).length === 3);
  await waits();
  expect(items(client)).toEqual(['one', 'two', 'three']);
  expect(client.resumes.at(-1)).toBe('3');
  expect(server.calls[0]).toMatchObject({ path: '/poll', headers: { 'x-key': 's3cret-key' } });
  expect(server.calls.every(({ query }) => query.get('topic') === 'odds')).toBe(true);
  expect(client.opened).toBe(1);
});

test('after a reconnect it goes on from the cursor', async () => {
  const first = connect();
  await waits();
  server.publish('one');
  await until(() => first.texts.length === 1);
  await waits();
  server.breakAll();
  await until(() => first.ends.length === 1);
  expect(first.ends[0]?.failure.code).toBe('reset');
  server.publish('two');
  const second = connect(WITH_CURSOR, first.resumes.at(-1));
  await until(() => second.texts.length === 1);
  expect(items(second)).toEqual(['two']);
  expect(cursors().slice(0, 3)).toEqual([null, '1', '1']);
});

test('what the server doubles and turns around comes as it is sent', async () => {
  const client = connect();
  await waits();
  server.fate = (id) => (['after-next', 'pass', 'twice', 'drop'] as const)[id - 1] ?? 'pass';
  server.publish(1, 2, 3, 4);
  await until(() => items(client).length === 4);
  expect(items(client)).toEqual([2, 1, 3, 3]);
});

describe('time', () => {
  test('a poll that the server holds counts as open once it must have arrived', async () => {
    const client = connect();
    await waits();
    await client.clock.advance(10_999);
    expect(client.opened).toBe(0);
    await client.clock.advance(1);
    expect(client.opened).toBe(1);
    expect(client.alive).toBe(0);
  });

  test('a poll that the server ends without news is followed by one with the same cursor, a second after it began', async () => {
    const client = connect();
    await waits();
    server.publish('one');
    await polls(2);
    await waits();
    server.endPolls(204);
    await until(() => client.alive === 2);
    await client.clock.advance(999);
    expect(server.calls).toHaveLength(2);
    await client.clock.advance(1);
    await polls(3);
    expect(cursors()).toEqual([null, '1', '1']);
    await waits();
    server.endPolls(304);
    await until(() => client.alive === 3);
    await client.clock.advance(1_000);
    await polls(4);
    expect(client.texts).toHaveLength(1);
    expect(client.ends).toEqual([]);
  });

  test.each([408, 504])('%i after a long wait is the end of a poll, at once it is a failure', async (status) => {
    const client = connect();
    await waits();
    await client.clock.advance(30_000);
    server.endPolls(status);
    await polls(2);
    await waits();
    expect(client.ends).toEqual([]);
    server.endPolls(status);
    await until(() => client.ends.length === 1);
    expect(client.ends[0]?.failure.status).toBe(status);
  });

  test('a server that gives the same answer over and over is asked once a second', async () => {
    server.refusal = { status: 200, body: '{"items":[{"id":1}]}' };
    const client = connect({});
    await until(() => client.texts.length === 2);
    await client.clock.settle(() => true);
    expect(server.calls).toHaveLength(2);
    await client.clock.advance(1_000);
    await until(() => client.texts.length === 3);
    expect(server.calls).toHaveLength(3);
  });

  test('closing ends the poll and leaves no timer', async () => {
    const client = connect();
    await waits();
    client.connection.close();
    await until(() => server.connections === 0 && client.clock.pending === 0);
    expect(client.ends).toEqual([]);
  });
});

describe('the end', () => {
  test.each([
    [401, 'unauthorized'],
    [403, 'forbidden'],
    [410, 'gone'],
    [429, 'rate-limited'],
  ])('with %i is %s', async (status, code) => {
    server.refusal = { status, headers: { 'retry-after': '30' } };
    const client = connect();
    await until(() => client.ends.length === 1);
    expect(client.ends[0]).toMatchObject({ failure: { code, status }, retryAfter: '30' });
    expect(client.opened).toBe(0);
    await until(() => client.clock.pending === 0);
  });

  test('of an answer beyond 4 MiB', async () => {
    server.refusal = { status: 200, body: 'x'.repeat(4 * 1_048_576 + 1) };
    const client = connect();
    await until(() => client.ends.length === 1);
    expect(client.ends[0]?.failure).toMatchObject({ code: 'too-large', message: `${server.host} sent a message larger than 4 MiB.` });
    expect(client.texts).toEqual([]);
  });

  test('is not that of an answer that is not JSON: it is handed over, and the cursor stays', async () => {
    server.refusal = { status: 200, body: '<html>' };
    const client = connect(WITH_CURSOR, '7');
    await until(() => client.texts.length === 1);
    expect(client.texts).toEqual(['<html>']);
    await client.clock.advance(1_000);
    await polls(2);
    expect(cursors()).toEqual(['7', '7']);
  });
});
