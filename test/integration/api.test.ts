import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type App, removeFolder, startApp } from '../support/app.ts';
import { json, startUpstream, type Upstream } from '../support/upstream.ts';
import type { Wire } from '../support/wire.ts';

let app: App;
let upstream: Upstream;

beforeAll(async () => {
  app = await startApp();
  upstream = await startUpstream((_call, response) =>
    json(
      response,
      Array.from({ length: 25 }, (_, id) => ({ id, name: `item ${id}` })),
    ),
  );
  await app.post('/api/v1/sources', { id: 'items', name: 'Items', url: `${upstream.url}/items` });
  await app.post('/api/v1/sources/items/refresh', { wait: true });
});
afterAll(async () => {
  await app.stop();
  await upstream.close();
  removeFolder(app.dataFolder);
});

test('health tells the version and that the database is sound', async () => {
  const { status, body } = await app.get('/api/v1/health');
  expect(status).toBe(200);
  expect(body).toMatchObject({ status: 'ok', database: { integrity: 'ok', records: 25 } });
});

test.each(['freshness', 'sources', 'refreshes', 'quotas', 'sources/items/records'])(
  '%s is a list with items and nextCursor',
  async (path) => {
    const { status, body } = await app.get(`/api/v1/${path}`);
    expect(status).toBe(200);
    expect(Array.isArray(body.items)).toBe(true);
    expect(body.nextCursor === null || typeof body.nextCursor === 'string').toBe(true);
  },
);

test('records are listed page by page', async () => {
  const first = (await app.get('/api/v1/sources/items/records?limit=10')).body;
  const second = (await app.get(`/api/v1/sources/items/records?limit=10&cursor=${first.nextCursor}`)).body;
  expect([first.items.length, second.items.length]).toEqual([10, 10]);
  expect(second.items[0].id).toBe('10');
  expect((await app.get('/api/v1/sources/items/records?q=item%2024')).body.items.map((item: Wire) => item.id)).toEqual(['24']);
});

test('freshness tells how old everything is, and why, in UTC', async () => {
  const [item] = (await app.get('/api/v1/freshness')).body.items;
  expect(item).toMatchObject({
    sourceId: 'items',
    state: 'fresh',
    nextAt: null,
    why: 'Not refreshed: nobody has looked yet; refreshes when you look',
  });
  expect(item.checkedAt).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
});

test('activity tells who is looking: nobody, as this is no page', async () => {
  expect((await app.get('/api/v1/activity')).body).toMatchObject({ active: false, sessions: [] });
});

test('every refresh is in the history, with the reason in the decisions', async () => {
  await app.post('/api/v1/refresh', { mode: 'force', wait: true });
  const { items } = (await app.get('/api/v1/refreshes?sourceId=items')).body;
  expect(items.length).toBeGreaterThan(0);
  const why = (await app.get('/api/v1/sources/items/why')).body;
  expect(why.items.map((item: Wire) => item.sentence)).toContain('Refreshed because you asked');
});

test('savings are told by day, by source and altogether, for all sources or one', async () => {
  const { body } = await app.get('/api/v1/savings?days=7');
  const today = new Date().toISOString().slice(0, 10);
  expect(body).toMatchObject({ to: today, everySeconds: 300, items: [{ day: today, money: [] }] });
  expect(body.sources.map((source: Wire) => source.sourceId)).toEqual(['items']);
  expect(body.total.calls).toBe(body.sources[0].calls);
  expect(body.total).toMatchObject({ calls: upstream.calls.length, cost: upstream.calls.length, refused: 0 });
  expect((await app.get('/api/v1/savings?sourceId=items')).body.total).toEqual(body.total);
  expect((await app.get('/api/v1/savings?sourceId=nobody')).status).toBe(404);
  expect((await app.get('/api/v1/savings?days=367')).status).toBe(422);
});

test('the description names every route of the contract', async () => {
  const { body } = await app.get('/api/v1/openapi.json');
  expect(body.openapi).toMatch(/^3\.1/);
  for (const path of [
    '/health',
    '/freshness',
    '/activity',
    '/refreshes',
    '/sources',
    '/sources/{id}/records',
    '/quotas',
    '/sources/{id}/refresh',
    '/refresh',
    '/savings',
  ]) {
    expect(Object.keys(body.paths)).toContain(path);
  }
  expect(Object.keys(body.paths)).not.toContain('/activity/beat');
  expect(body.paths['/sources'].post.requestBody.content['application/json'].schema).toBeDefined();
});

test('a source is changed, removed and brought back with its records', async () => {
  await app.post('/api/v1/sources', { id: 'other', name: 'Other', url: `${upstream.url}/other` });
  await app.post('/api/v1/sources/other/refresh', { wait: true });
  const { body: source } = await app.get('/api/v1/sources/other');
  expect((await app.call('PUT', '/api/v1/sources/other', { ...source.config, name: 'Renamed' })).body).toMatchObject({
    name: 'Renamed',
    records: 25,
    state: 'fresh',
  });
  expect((await app.call('DELETE', '/api/v1/sources/other')).status).toBe(200);
  expect((await app.get('/api/v1/sources/other')).status).toBe(404);
  expect((await app.post('/api/v1/sources/other/restore')).body).toMatchObject({ name: 'Renamed', records: 25 });
  await app.call('DELETE', '/api/v1/sources/other');
});

describe('bad input to the API is refused in words, and changes nothing', () => {
  const draft = (change: object) => ({ name: 'X', url: 'http://127.0.0.1:9/', ...change });
  test.each([
    ['no URL', { name: 'X' }, 422, 'url'],
    ['a URL that is none', draft({ url: 'example.com/items' }), 422, 'not a URL'],
    ['another scheme', draft({ url: 'ftp://example.com/items' }), 422, 'only http, https, file, command, and postgresql'],
    ['a file of another computer', draft({ url: 'file://server/data.csv' }), 422, 'a file is one of this computer'],
    ['a password in the URL', draft({ url: 'http://user:secret@example.com/' }), 422, 'use "auth" instead'],
    ['an id with spaces', draft({ id: 'My source' }), 422, 'lower-case letters'],
    ['an id that is taken', draft({ id: 'items' }), 409, 'There is a source "items" already'],
    ['a setting that does not exist', draft({ interval: 5 }), 422, 'there is no setting "interval" here'],
    ['a header that smuggles another', draft({ headers: { 'X-A': 'a\r\nX-B: b' } }), 422, 'control characters'],
    ['a header name that is none', draft({ headers: { 'X A': 'a' } }), 422, 'not a header name'],
    ['a method that changes things', draft({ method: 'DELETE' }), 422, 'method'],
    ['an expression that cannot be read', draft({ list: 'items[' }), 422, 'not a valid path or JSONata expression'],
    ['a computed field that cannot be read', draft({ computed: { x: '$sum(' } }), 422, '$sum('],
    ['a quota without calls', draft({ quota: { windows: [{ limit: 0, per: 'day' }] } }), 422, 'quota.windows.0.limit'],
    ['a quota by an unknown period', draft({ quota: { windows: [{ limit: 1, per: 'fortnight' }] } }), 422, 'quota.windows.0.per'],
    ['a policy that hammers', draft({ policy: { preset: 'fixed', everySeconds: 1 } }), 422, 'policy.everySeconds'],
    ['text for a number', draft({ timeoutSeconds: 'long' }), 422, 'timeoutSeconds'],
    ['a list for an object', [], 422, 'expected object'],
    ['a name of nothing but blanks', draft({ name: '   ' }), 422, 'name'],
  ])('%s', async (_name, body, status, words) => {
    const before = (await app.get('/api/v1/sources')).body.items.length;
    const answer = await app.post('/api/v1/sources', body);
    expect(answer.status).toBe(status);
    expect(answer.body.message).toContain(words);
    expect(answer.body.data.advice).toMatch(/\.$/);
    expect((await app.get('/api/v1/sources')).body.items.length).toBe(before);
  });

  test('a body that is no JSON', async () => {
    const answer = await app.call('POST', '/api/v1/sources', '{"name":');
    expect(answer.status).toBe(400);
  });

  test('a body beyond all measure', async () => {
    const answer = await app.call('POST', '/api/v1/sources', JSON.stringify({ name: 'x'.repeat(5_000_000) })).catch(() => null);
    expect(answer === null || answer.status === 413).toBe(true);
    expect((await app.get('/api/v1/health')).status).toBe(200);
  });

  test('a source, a route and a limit that do not exist', async () => {
    expect((await app.post('/api/v1/sources/nope/refresh')).body).toMatchObject({
      code: 'NOT_FOUND',
      message: 'There is no source "nope".',
    });
    expect((await app.get('/api/v1/nothing')).body).toMatchObject({ code: 'NOT_FOUND', message: 'There is nothing at /api/v1/nothing.' });
    expect((await app.get('/api/v1/refreshes?limit=0')).status).toBe(422);
    expect((await app.get('/api/v1/refreshes?outcome=great')).status).toBe(422);
  });
});

describe('security', () => {
  test('without the token nothing is told', async () => {
    for (const headers of [{}, { authorization: 'Bearer wrong' }, { authorization: `Basic ${app.token}` }]) {
      const response = await fetch(`${app.url}/api/v1/sources`, { headers: headers as Record<string, string> });
      expect(response.status).toBe(401);
      expect(await response.text()).toContain('Authorization: Bearer');
    }
    expect((await fetch(`${app.url}/api/v1/openapi.json`)).status).toBe(401);
  });

  test('a foreign Origin is refused even with the token', async () => {
    for (const origin of ['https://evil.example', 'null']) {
      const answer = await app.call('GET', '/api/v1/sources', undefined, { origin });
      expect(answer).toMatchObject({ status: 403, body: { code: 'FOREIGN_ORIGIN' } });
    }
  });

  /** fetch does not let a caller choose the Host. */
  const raw = (head: string) =>
    new Promise<string>((resolve, reject) => {
      let text = '';
      const socket = connect(app.port, '127.0.0.1', () => socket.write(head));
      socket.on('data', (chunk) => (text += chunk.toString()));
      socket.on('end', () => resolve(text));
      socket.on('error', reject);
    });

  test('a foreign Host is refused, as DNS rebinding would send it', async () => {
    for (const path of ['/', '/api/v1/sources']) {
      const answer = await raw(
        `GET ${path} HTTP/1.1\r\nHost: evil.example:${app.port}\r\nAuthorization: Bearer ${app.token}\r\nConnection: close\r\n\r\n`,
      );
      expect(answer).toMatch(/^HTTP\/1\.1 421/);
      expect(answer).toContain('does not answer to the host');
    }
  });

  test('the page comes with a strict policy, and files outside of it do not come at all', async () => {
    const page = await fetch(app.url);
    const policy = page.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toContain('unsafe');
    expect(await raw(`GET /../../package.json HTTP/1.1\r\nHost: 127.0.0.1:${app.port}\r\nConnection: close\r\n\r\n`)).toMatch(
      /^HTTP\/1\.1 404/,
    );
  });

  test('the server listens on loopback only', () => {
    expect(app.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  });
});
