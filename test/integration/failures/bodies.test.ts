import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type App, removeFolder, startApp } from '../../support/app.ts';
import { driveApp, serveUpstream } from '../../support/driven-app.ts';
import { type Handler, json, startUpstream, type Upstream } from '../../support/upstream.ts';
import type { Wire } from '../../support/wire.ts';

const good = [
  { id: 1, name: 'one' },
  { id: 2, name: 'two' },
];
const MEBIBYTE = Buffer.alloc(1_048_576, 0x20);

let app: App;
let upstream: Upstream;
let number = 0;

beforeAll(async () => {
  app = await startApp();
  upstream = await startUpstream(() => undefined);
});
afterEach(() => {
  upstream.calls.length = 0;
});
afterAll(async () => {
  await app.kill();
  await upstream.close();
  removeFolder(app.dataFolder);
});

const send =
  (body: string | Buffer, headers: Record<string, string> = {}): Handler =>
  (_call, response) =>
    response.writeHead(200, { 'content-type': 'application/json', ...headers }).end(body);

interface Result {
  refresh: Wire;
  source: Wire;
  records: Wire[];
}

/** Refreshes a source once with good records, and once with what is to be tried. */
async function afterGood(handler: Handler, settings: object = {}): Promise<Result> {
  const id = `source-${(number += 1)}`;
  const path = `/api/v1/sources/${id}`;
  await app.post('/api/v1/sources', {
    id,
    name: id,
    url: `${upstream.url}/list`,
    policy: { preset: 'manual' },
    maxBodyMebibytes: 2,
    ...settings,
  });
  upstream.handler = (_call, response) => json(response, good);
  expect((await app.post(`${path}/refresh`, { wait: true })).body.refresh.outcome).toBe('changed');
  upstream.calls.length = 0;
  upstream.handler = handler;
  // A press this soon after another is taken for a part of it, unless the settings were saved in between.
  await app.call('PUT', path, (await app.get(path)).body.config);
  const { refresh } = (await app.post(`${path}/refresh`, { mode: 'force', wait: true })).body;
  return { refresh, source: (await app.get(path)).body, records: (await app.get(`${path}/records`)).body.items };
}

const fieldsOf = (records: Wire[]) => records.map((record) => record.fields);

const refused: { name: string; handler: Handler; code: string; says: string }[] = [
  {
    name: 'a sign-in page that calls itself JSON',
    handler: send('<!doctype html><html><head><title>Sign in to the portal</title>'),
    code: 'not-json',
    says: 'a web page or XML, not JSON: "Sign in to the portal"',
  },
  {
    name: 'a sign-in page with its own type',
    handler: send('<html>', { 'content-type': 'text/html' }),
    code: 'not-json',
    says: 'a web page',
  },
  { name: 'JSON that ends too early', handler: send('[{"id":1},{"id":'), code: 'not-json', says: 'ends too early' },
  { name: 'JSON with a mistake', handler: send('[{"id":1}\n,{"id":x}]'), code: 'not-json', says: 'line 2, column 8' },
  { name: 'nothing at all', handler: send(''), code: 'not-json', says: 'the body is empty' },
  {
    name: 'no content',
    handler: (_call, response) => response.writeHead(204).end(),
    code: 'not-json',
    says: 'the body is empty',
  },
  { name: 'an object where the list was', handler: send('{"items":{"1":{"id":1}}}'), code: 'no-list', says: 'not a list of records' },
  {
    name: 'the list under a new name',
    handler: send(JSON.stringify({ data: { rows: good } })),
    code: 'no-list',
    says: 'is an object, not a list of records',
  },
  { name: 'null', handler: send('null'), code: 'no-list', says: 'is null, not a list' },
  { name: 'records that lost their ids', handler: send('[{"name":"one"},{"name":"two"}]'), code: 'no-ids', says: 'None of the 2 entries' },
  {
    name: 'a 304 that nobody asked for',
    handler: (_call, response) => response.writeHead(304).end(),
    code: 'client-error',
    says: 'but was not asked that',
  },
];

test.each(refused)('$name is refused in words, is asked for once, and every record stays', async ({ handler, code, says }) => {
  const { refresh, source, records } = await afterGood(handler);
  expect(refresh).toMatchObject({ outcome: 'failed', calls: 1, failure: { code, message: expect.stringContaining(says) } });
  expect(refresh.failure.advice).toMatch(/\.$/);
  expect(source).toMatchObject({ state: 'error', failure: { code }, records: 2, decision: { inputs: { failures: 1 } } });
  expect(fieldsOf(records)).toEqual(good);
  expect(upstream.calls.length).toBe(1);
});

test('an empty list is an answer: nothing is removed', async () => {
  const { refresh, source, records } = await afterGood(send('[]'));
  expect(refresh).toMatchObject({ outcome: 'unchanged', failure: null, counts: { added: 0, rejected: 0 } });
  expect(source).toMatchObject({ state: 'fresh', records: 2 });
  expect(fieldsOf(records)).toEqual(good);
});

test('ids that occur twice are counted with an example, and the first is kept', async () => {
  const { refresh, records } = await afterGood(send('[{"id":1,"name":"first"},{"id":2,"name":"two"},{"id":1,"name":"second"}]'));
  expect(refresh).toMatchObject({ outcome: 'changed', counts: { updated: 1, unchanged: 1, rejected: 1 } });
  expect(refresh.rejected).toMatchObject([{ count: 1, example: expect.stringContaining('again at entry 3; the first was kept') }]);
  expect(fieldsOf(records)).toEqual([
    { id: 1, name: 'first' },
    { id: 2, name: 'two' },
  ]);
});

const readable: { name: string; handler: Handler; city?: string }[] = [
  { name: 'a byte order mark', handler: send('\ufeff[{"id":1,"name":"Zürich"}]') },
  {
    name: 'latin-1 that says so',
    handler: send(Buffer.from('[{"id":1,"name":"Zürich"}]', 'latin1'), { 'content-type': 'application/json; charset=ISO-8859-1' }),
  },
  {
    name: 'latin-1 by a name that is common and wrong',
    handler: send(Buffer.from('[{"id":1,"name":"Zürich"}]', 'latin1'), { 'content-type': 'application/json; charset=latin-1' }),
  },
  {
    name: 'latin-1 that says nothing',
    handler: send(Buffer.from('[{"id":1,"name":"Zürich"}]', 'latin1')),
  },
  {
    name: 'UTF-16 with its mark',
    handler: send(Buffer.from('\ufeff[{"id":1,"name":"Zürich"}]', 'utf16le'), { 'content-type': 'application/json; charset=utf-16' }),
  },
  { name: 'a type of plain text', handler: send('[{"id":1,"name":"Zürich"}]', { 'content-type': 'text/plain; charset=utf-8' }) },
  { name: 'a type that is nonsense', handler: send('[{"id":1,"name":"Zürich"}]', { 'content-type': ';;;' }) },
  { name: 'a character set that nobody knows', handler: send('[{"id":1,"name":"Zürich"}]', { 'content-type': 'a/b; charset=klingon' }) },
  { name: 'gzip', handler: send(gzipSync('[{"id":1,"name":"Zürich"}]'), { 'content-encoding': 'gzip' }) },
];

test.each(readable)('$name is read letter by letter', async ({ handler }) => {
  const { refresh, records } = await afterGood(handler);
  expect(refresh).toMatchObject({ outcome: 'changed', failure: null });
  expect(records[0].fields).toEqual({ id: 1, name: 'Zürich' });
});

test.each([
  ['that is none', Buffer.from('[{"id":1}]')],
  ['that is broken in the middle', Buffer.concat([gzipSync(Buffer.alloc(5_000, 'x')).subarray(0, 20), Buffer.alloc(50, 1)])],
])('gzip %s is told as what it is, asked for once, and every record stays', async (_name, body) => {
  const { refresh, records } = await afterGood(send(body, { 'content-encoding': 'gzip' }));
  expect(refresh).toMatchObject({ outcome: 'failed', calls: 1, failure: { message: expect.stringMatching(/compressed/) } });
  expect(fieldsOf(records)).toEqual(good);
});

test('a body beyond the limit is refused by what it announces, before it is read', async () => {
  let sent = 0;
  const { refresh } = await afterGood((_call, response) => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': String(500 * MEBIBYTE.length) });
    response.write(MEBIBYTE, () => (sent += 1));
  });
  expect(refresh).toMatchObject({
    outcome: 'failed',
    calls: 1,
    failure: { code: 'too-large', message: expect.stringContaining('larger than 2 MiB') },
  });
  expect(sent).toBeLessThanOrEqual(1);
});

test('a body without end is read up to the limit and not much further', async () => {
  let written = 0;
  let isClosed = false;
  const { refresh, records } = await afterGood((_call, response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.on('close', () => (isClosed = true));
    const more = (): void => {
      if (isClosed || written > 200) return;
      written += 1;
      response.write(MEBIBYTE, more);
    };
    more();
  });
  expect(refresh).toMatchObject({ outcome: 'failed', calls: 1, failure: { code: 'too-large' } });
  await expect.poll(() => isClosed).toBe(true);
  // What the sockets of both sides hold comes on top of the two.
  expect(written).toBeLessThan(20);
  expect(fieldsOf(records)).toEqual(good);
});

test('a small body that unpacks to more than the limit is refused', async () => {
  const bomb = gzipSync(Buffer.alloc(100 * MEBIBYTE.length, 0x20));
  expect(bomb.length).toBeLessThan(MEBIBYTE.length);
  const { refresh } = await afterGood(send(bomb, { 'content-encoding': 'gzip' }));
  expect(refresh).toMatchObject({ outcome: 'failed', calls: 1, failure: { code: 'too-large' } });
});

test('a body that trickles for ever runs into the time of its source, which counts for all of it', async () => {
  const driven = await driveApp();
  const trickling = await serveUpstream((_call, response) => {
    response.writeHead(200, { 'content-type': 'application/json' }).write('[');
    const drip = setInterval(() => response.write(' '), 50);
    response.on('close', () => clearInterval(drip));
  });
  await driven.add({ id: 'trickle', url: `${trickling.url}/list`, policy: { preset: 'manual' } });
  const pressed = driven.press('trickle');
  await expect.poll(() => trickling.calls.length).toBe(1);
  await driven.advance(29_000);
  expect(trickling.calls.length).toBe(1);
  for (let calls = 2; calls <= 4; calls += 1) {
    await driven.advance(32_000);
    await expect.poll(() => trickling.calls.length).toBe(calls);
  }
  await driven.advance(32_000);
  expect((await pressed).refresh).toMatchObject({
    outcome: 'failed',
    calls: 4,
    failure: { code: 'timeout', message: expect.stringContaining('did not answer within 30 s') },
  });
});
