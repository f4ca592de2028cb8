import { afterEach, beforeEach, describe, expect, test } from 'vitest';
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

function connect(resume: string | null = null, headers: Record<string, string> = {}): PushClient {
  const client = connectPush({ kind: 'sse', url: `http://${server.host}/sse`, headers }, resume);
  clients.push(client);
  return client;
}
async function connected(resume: string | null = null, headers: Record<string, string> = {}): Promise<PushClient> {
  const client = connect(resume, headers);
  await until(() => client.opened === 1 && server.connections === 1);
  return client;
}

test('it asks for events with its headers and receives them with their ids', async () => {
  const client = await connected(null, { Authorization: 'Bearer s3cret-key' });
  expect(server.calls[0]?.headers).toMatchObject({ accept: 'text/event-stream', authorization: 'Bearer s3cret-key' });
  expect(server.calls[0]?.headers['last-event-id']).toBeUndefined();
  server.publish({ id: 'a' });
  server.publishText('{\n"id": "b"\n}');
  await until(() => client.texts.length === 2);
  expect(client.texts).toEqual(['{"id":"a"}', '{\n"id": "b"\n}']);
  expect(client.resumes).toEqual(['1', '2']);
});

test('after a reconnect it goes on from the last event id, and nothing is lost', async () => {
  const first = await connected();
  server.publish('one');
  await until(() => first.texts.length === 1);
  server.breakAll();
  await until(() => first.ends.length === 1);
  expect(first.ends[0]?.failure.code).toBe('reset');
  server.publish('two', 'three');
  const second = await connected(first.resumes.at(-1) ?? null);
  expect(server.calls[1]?.headers['last-event-id']).toBe('1');
  server.publish('four');
  await until(() => second.texts.length === 3);
  expect(second.texts).toEqual(['"two"', '"three"', '"four"']);
});

test('an id that is not ASCII goes out as UTF-8', async () => {
  await connected('größe');
  expect(Buffer.from(server.calls[0]?.headers['last-event-id'] as string, 'latin1').toString('utf8')).toBe('größe');
});

test('what the server loses, doubles and turns around comes as it is sent', async () => {
  const client = await connected();
  server.fate = (id) => (['pass', 'drop', 'twice', 'after-next', 'hold', 'pass'] as const)[id - 1] ?? 'pass';
  server.publish(1, 2, 3, 4, 5, 6);
  server.release();
  await until(() => client.texts.length === 6);
  expect(client.texts).toEqual(['1', '3', '3', '6', '4', '5']);
});

test('a comment is a sign of life and nothing else; silence gives no sign', async () => {
  const client = await connected();
  expect(client.alive).toBe(0);
  server.writeRaw(': still here\n\n');
  await until(() => client.alive > 0);
  expect(client.texts).toEqual([]);
});

test('an event that is cut in the middle of a character is whole', async () => {
  const client = await connected();
  const bytes = new TextEncoder().encode('data: "é"\n\n');
  server.writeRaw(bytes.subarray(0, 8));
  await until(() => client.alive === 1);
  server.writeRaw(bytes.subarray(8));
  await until(() => client.texts.length === 1);
  expect(client.texts).toEqual(['"é"']);
});

describe('the end', () => {
  test('of a stream that the server closed brings its retry time', async () => {
    const client = await connected();
    server.writeRaw('retry: 45000\n\ndata: not complete');
    await until(() => client.alive === 1);
    server.closeAll();
    await until(() => client.ends.length === 1);
    expect(client.ends[0]).toMatchObject({ failure: { code: 'reset', message: `${server.host} closed the connection.` }, retryMs: 45_000 });
    expect(client.texts).toEqual([]);
  });

  test('of an event beyond 4 MiB; one of 4 MiB passes', async () => {
    const client = await connected();
    server.publishText('x'.repeat(4 * 1_048_576));
    await until(() => client.texts.length === 1);
    server.publishText('x'.repeat(4 * 1_048_576 + 1));
    await until(() => client.ends.length === 1);
    expect(client.texts).toHaveLength(1);
    expect(client.ends[0]?.failure.code).toBe('too-large');
    await until(() => server.connections === 0);
  });

  test('from this side closes the socket and is not reported', async () => {
    const client = await connected();
    client.connection.close();
    await until(() => server.connections === 0);
    expect(client.ends).toEqual([]);
  });
});

describe('a refusal', () => {
  test.each([
    [401, 'unauthorized'],
    [403, 'forbidden'],
    [410, 'gone'],
    [500, 'server-error'],
    [204, 'client-error'],
  ])('with %i is %s', async (status, code) => {
    server.refusal = { status, headers: { 'retry-after': '7' } };
    const client = connect(null, { 'x-key': 's3cret-key' });
    await until(() => client.ends.length === 1);
    expect(client.ends[0]).toMatchObject({ failure: { code }, retryAfter: '7' });
    expect(client.opened).toBe(0);
  });

  test('is a web page, too', async () => {
    server.refusal = { status: 200, headers: { 'content-type': 'text/html' }, body: '<p>Log in</p>' };
    const client = connect();
    await until(() => client.ends.length === 1);
    expect(client.ends[0]?.failure.message).toBe(`${server.host} answered (200) with text/html, not with a stream of events.`);
  });
});

describe('a redirect', () => {
  test('to another origin is followed without credentials', async () => {
    const other = await PushServer.start();
    server.refusal = { status: 307, headers: { location: `http://${other.host}/sse` } };
    const client = connect('4', { 'x-key': 's3cret-key' });
    await until(() => client.opened === 1);
    expect(other.calls[0]?.headers).toMatchObject({ accept: 'text/event-stream', 'last-event-id': '4' });
    expect(other.calls[0]?.headers['x-key']).toBeUndefined();
    client.connection.close();
    await other.close();
  });

  test.each(['/sse', 'ftp://127.0.0.1/'])('that leads in circles or out of the web (%s) is refused', async (location) => {
    server.refusal = { status: 302, headers: { location } };
    const client = connect();
    await until(() => client.ends.length === 1);
    expect(client.ends[0]?.failure.code).toBe('redirects');
  });
});
