import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type App, removeFolder, startApp } from '../support/app.ts';
import { behind, formOf, startTokenServer, TOKEN_MARK, type TokenServer } from '../support/token-server.ts';
import { startUpstream, type Upstream } from '../support/upstream.ts';
import type { Wire } from '../support/wire.ts';

const CLIENT_SECRET = 'cl1ent-s3cret';

let app: App;
let upstream: Upstream;
let tokens: TokenServer;

beforeEach(async () => {
  tokens = await startTokenServer();
  tokens.rotates = true;
  upstream = await startUpstream(behind(() => tokens));
});
afterEach(async () => {
  await app.kill();
  await upstream.close();
  await tokens.close();
  removeFolder(app.dataFolder);
});

const source = (change: object = {}) => ({
  id: 'rides',
  name: 'Rides',
  url: `${upstream.url}/rides`,
  policy: { preset: 'manual' },
  auth: {
    kind: 'oauth2',
    grant: 'refresh-token',
    tokenUrl: tokens.url,
    clientId: 'freshet',
    clientSecret: CLIENT_SECRET,
    refreshToken: `${TOKEN_MARK}-refresh-0`,
    ...change,
  },
});

/** A press within 2 seconds of the last one joins it, so this one is asked for until it is one of its own. */
async function refreshed(): Promise<{ outcome: string; failure: unknown }> {
  let answer: { answer: string; refresh: { outcome: string; failure: unknown } } | null = null;
  await expect
    .poll(async () => (answer = (await app.post('/api/v1/sources/rides/refresh', { mode: 'force', wait: true })).body)?.answer, {
      interval: 250,
    })
    .toBe('started');
  return (answer as unknown as { refresh: { outcome: string; failure: unknown } }).refresh;
}

/** Everything in the data folder and in the folders in it, byte for byte. */
const onDisk = () =>
  readdirSync(app.dataFolder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => [entry.name, readFileSync(join(entry.parentPath, entry.name), 'latin1')] as const);

test('a source whose tokens end goes on over a restart and a power cut, and its secrets stand nowhere but sealed', async () => {
  app = await startApp();
  const said: string[] = [app.errors()];
  const ask = async (path: string, body?: object) => {
    const answer = await (body === undefined ? app.get(path) : app.post(path, body));
    said.push(JSON.stringify(answer.body));
    return answer;
  };
  expect((await ask('/api/v1/sources/preview', source())).body).toMatchObject({ failure: null, total: 1 });
  expect((await ask('/api/v1/sources', source())).body.config.auth).toMatchObject({
    clientSecret: { stored: true },
    refreshToken: { stored: true },
  });
  expect(await refreshed()).toMatchObject({ failure: null });
  expect(tokens.calls.length).toBe(1);

  await app.stop();
  app = await startApp({ dataFolder: app.dataFolder });
  expect(await refreshed()).toMatchObject({ failure: null });
  expect(tokens.calls.length).toBe(1);
  tokens.endTokens();
  expect(await refreshed()).toMatchObject({ failure: null, calls: 3 });

  // The power goes as soon as the new access token is used for the first time; the refresh token of before is dead by then.
  tokens.endTokens();
  const { handler } = upstream;
  const seen = new Promise<void>((resolve) => {
    upstream.handler = (call, response) => (tokens.accepts(call) ? resolve() : handler(call, response));
  });
  const calls = tokens.calls.length;
  void refreshed().catch(() => undefined);
  await seen;
  await app.kill();
  upstream.handler = handler;
  app = await startApp({ dataFolder: app.dataFolder });
  expect(await refreshed()).toMatchObject({ failure: null });
  tokens.endTokens();
  expect(await refreshed()).toMatchObject({ failure: null });
  expect(tokens.calls.length).toBe(calls + 2);
  expect(new Set(tokens.calls.map((call) => formOf(call)['refresh_token'])).size).toBe(tokens.calls.length);

  // Refused by the API and by the token server, which both say back what they were sent.
  upstream.handler = behind(() => ({ ...tokens, accepts: () => false }));
  tokens.endTokens();
  expect(await refreshed()).toMatchObject({ failure: { code: 'unauthorized', message: expect.stringContaining('•••') } });
  tokens.refreshToken = 'revoked';
  expect(await refreshed()).toMatchObject({
    failure: { code: 'unauthorized', advice: expect.stringContaining('enter the new refresh token') },
  });
  for (const path of ['', '/rides', '/rides/why']) await ask(`/api/v1/sources${path}`);
  for (const path of ['/refreshes', '/status', '/quotas', '/health']) await ask(`/api/v1${path}`);
  await app.stop();
  said.push(app.errors());
  for (const text of said) for (const secret of [TOKEN_MARK, CLIENT_SECRET]) expect(text).not.toContain(secret);
  for (const [name, bytes] of onDisk())
    for (const secret of [TOKEN_MARK, CLIENT_SECRET]) expect(`${name}: ${bytes.includes(secret)}`).toBe(`${name}: false`);
});

test('the config file names variables, and a refresh token that was replaced outlives a restart', async () => {
  const env = { RIDES_SECRET: CLIENT_SECRET, RIDES_REFRESH: `${TOKEN_MARK}-refresh-0` };
  app = await startApp({ env });
  const auth = { clientSecret: { env: 'RIDES_SECRET' }, refreshToken: { env: 'RIDES_REFRESH' }, clientAuth: 'basic' };
  writeFileSync(join(app.dataFolder, 'freshet.config.json'), JSON.stringify({ version: 1, sources: [source(auth)] }));
  await expect.poll(async () => (await app.get('/api/v1/sources/rides')).status).toBe(200);
  expect(await refreshed()).toMatchObject({ failure: null });
  tokens.endTokens();
  await app.stop();
  app = await startApp({ dataFolder: app.dataFolder, env });
  expect(await refreshed()).toMatchObject({ failure: null });
  expect(tokens.calls.map((call) => formOf(call))).toEqual([
    { grant_type: 'refresh_token', refresh_token: `${TOKEN_MARK}-refresh-0` },
    { grant_type: 'refresh_token', refresh_token: `${TOKEN_MARK}-refresh-1` },
  ]);
});

test('a mistake in the settings is told at its place', async () => {
  app = await startApp();
  const add = async (change: object) =>
    (await app.post('/api/v1/sources', source(change))).body.data.problems.map((each: Wire) => each.path);
  expect(await add({ tokenUrl: 'nowhere' })).toEqual(['auth.tokenUrl']);
  expect(await add({ parameters: { refresh_token: 'x' } })).toEqual(['auth.parameters.refresh_token']);
  expect(await add({ grant: 'password' })).toEqual(['auth.grant']);
});
