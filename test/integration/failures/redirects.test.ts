import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type App, removeFolder, startApp } from '../../support/app.ts';
import { type Handler, json, startUpstream, type Upstream } from '../../support/upstream.ts';

let app: App;
let here: Upstream;
let elsewhere: Upstream;
let number = 0;

beforeAll(async () => {
  app = await startApp();
  here = await startUpstream(() => undefined);
  elsewhere = await startUpstream((_call, response) => json(response, [{ id: 1 }]));
});
beforeEach(() => {
  here.calls.length = 0;
  elsewhere.calls.length = 0;
});
afterAll(async () => {
  await app.kill();
  await here.close();
  await elsewhere.close();
  removeFolder(app.dataFolder);
});

const to =
  (location: string, status = 302): Handler =>
  (_call, response) =>
    response.writeHead(status, { location }).end();

async function refreshed(settings: object = {}) {
  const id = `source-${(number += 1)}`;
  const added = await app.post('/api/v1/sources', { id, name: id, url: `${here.url}/0`, policy: { preset: 'manual' }, ...settings });
  expect(added.status).toBe(201);
  const { body } = await app.post(`/api/v1/sources/${id}/refresh`, { wait: true });
  return { ...body.refresh, today: (await app.get(`/api/v1/sources/${id}`)).body.today };
}

/** Redirects from /0 to /1 and so on, and answers at the one of that number. */
const chain =
  (length: number): Handler =>
  (call, response) => {
    const at = Number(call.path.slice(1));
    if (at === length) json(response, [{ id: 1 }]);
    else to(`/${at + 1}`)(call, response);
  };

test('five redirects are followed, and each of the six calls is counted', async () => {
  here.handler = chain(5);
  expect(await refreshed()).toMatchObject({ outcome: 'changed', calls: 6, today: { calls: 6 } });
  expect(here.calls.map((call) => call.path)).toEqual(['/0', '/1', '/2', '/3', '/4', '/5']);
});

test('a sixth redirect is not followed', async () => {
  here.handler = chain(6);
  expect(await refreshed()).toMatchObject({ outcome: 'failed', calls: 6, failure: { code: 'redirects' } });
  expect(here.calls.length).toBe(6);
});

test('a loop of redirects ends, and is not tried again', async () => {
  here.handler = to('/0');
  expect(await refreshed()).toMatchObject({ outcome: 'failed', calls: 6, failure: { code: 'redirects' } });
  expect(here.calls.length).toBe(6);
});

test('redirects stop at a quota that is spent', async () => {
  here.handler = chain(5);
  const { outcome, calls, failure } = await refreshed({ quota: { windows: [{ per: 'day', limit: 3 }], reserveForManualPercent: 0 } });
  expect({ outcome, calls, code: failure.code }).toEqual({ outcome: 'failed', calls: 3, code: 'quota-spent' });
  expect(here.calls.length).toBe(3);
});

test.each([
  { kind: 'bearer', secret: 'hush-hush' },
  { kind: 'basic', username: 'me', secret: 'hush-hush' },
  { kind: 'header', name: 'X-Key', secret: 'hush-hush' },
  { kind: 'query', name: 'key', secret: 'hush-hush' },
])('credentials ($kind) and own headers do not go with a redirect to another origin', async (auth) => {
  here.handler = to(`${elsewhere.url}/list`);
  expect(await refreshed({ auth, headers: { 'X-Account': 'own-account' } })).toMatchObject({ outcome: 'changed' });
  const [asked] = here.calls;
  const sent = (call?: (typeof here.calls)[number]) => JSON.stringify([call?.headers, [...(call?.query ?? [])]]);
  const encoded = Buffer.from('me:hush-hush').toString('base64');
  expect([sent(asked).includes('hush-hush'), sent(asked).includes(encoded)]).toContain(true);
  expect(sent(asked)).toContain('own-account');
  const [followed] = elsewhere.calls;
  for (const secret of ['hush-hush', encoded, 'own-account']) expect(sent(followed)).not.toContain(secret);
  expect(followed?.headers.accept).toContain('application/json');
});

test('credentials go with a redirect within the origin', async () => {
  here.handler = chain(1);
  expect(await refreshed({ auth: { kind: 'bearer', secret: 'hush-hush' } })).toMatchObject({ outcome: 'changed' });
  expect(here.calls.map((call) => call.headers.authorization)).toEqual(['Bearer hush-hush', 'Bearer hush-hush']);
});

test('what was taken off on the way to another origin does not come back with a redirect from there', async () => {
  here.handler = (call, response) => (call.path === '/0' ? to(`${elsewhere.url}/list`)(call, response) : json(response, [{ id: 1 }]));
  const answer = elsewhere.handler;
  elsewhere.handler = to(`${here.url}/1`);
  expect(await refreshed({ auth: { kind: 'bearer', secret: 'hush-hush' } })).toMatchObject({ outcome: 'changed' });
  elsewhere.handler = answer;
  expect(here.calls.map((call) => call.headers.authorization)).toEqual(['Bearer hush-hush', undefined]);
});

test.each([
  [301, 'GET'],
  [302, 'GET'],
  [303, 'GET'],
  [307, 'POST'],
  [308, 'POST'],
])('a POST that is redirected with %i goes on as %s', async (status, method) => {
  here.handler = (call, response) => (call.path === '/0' ? to('/1', status)(call, response) : json(response, [{ id: 1 }]));
  await refreshed({ method: 'POST', body: '{"all":true}' });
  expect(here.calls.map((call) => [call.method, call.body])).toEqual([
    ['POST', '{"all":true}'],
    [method, method === 'POST' ? '{"all":true}' : ''],
  ]);
});

test('the body of a POST does not go to another origin', async () => {
  here.handler = to(`${elsewhere.url}/list`, 307);
  const { outcome, failure } = await refreshed({ method: 'POST', body: '{"account":"own-account"}' });
  expect(elsewhere.calls.map((call) => call.body).join('')).not.toContain('own-account');
  expect({ outcome, code: failure?.code }).toEqual({ outcome: 'failed', code: 'redirects' });
});

test.each(['ftp://example.com/list', 'file:///etc/passwd', 'http://['])('a redirect to %s is not followed', async (location) => {
  here.handler = to(location);
  expect(await refreshed()).toMatchObject({ outcome: 'failed', calls: 1, failure: { code: 'redirects' } });
});

test('a redirect without an address is an answer that is not accepted', async () => {
  here.handler = (_call, response) => response.writeHead(302).end();
  expect(await refreshed()).toMatchObject({ outcome: 'failed', calls: 1, failure: { code: 'client-error', status: 302 } });
});
