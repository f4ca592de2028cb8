import { expect, onTestFinished, test } from 'vitest';
import type { SourceDraftInput } from '../../../../src-preload/contract/index.ts';
import { sourceDraftSchema } from '../../../../src-preload/contract/index.ts';
import { makeRig, type Rig } from '../../../support/engine.ts';
import { PushServer } from '../../../support/push-server.ts';
import { behind, formOf, startTokenServer, TOKEN_MARK, type TokenServer } from '../../../support/token-server.ts';
import { json, type Handler } from '../../../support/upstream.ts';

const SECOND = 1_000;
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

type OAuthInput = Extract<NonNullable<SourceDraftInput['auth']>, { grant: 'refresh-token' }>;

interface Scene extends Rig {
  tokens: TokenServer;
  auth: (change?: Partial<OAuthInput>) => OAuthInput;
  addSigned: (settings?: Partial<SourceDraftInput>, change?: Partial<OAuthInput>) => ReturnType<Rig['add']>;
  outcome: (id?: string) => ReturnType<Rig['engine']['refreshes']>['items'][number] | undefined;
}

/** A source of an API that takes only access tokens of a real token server. */
async function scene(answer?: Handler): Promise<Scene> {
  const tokens = await startTokenServer();
  const rig = await makeRig({ handler: behind(() => tokens, answer) });
  onTestFinished(tokens.close);
  const auth = (change: Partial<OAuthInput> = {}): OAuthInput => ({
    kind: 'oauth2',
    grant: 'refresh-token',
    tokenUrl: tokens.url,
    clientId: 'freshet',
    clientSecret: 's3cret',
    refreshToken: `${TOKEN_MARK}-refresh-0`,
    ...change,
  });
  return Object.assign(rig, {
    tokens,
    auth,
    addSigned: (settings: Partial<SourceDraftInput> = {}, change: Partial<OAuthInput> = {}) =>
      rig.add({ policy: { preset: 'manual' }, auth: auth(change), ...settings }),
    outcome: (id = 'odds') => rig.engine.refreshes({ sourceId: id, limit: 1 }).items[0],
  });
}

/** Presses within 2 seconds are one. */
const PRESS_MS = 2 * SECOND;

/** Presses Refresh and waits for the end. */
function press(rig: Rig, id = 'odds') {
  rig.clock.setWall(PRESS_MS);
  return rig.engine.refresh(id, 'force', true);
}

/** Lets time pass in seconds while refreshes wait for their retries, with time for sockets in between. */
async function passWithRetries(rig: Rig, ms: number, enough: () => boolean = () => false): Promise<void> {
  for (let passed = 0; passed < ms && !enough(); passed += SECOND) {
    await rig.clock.advance(SECOND);
    for (let turns = 0; turns < 20; turns += 1) await rig.clock.settle(() => true);
  }
}

/** Whether anything that waits for the network only has come to rest. */
const until = (rig: Rig, holds: () => boolean) => rig.clock.settle(holds);

test('an access token is got once, sent with every call, and goes on after a restart', async () => {
  const rig = await scene();
  await rig.addSigned();
  await press(rig);
  await press(rig);
  await rig.restart();
  await press(rig);
  expect(rig.outcome()).toMatchObject({ outcome: 'unchanged', failure: null });
  expect(rig.tokens.calls.length).toBe(1);
  expect(formOf(rig.tokens.calls[0])).toMatchObject({ grant_type: 'refresh_token', client_id: 'freshet', client_secret: 's3cret' });
  expect(rig.upstream.calls.map((call) => call.headers.authorization)).toEqual(Array(3).fill(`Bearer ${TOKEN_MARK}-access-1`));
});

test.each([
  [3600, HOUR - MINUTE],
  ['3600', HOUR - MINUTE],
  [120, MINUTE],
  // At half of its time, where that is less.
  [40, 20 * SECOND],
])('one that is good for %s s is renewed after %i ms, not before', async (lifetimeSeconds, afterMs) => {
  for (const [earlierMs, calls] of [
    [1, 1],
    [0, 2],
  ] as const) {
    const rig = await scene();
    rig.tokens.lifetimeSeconds = lifetimeSeconds;
    await rig.addSigned();
    await press(rig);
    rig.clock.setWall(afterMs - PRESS_MS - earlierMs);
    await press(rig);
    expect(rig.outcome()?.failure).toBeNull();
    expect(rig.tokens.calls.length).toBe(calls);
    expect(rig.upstream.calls.every((call) => rig.tokens.accepts(call))).toBe(true);
  }
});

test('one that the server gives no end is used until it is refused', async () => {
  const rig = await scene();
  rig.tokens.lifetimeSeconds = undefined;
  await rig.addSigned();
  await press(rig);
  rig.clock.setWall(90 * DAY);
  await press(rig);
  expect(rig.tokens.calls.length).toBe(1);
  rig.tokens.endTokens();
  await press(rig);
  expect(rig.tokens.calls.length).toBe(2);
  expect(rig.outcome()).toMatchObject({ failure: null, calls: 3 });
});

test('five sources that need a token at once share one renewal, at first and after five refusals', async () => {
  const rig = await scene();
  const held: (() => void)[] = [];
  rig.tokens.handler = (_call, _response, usual) => held.push(usual);
  const ids = ['a', 'b', 'c', 'd', 'e'];
  for (const id of ids) await rig.addSigned({ id, name: id, url: `${rig.upstream.url}/${id}` });
  const first = Promise.all(ids.map((id) => press(rig, id)));
  await until(rig, () => held.length > 0 && ids.every((id) => rig.engine.source(id).running !== null));
  for (const answer of held.splice(0)) answer();
  await first;
  expect(rig.tokens.calls.length).toBe(1);
  expect(ids.map((id) => rig.outcome(id)?.failure)).toEqual(Array(5).fill(null));
  // The token call belongs to the one that made it.
  expect(ids.map((id) => rig.outcome(id)?.calls).sort()).toEqual([1, 1, 1, 1, 2]);

  rig.tokens.endTokens();
  rig.upstream.calls.splice(0);
  const again = Promise.all(ids.map((id) => press(rig, id)));
  await until(rig, () => held.length > 0 && rig.upstream.calls.length === 5);
  for (const answer of held.splice(0)) answer();
  await again;
  expect(rig.tokens.calls.length).toBe(2);
  expect(rig.upstream.calls.length).toBe(10);
  expect(ids.map((id) => rig.outcome(id)?.failure)).toEqual(Array(5).fill(null));
});

test('a source that is refused a token which another has renewed meanwhile takes the new one', async () => {
  const rig = await scene();
  await rig.addSigned({ id: 'a', name: 'A' });
  await rig.addSigned({ id: 'b', name: 'B', url: `${rig.upstream.url}/slow` });
  await press(rig, 'a');
  rig.tokens.endTokens();
  let refuse: () => void = () => undefined;
  const usual = rig.upstream.handler;
  rig.upstream.handler = (call, response) => {
    // Judged by the token that it came with, but answered late.
    if (call.path === '/slow' && !rig.tokens.accepts(call)) refuse = () => json(response, {}, {}, 401);
    else void usual(call, response);
  };
  const slow = press(rig, 'b');
  await until(rig, () => rig.upstream.calls.some((call) => call.path === '/slow'));
  await press(rig, 'a');
  expect(rig.tokens.calls.length).toBe(2);
  refuse();
  await slow;
  expect(rig.outcome('b')).toMatchObject({ failure: null });
  expect(rig.tokens.calls.length).toBe(2);
});

test('a token that ends between two pages is renewed, and no page is lost', async () => {
  const rig = await scene((call, response) => {
    const page = Number(call.query.get('page'));
    if (page === 2) rig.tokens.endTokens();
    json(response, page > 4 ? [] : [{ id: page }]);
  });
  await rig.addSigned({ paging: { kind: 'page', param: 'page' } });
  await press(rig);
  expect(rig.engine.source('odds')).toMatchObject({ records: 4, failure: null });
  expect(rig.tokens.calls.length).toBe(2);
  // Five pages, one refusal, two calls for tokens.
  expect(rig.outcome()?.calls).toBe(8);
});

test('a second 401 is a refused sign-in: one renewal, one repetition, and then the schedule stops', async () => {
  const rig = await scene();
  rig.upstream.handler = (call, response) => json(response, { message: `not with ${call.headers.authorization}` }, {}, 401);
  await rig.addSigned({ policy: { preset: 'fixed', everySeconds: 60 } });
  await rig.idle();
  await rig.pass(DAY);
  expect(rig.upstream.calls.length).toBe(2);
  expect(rig.tokens.calls.length).toBe(2);
  expect(rig.engine.source('odds')).toMatchObject({ state: 'sign-in', failure: { code: 'unauthorized', status: 401 } });
  expect(rig.engine.source('odds').failure?.message).toContain('not with Bearer •••');
});

test('a refresh renews a refused token once, however many pages refuse it', async () => {
  const rig = await scene((call, response) => {
    const page = Number(call.query.get('page'));
    rig.tokens.endTokens();
    json(response, [{ id: page }]);
  });
  await rig.addSigned({ paging: { kind: 'page', param: 'page' } });
  await press(rig);
  expect(rig.outcome()?.failure).toMatchObject({ code: 'unauthorized' });
  expect(rig.tokens.calls.length).toBe(2);
});

test('a refresh token that is replaced is in the secret store before the access token is sent', async () => {
  const rig = await scene();
  rig.tokens.rotates = true;
  const { set } = rig.secrets;
  // A disk that takes longer than a call.
  rig.secrets.set = async (name, value) => {
    await rig.clock.settle(() => true);
    for (let turns = 0; turns < 50; turns += 1) await rig.clock.settle(() => true);
    await set(name, value);
  };
  const kept: boolean[] = [];
  const usual = rig.upstream.handler;
  rig.upstream.handler = (call, response) => {
    kept.push([...rig.secrets.kept.values()].some((value) => value.includes(rig.tokens.refreshToken)));
    return usual(call, response);
  };
  await rig.addSigned();
  for (let hours = 0; hours < 3; hours += 1) {
    await press(rig);
    rig.clock.setWall(HOUR);
    await rig.restart();
  }
  expect(rig.outcome()?.failure).toBeNull();
  expect(rig.tokens.calls.map((call) => formOf(call)['refresh_token'])).toEqual([0, 1, 2].map((turn) => `${TOKEN_MARK}-refresh-${turn}`));
  expect(kept).toEqual([true, true, true]);
  // What was entered stays what it was: it names the sign-in.
  expect(rig.secrets.kept.get('source:odds:refresh-token')).toBe(`${TOKEN_MARK}-refresh-0`);
});

test('a token that cannot be written is not sent, is kept in memory, and is used once it is written', async () => {
  const rig = await scene();
  rig.tokens.rotates = true;
  await rig.addSigned({ policy: { preset: 'manual' } });
  const { set } = rig.secrets;
  rig.secrets.set = () => Promise.reject(new Error('ENOSPC: no space left on device'));
  await press(rig);
  expect(rig.outcome()?.failure).toMatchObject({ code: 'store', message: expect.stringContaining('ENOSPC') });
  expect(rig.upstream.calls.length).toBe(0);
  rig.secrets.set = set;
  await press(rig);
  expect(rig.outcome()?.failure).toBeNull();
  expect(rig.tokens.calls.length).toBe(1);
  await rig.restart();
  rig.clock.setWall(HOUR);
  await press(rig);
  expect(rig.outcome()?.failure).toBeNull();
});

test('a refresh token from the environment that was replaced counts until the variable changes', async () => {
  const rig = await scene();
  rig.tokens.rotates = true;
  rig.environment['REFRESH'] = `${TOKEN_MARK}-refresh-0`;
  await rig.addSigned({}, { refreshToken: { env: 'REFRESH' } });
  await press(rig);
  rig.clock.setWall(HOUR);
  await rig.restart();
  await press(rig);
  expect(rig.tokens.calls.map((call) => formOf(call)['refresh_token'])).toEqual([0, 1].map((turn) => `${TOKEN_MARK}-refresh-${turn}`));
  rig.tokens.refreshToken = 'another';
  rig.environment['REFRESH'] = 'another';
  await press(rig);
  expect(formOf(rig.tokens.calls.at(-1))['refresh_token']).toBe('another');
  expect(rig.outcome()?.failure).toBeNull();
  expect([...rig.secrets.kept].filter(([name]) => name.startsWith('source:')).map(([name]) => name)).toEqual(['source:odds:client-secret']);
});

test('a token that the API says back is struck out as a whole, also where its words are cut short', async () => {
  const rig = await scene();
  const long = `${TOKEN_MARK}-${'x'.repeat(400)}`;
  rig.tokens.handler = (_call, response) => json(response, { access_token: long, token_type: 'bearer' });
  rig.upstream.handler = (_call, response) => json(response, { message: `no: ${long} ${long}` }, {}, 403);
  await rig.addSigned();
  await press(rig);
  expect(rig.outcome()?.failure).toMatchObject({ code: 'forbidden', message: expect.stringContaining('no: ••• •••') });
  rig.upstream.handler = (_call, response) => json(response, [{ price: long }]);
  await press(rig);
  expect(JSON.stringify(rig.outcome())).not.toContain(TOKEN_MARK);
});

test('a refused refresh token stops the schedule, says what to do, and a new one goes on at once', async () => {
  const rig = await scene();
  rig.tokens.refreshToken = 'another';
  const source = await rig.addSigned({ policy: { preset: 'fixed', everySeconds: 60 } });
  await rig.pass(DAY);
  expect(rig.tokens.calls.length).toBe(1);
  expect(rig.upstream.calls.length).toBe(0);
  expect(rig.engine.source('odds')).toMatchObject({
    state: 'sign-in',
    failure: { code: 'unauthorized', advice: expect.stringContaining('enter the new refresh token') },
  });
  expect(rig.engine.source('odds').failure?.message).toContain('••• was used before');
  await rig.engine.update({ ...source.config, auth: sourceDraftSchema.shape.auth.parse(rig.auth({ refreshToken: 'another' })) });
  await rig.idle();
  expect(rig.engine.source('odds')).toMatchObject({ state: 'fresh', failure: null });
});

test('a token server that stumbles is tried again after 1, 2 and 4 seconds', async () => {
  const rig = await scene();
  const at: number[] = [];
  rig.tokens.handler = (_call, response, usual) => (at.push(rig.clock.now()) < 4 ? json(response, {}, {}, 503) : usual());
  await rig.addSigned();
  const pressed = press(rig);
  await until(rig, () => at.length === 1);
  await passWithRetries(rig, 30 * SECOND, () => rig.engine.source('odds').running === null);
  await pressed;
  expect(rig.outcome()).toMatchObject({ failure: null, calls: 5 });
  expect(at.map((each) => each - (at[0] ?? 0))).toEqual([0, SECOND, 3 * SECOND, 7 * SECOND]);
});

test('a token server that is down is a failure that passes: the source backs off, the host is left alone, and all is well after it', async () => {
  const rig = await scene();
  let isUp = false;
  rig.tokens.handler = (_call, response, usual) => (isUp ? usual() : response.destroy());
  await rig.addSigned({ policy: { preset: 'fixed', everySeconds: 60 } });
  await rig.addSigned({ id: 'b', name: 'B', policy: { preset: 'fixed', everySeconds: 60 } }, { clientId: 'other' });
  await passWithRetries(rig, HOUR);
  for (const id of ['odds', 'b']) {
    expect(rig.engine.source(id)).toMatchObject({
      obstacle: 'error',
      failure: { message: expect.stringContaining('The access token could not be renewed. ') },
    });
    // One that goes on at once would make thousands.
    expect(rig.engine.refreshes({ sourceId: id, limit: 500 }).items.length).toBeLessThan(30);
  }
  expect(rig.upstream.calls.length).toBe(0);
  expect(rig.tokens.calls.length).toBeLessThan(60);
  isUp = true;
  await passWithRetries(rig, HOUR, () => rig.engine.sources().every((source) => source.state === 'fresh'));
  expect(rig.engine.sources().map((source) => source.failure)).toEqual([null, null]);
});

test('a press asks a token server that is left alone at once', async () => {
  const rig = await scene();
  let isUp = false;
  rig.tokens.handler = (_call, response, usual) => (isUp ? usual() : response.destroy());
  await rig.addSigned({ policy: { preset: 'fixed', everySeconds: 60 } });
  await passWithRetries(rig, HOUR, () => rig.outcome()?.failure?.code === 'host-resting');
  const calls = rig.tokens.calls.length;
  isUp = true;
  await press(rig);
  expect(rig.outcome()?.failure).toBeNull();
  expect(rig.tokens.calls.length).toBe(calls + 1);
});

test('a token server that does not answer in time is a failure that passes', async () => {
  const rig = await scene();
  rig.tokens.handler = () => undefined;
  await rig.addSigned({ timeoutSeconds: 5 });
  const pressed = press(rig);
  await passWithRetries(rig, MINUTE, () => rig.engine.source('odds').running === null);
  await pressed;
  expect(rig.outcome()?.failure).toMatchObject({ code: 'timeout', message: expect.stringContaining('within 5 s') });
  expect(rig.tokens.calls.length).toBe(4);
  expect(rig.engine.source('odds').obstacle).toBe('error');
});

test('whoever is stopped leaves the renewal to the others', async () => {
  const rig = await scene();
  const held: (() => void)[] = [];
  rig.tokens.handler = (_call, _response, usual) => held.push(usual);
  for (const id of ['a', 'b']) await rig.addSigned({ id, name: id });
  const ended = ['a', 'b'].map((id) => press(rig, id));
  await until(rig, () => held.length > 0);
  rig.engine.cancel('a');
  await ended[0];
  expect(rig.outcome('a')?.outcome).toBe('cancelled');
  held[0]?.();
  await ended[1];
  expect(rig.outcome('b')).toMatchObject({ failure: null });
  expect(rig.tokens.calls.length).toBe(1);
});

test('a renewal under way when the app ends brings its refresh token home', async () => {
  const rig = await scene();
  rig.tokens.rotates = true;
  const held: (() => void)[] = [];
  rig.tokens.handler = (_call, _response, usual) => held.push(usual);
  await rig.addSigned();
  void press(rig);
  await until(rig, () => held.length === 1);
  const restarted = rig.restart();
  await until(rig, () => rig.outcome()?.outcome === 'cancelled');
  rig.tokens.handler = (_call, _response, usual) => usual();
  held[0]?.();
  await restarted;
  await press(rig);
  expect(rig.outcome()?.failure).toBeNull();
  expect(rig.tokens.calls.length).toBe(1);
});

test('a renewal that does not end holds the app up for 3 seconds, no longer', async () => {
  const rig = await scene();
  rig.tokens.handler = () => undefined;
  await rig.addSigned();
  void press(rig);
  await until(rig, () => rig.tokens.calls.length === 1);
  let stopped = false;
  const stopping = rig.engine.stop().then(() => (stopped = true));
  await until(rig, () => rig.outcome()?.outcome === 'cancelled');
  await rig.clock.advance(3 * SECOND - 1);
  expect(stopped).toBe(false);
  await rig.clock.advance(1);
  await stopping;
});

test.each([
  ['back a year', -365 * DAY],
  ['forward a year', 365 * DAY],
])('a clock that is set %s makes no token unusable', async (_name, byMs) => {
  const rig = await scene();
  await rig.addSigned();
  await press(rig);
  rig.clock.setWall(byMs);
  await press(rig);
  expect(rig.outcome()?.failure).toBeNull();
  // And back to what it was: the token may be one of the other time.
  rig.clock.setWall(-byMs);
  await press(rig);
  rig.tokens.endTokens();
  await press(rig);
  expect(rig.outcome()?.failure).toBeNull();
});

test('sources that ask for other scopes of one sign-in use its refresh token one after the other', async () => {
  const rig = await scene();
  rig.tokens.rotates = true;
  await rig.addSigned({ id: 'a', name: 'A' }, { scope: 'read' });
  await rig.addSigned({ id: 'b', name: 'B' }, { scope: 'write' });
  await Promise.all([press(rig, 'a'), press(rig, 'b')]);
  expect(['a', 'b'].map((id) => rig.outcome(id)?.failure)).toEqual([null, null]);
  expect(rig.tokens.calls.map((call) => [formOf(call)['scope'], formOf(call)['refresh_token']])).toEqual([
    ['read', `${TOKEN_MARK}-refresh-0`],
    ['write', `${TOKEN_MARK}-refresh-1`],
  ]);
});

test('client credentials need no refresh token, and another client secret is another sign-in', async () => {
  const rig = await scene();
  const auth = { kind: 'oauth2', grant: 'client-credentials', tokenUrl: rig.tokens.url, clientId: 'me', clientAuth: 'basic' } as const;
  const source = await rig.add({ policy: { preset: 'manual' }, auth: { ...auth, clientSecret: 'one' } });
  await press(rig);
  expect(rig.outcome()?.failure).toBeNull();
  expect(formOf(rig.tokens.calls[0])).toEqual({ grant_type: 'client_credentials' });
  expect(rig.tokens.calls[0]?.headers.authorization).toBe(`Basic ${Buffer.from('me:one').toString('base64')}`);
  await rig.engine.update({ ...source.config, auth: { ...auth, clientSecret: 'two', parameters: {} } });
  await press(rig);
  expect(rig.tokens.calls.length).toBe(2);
});

test('calls for tokens are counted, and spend the quota of the source only at its own host', async () => {
  const rig = await scene();
  const quota = { windows: [{ limit: 2, per: 'day' as const, align: 'clock' as const }], reserveForManualPercent: 0 };
  await rig.addSigned({ quota });
  await press(rig);
  expect(rig.outcome()?.calls).toBe(2);
  expect(rig.engine.source('odds')).toMatchObject({ today: { calls: 2 }, quotas: [{ used: 1 }] });
  await rig.restart();
  expect(rig.engine.source('odds').quotas).toMatchObject([{ used: 1 }]);

  const { handler } = rig.upstream;
  rig.upstream.handler = (call, response) => (call.path === '/token' ? json(response, { access_token: 'x' }) : handler(call, response));
  await rig.addSigned({ id: 'own', name: 'Own', quota }, { tokenUrl: `${rig.upstream.url}/token` });
  await press(rig, 'own');
  // The token, the call with it, and no repetition: two calls were all that there were.
  expect(rig.engine.source('own')).toMatchObject({ today: { calls: 2 }, quotas: [{ used: 2 }] });
});

test('a preview gets a token, and what it was given in place of the refresh token is there when the source is added', async () => {
  const rig = await scene();
  rig.tokens.rotates = true;
  const draft = sourceDraftSchema.parse({ name: 'P', url: `${rig.upstream.url}/odds`, auth: rig.auth() });
  const preview = await rig.engine.preview(draft, new AbortController().signal);
  expect(preview).toMatchObject({ failure: null, total: 1 });
  await rig.engine.add(draft);
  await rig.idle();
  await press(rig, 'p');
  expect(rig.outcome('p')).toMatchObject({ failure: null, calls: 1 });
  expect(rig.tokens.calls.length).toBe(1);
});

test('a preview says what is missing or refused', async () => {
  const rig = await scene();
  const preview = (change: Partial<OAuthInput>) =>
    rig.engine.preview(
      sourceDraftSchema.parse({ name: 'P', url: `${rig.upstream.url}/odds`, auth: rig.auth(change) }),
      new AbortController().signal,
    );
  expect((await preview({ refreshToken: { env: 'NOT_SET' } })).failure).toMatchObject({
    code: 'secret-missing',
    message: 'The refresh token of this source is missing: the environment variable NOT_SET is not set.',
  });
  expect((await preview({ refreshToken: 'wrong' })).failure).toMatchObject({ code: 'unauthorized', status: 400 });
  expect(rig.upstream.calls.length).toBe(0);
});

test('secrets stand in the secret store under names of their own and nowhere in the settings', async () => {
  const rig = await scene();
  const source = await rig.addSigned();
  expect(source.config.auth).toMatchObject({ clientSecret: { stored: true }, refreshToken: { stored: true } });
  expect([...rig.secrets.kept.keys()].filter((name) => name.startsWith('source:'))).toEqual([
    'source:odds:client-secret',
    'source:odds:refresh-token',
  ]);
  // Sent back as they were shown, they stay; another kind of sign-in takes their place.
  await rig.engine.update({ ...source.config, name: 'Renamed' });
  expect(rig.secrets.kept.get('source:odds:client-secret')).toBe('s3cret');
  await rig.engine.update({ ...source.config, auth: { kind: 'bearer', secret: 'b' } });
  expect([...rig.secrets.kept.keys()].filter((name) => name.startsWith('source:'))).toEqual(['source:odds']);
});

test('what is stored is sent to no other token URL', async () => {
  const rig = await scene();
  const source = await rig.addSigned();
  const auth = { ...source.config.auth, tokenUrl: 'https://evil.example/token' } as typeof source.config.auth;
  await expect(rig.engine.update({ ...source.config, auth })).rejects.toThrow('is not sent to https://evil.example');
  await expect(rig.engine.preview({ ...source.config, auth }, new AbortController().signal)).rejects.toThrow('is not sent to');
});

test('a removed source takes its secrets and tokens with it once it cannot be brought back, and only its own', async () => {
  const rig = await scene();
  await rig.addSigned();
  await rig.addSigned({ id: 'kept', name: 'Kept' }, { clientId: 'other' });
  await press(rig);
  await press(rig, 'kept');
  await rig.engine.remove('odds');
  await rig.restart();
  expect(rig.secrets.kept.has('source:odds:refresh-token')).toBe(true);
  rig.clock.setWall(31 * DAY);
  await rig.restart();
  await rig.engine.stop();
  expect([...rig.secrets.kept.keys()].sort()).toEqual(['oauth:tokens', 'source:kept:client-secret', 'source:kept:refresh-token']);
  const { records } = JSON.parse(rig.secrets.kept.get('oauth:tokens') ?? '') as { records: object };
  expect(Object.keys(records).length).toBe(1);
});

test('a push connects with an access token, and once more with a new one where it is refused', async () => {
  const rig = await scene();
  const push = await PushServer.start();
  onTestFinished(() => push.close());
  await rig.addSigned({ push: { kind: 'sse', url: `http://${push.host}/sse` } });
  const link = () => rig.engine.source('odds').push;
  await until(rig, () => link()?.connected === true);
  expect(push.calls.at(-1)?.headers.authorization).toBe(`Bearer ${TOKEN_MARK}-access-1`);

  // The token ends while it is connected: refused, renewed, and refused no more.
  rig.tokens.endTokens();
  push.refusal = { status: 401 };
  rig.tokens.handler = (_call, _response, usual) => {
    push.refusal = null;
    usual();
  };
  push.breakAll();
  await until(rig, () => link()?.connected === false);
  await passWithRetries(rig, MINUTE, () => link()?.connected === true);
  expect(push.calls.map((call) => call.headers.authorization)).toEqual([1, 1, 2].map((turn) => `Bearer ${TOKEN_MARK}-access-${turn}`));
  expect(rig.tokens.calls.length).toBe(2);

  // Refused for good: a new token changes nothing, and the link waits for the user.
  push.refusal = { status: 401 };
  rig.tokens.handler = (_call, _response, usual) => usual();
  push.breakAll();
  await until(rig, () => link()?.connected === false);
  await passWithRetries(rig, 10 * MINUTE);
  expect(push.calls.length).toBe(5);
  expect(link()?.failure).toMatchObject({ code: 'unauthorized' });
});
