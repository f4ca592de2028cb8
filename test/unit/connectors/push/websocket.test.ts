import { type AddressInfo, createServer, type Socket } from 'node:net';
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

type WebSocketInput = Extract<PushSettingsInput, { kind: 'websocket' }>;
function connect(change: Partial<WebSocketInput> = {}): PushClient {
  const client = connectPush({ kind: 'websocket', url: `ws://${server.host}/ws`, ...change });
  clients.push(client);
  return client;
}
async function connected(change: Partial<WebSocketInput> = {}): Promise<PushClient> {
  const client = connect(change);
  await until(() => client.opened === 1 && server.connections > 0);
  return client;
}

test('it sends its headers and the subscription, and receives in order', async () => {
  const client = await connected({ headers: { authorization: 'Bearer s3cret-key' }, subscribe: '{"subscribe":"odds"}' });
  await until(() => server.heard.length === 1);
  expect(server.heard).toEqual(['{"subscribe":"odds"}']);
  expect(server.calls[0]?.headers.authorization).toBe('Bearer s3cret-key');
  server.publish({ id: 1 }, { id: 'größer' });
  await until(() => client.texts.length === 2);
  expect(client.texts).toEqual(['{"id":1}', '{"id":"größer"}']);
  expect(client.resumes).toEqual([null, null]);
});

test('what the server loses, doubles and turns around comes as it is sent', async () => {
  const client = await connected();
  server.fate = (id) => (['pass', 'drop', 'twice', 'after-next', 'hold', 'pass'] as const)[id - 1] ?? 'pass';
  server.publish(1, 2, 3, 4, 5, 6);
  server.release();
  await until(() => client.texts.length === 6);
  expect(client.texts).toEqual(['1', '3', '3', '6', '4', '5']);
});

test('it reads no further while a message is being read', async () => {
  const busy = await connected();
  const free = connect();
  await until(() => server.connections === 2);
  const { promise, resolve } = Promise.withResolvers<undefined>();
  busy.whenRead = promise.then(() => undefined);
  for (let count = 0; count < 40; count += 1) server.publish('x'.repeat(1_000_000));
  await until(() => free.texts.length === 40);
  expect(busy.texts.length).toBeLessThan(5);
  resolve(undefined);
  await until(() => busy.texts.length === 40);
});

describe('silence', () => {
  test('is broken by pings, twice in every heartbeat', async () => {
    const client = await connected({ heartbeatSeconds: 60 });
    await client.clock.advance(30_000);
    await until(() => client.alive === 1);
    await client.clock.advance(30_000);
    await until(() => client.alive === 2);
    expect(server.pings).toBe(2);
  });

  test('is what a half-open connection gives', async () => {
    const client = await connected({ heartbeatSeconds: 60 });
    server.answersPings = false;
    await client.clock.advance(30_000);
    await until(() => server.pings === 1);
    server.publish('after the ping');
    await until(() => client.texts.length === 1);
    expect(client.alive).toBe(0);
    expect(client.ends).toEqual([]);
  });

  test('is not what closing waits for: the socket is gone at once, and so are the timers', async () => {
    const client = await connected();
    client.connection.close();
    await until(() => server.connections === 0);
    expect(client.clock.pending).toBe(0);
    expect(client.ends).toEqual([]);
  });
});

describe('the end', () => {
  test('of a broken connection', async () => {
    const client = await connected();
    server.breakAll();
    await until(() => client.ends.length === 1);
    expect(client.ends[0]).toMatchObject({ failure: { code: 'reset', message: `${server.host} closed the connection.` } });
    expect(client.clock.pending).toBe(0);
  });

  test('that the server gave a reason for, without a secret', async () => {
    const client = await connected();
    server.closeAll(4000, 'the key s3cret-key has moved');
    await until(() => client.ends.length === 1);
    expect(client.ends[0]?.failure.message).toBe(`${server.host} closed the connection (4000 the key ••• has moved).`);
  });

  test('of a message beyond 4 MiB; one of 4 MiB passes', async () => {
    const client = await connected();
    server.publishText('x'.repeat(4 * 1_048_576));
    await until(() => client.texts.length === 1);
    server.publishText('x'.repeat(4 * 1_048_576 + 1));
    await until(() => client.ends.length === 1);
    expect(client.texts.map((text) => text.length)).toEqual([4 * 1_048_576]);
    expect(client.ends[0]?.failure).toMatchObject({
      code: 'too-large',
      message: `${server.host} sent a message larger than 4 MiB.`,
    });
  });
});

describe('a refusal', () => {
  test.each([
    [401, 'unauthorized'],
    [403, 'forbidden'],
    [404, 'not-found'],
    [503, 'server-error'],
    [302, 'redirects'],
    [200, 'client-error'],
  ])('with %i is %s', async (status, code) => {
    server.refusal = { status, headers: { location: 'http://elsewhere.example/' } };
    const client = connect({ headers: { 'x-key': 's3cret-key' } });
    await until(() => client.ends.length === 1);
    expect(client.ends[0]).toMatchObject({ failure: { code }, retryAfter: null });
    expect(JSON.stringify(client.ends)).not.toContain('s3cret-key');
    expect(client.opened).toBe(0);
  });

  test('says when to come back', async () => {
    server.refusal = { status: 429, headers: { 'retry-after': '120' } };
    const client = connect();
    await until(() => client.ends.length === 1);
    expect(client.ends[0]).toMatchObject({ failure: { code: 'rate-limited' }, retryAfter: '120' });
  });

  test('of a closed port is in words', async () => {
    const closed = await PushServer.start();
    const url = `ws://${closed.host}/ws?key=s3cret-key`;
    await closed.close();
    const client = connect({ url });
    await until(() => client.ends.length === 1);
    expect(client.ends[0]?.failure.code).toBe('refused');
    expect(JSON.stringify(client.ends)).not.toContain('s3cret-key');
  });
});

test('a connect that is never answered can be closed', async () => {
  const sockets: Socket[] = [];
  const mute = createServer((socket) => sockets.push(socket.on('error', () => undefined).resume()));
  await new Promise<void>((resolve) => mute.listen(0, '127.0.0.1', resolve));
  const client = connect({ url: `ws://127.0.0.1:${(mute.address() as AddressInfo).port}/` });
  await until(() => sockets.length === 1);
  client.connection.close();
  await until(() => sockets[0]!.readableEnded || sockets[0]!.destroyed);
  expect(client.ends).toEqual([]);
  for (const socket of sockets) socket.destroy();
  await new Promise((resolve) => mute.close(resolve));
});
