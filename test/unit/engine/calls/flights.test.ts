import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openForReading } from '../../../../src-main/store/database.ts';
import { makeRig, type Rig } from '../../../support/engine.ts';
import { type Handler, json } from '../../../support/upstream.ts';

const MINUTE = 60_000;
const body = { games: [{ id: 1, n: 1 }], teams: [{ id: 'a' }, { id: 'b' }], venues: [{ code: 'x' }] };

const every = (seconds: number) => ({ policy: { preset: 'fixed' as const, everySeconds: seconds } });
const last = (rig: Rig, sourceId: string) => rig.engine.refreshes({ sourceId, limit: 1 }).items[0];

/** Three sources that read different lists of one answer; none is called before its first interval has passed. */
async function makeThree(handler: Handler = (_call, response) => json(response, body), settings: Parameters<Rig['add']>[0] = {}) {
  const rig = await makeRig({ handler });
  const url = `${rig.upstream.url}/season`;
  await rig.add({ id: 'games', name: 'Games', url, list: 'games', ...every(600), ...settings });
  await rig.add({ id: 'teams', name: 'Teams', url, list: 'teams', ...every(900), ...settings });
  await rig.add({ id: 'venues', name: 'Venues', url, list: 'venues', idField: 'code', ...every(600), ...settings });
  await rig.idle();
  rig.upstream.calls.length = 0;
  return rig;
}

test('sources that read different lists of one answer are refreshed by one call, counted once', async () => {
  const rig = await makeThree();
  await rig.pass(10 * MINUTE);
  expect(rig.upstream.calls).toHaveLength(1);
  expect(last(rig, 'games')).toMatchObject({ trigger: 'schedule', calls: 1, note: 'Its call served 2 other sources too.' });
  for (const id of ['teams', 'venues']) {
    expect(last(rig, id)).toMatchObject({ trigger: 'shared', calls: 0, bytes: 0, outcome: 'unchanged', note: 'Shared the call of Games.' });
    const [decision] = rig.engine.why(id, 1, undefined).items;
    expect(decision).toMatchObject({ action: 'refresh', reason: 'shared', trigger: 'shared', inputs: { sharedWith: 'Games' } });
    expect(rig.engine.source(id).checkedAt).toBe(rig.engine.source('games').checkedAt);
  }
  expect(['games', 'teams', 'venues'].map((id) => rig.engine.source(id).records)).toEqual([1, 2, 1]);
  await rig.pass(10 * MINUTE);
  expect(rig.upstream.calls).toHaveLength(2);
});

test('a source that is not due within half of its interval, is paused, or has something in its way is left alone', async () => {
  const rig = await makeThree();
  await rig.add({ id: 'hourly', url: `${rig.upstream.url}/season`, list: 'games', ...every(3600) });
  await rig.idle();
  rig.engine.pause('teams', null);
  rig.upstream.calls.length = 0;
  await rig.pass(10 * MINUTE);
  expect(rig.upstream.calls).toHaveLength(1);
  expect(last(rig, 'venues')?.trigger).toBe('shared');
  expect(last(rig, 'teams')?.startedAt).not.toBe(last(rig, 'games')?.startedAt);
  expect(last(rig, 'hourly')?.startedAt).not.toBe(last(rig, 'games')?.startedAt);
  await rig.pass(20 * MINUTE);
  expect(last(rig, 'hourly')).toMatchObject({ trigger: 'shared', calls: 0 });
});

test('a press takes along those that are due, and leaves the others', async () => {
  const rig = await makeThree();
  await rig.pass(4 * MINUTE);
  await rig.engine.refresh('venues', 'normal', true);
  await rig.idle();
  expect(rig.upstream.calls).toHaveLength(1);
  expect(last(rig, 'games')?.trigger).toBe('schedule');
  await rig.pass(2 * MINUTE);
  await rig.engine.refresh('games', 'normal', true);
  await rig.idle();
  expect(rig.upstream.calls).toHaveLength(2);
  // Of 10 minutes, venues has 8 to go; of 15, teams has 9.
  expect(last(rig, 'teams')?.trigger).not.toBe('shared');
});

test('presses on several of them at once make one call', async () => {
  const rig = await makeThree();
  const answers = await rig.engine.refreshAll('force', true);
  expect(answers.map((each) => each.answer)).toEqual(['started', 'started', 'started']);
  expect(rig.upstream.calls).toHaveLength(1);
  expect(answers.map((each) => each.refresh?.calls)).toEqual([1, 0, 0]);
  expect(answers.map((each) => each.refresh?.trigger)).toEqual(['force', 'force', 'force']);
});

test('sources whose keys, headers or addresses differ do not share', async () => {
  const rig = await makeRig();
  const auth = (secret: string) => ({ auth: { kind: 'bearer' as const, secret } });
  rig.environment['SAME'] = 'one';
  await rig.add({ id: 'a', ...every(600), ...auth('one') });
  await rig.add({ id: 'b', ...every(600), auth: { kind: 'bearer', secret: { env: 'SAME' } } });
  await rig.add({ id: 'c', ...every(600), ...auth('two') });
  await rig.add({ id: 'd', ...every(600), ...auth('one'), headers: { 'x-team': '1' } });
  await rig.add({ id: 'e', ...every(600), ...auth('one'), query: { league: '1' } });
  await rig.idle();
  rig.upstream.calls.length = 0;
  await rig.pass(10 * MINUTE);
  expect(rig.upstream.calls).toHaveLength(4);
  expect(['a', 'b', 'c', 'd', 'e'].map((id) => last(rig, id)?.calls)).toEqual([1, 0, 1, 1, 1]);
});

test('stopping the one that made the call does not stop the others, and the other way round', async () => {
  const answers: (() => void)[] = [];
  let held = false;
  const rig = await makeThree((_call, response) => (held ? answers.push(() => json(response, body)) : json(response, body)));
  held = true;
  for (const [stopped, others] of [
    ['games', ['teams', 'venues']],
    ['venues', ['games', 'teams']],
  ] as const) {
    const waiting = rig.engine.refreshAll('force', true);
    await expect.poll(() => answers.length).toBe(1);
    rig.engine.cancel(stopped);
    await expect.poll(() => last(rig, stopped)?.outcome).toBe('cancelled');
    answers.splice(0)[0]?.();
    await waiting;
    for (const id of others) expect(last(rig, id)?.outcome).toBe('unchanged');
    await rig.pass(1000);
  }
  expect(rig.upstream.calls).toHaveLength(2);
  // Also the call whose refresh was stopped has its end in the ledger.
  const ledger = openForReading(join(rig.folder, 'freshet.db'));
  expect(ledger.prepare('SELECT count(*) AS calls FROM calls WHERE status IS NULL').get()).toEqual({ calls: 0 });
  ledger.close();
});

test('a call that nobody waits for any more is given up', async () => {
  let closed = false;
  let held = false;
  const rig = await makeThree((_call, response) => (held ? response.on('close', () => (closed = true)) : json(response, body)));
  held = true;
  const waiting = rig.engine.refreshAll('force', true);
  await expect.poll(() => rig.upstream.calls.length).toBe(1);
  for (const id of ['games', 'teams', 'venues']) rig.engine.cancel(id);
  expect((await waiting).map((each) => each.refresh?.outcome)).toEqual(['cancelled', 'cancelled', 'cancelled']);
  await expect.poll(() => closed).toBe(true);
});

test('a failure reaches all of them, and is called for once', async () => {
  let status = 200;
  const rig = await makeThree((_call, response) => json(response, body, {}, status));
  status = 403;
  await rig.pass(10 * MINUTE);
  expect(rig.upstream.calls).toHaveLength(1);
  for (const id of ['games', 'teams', 'venues']) {
    expect(last(rig, id)).toMatchObject({ outcome: 'failed', failure: { code: 'forbidden' } });
    expect(rig.engine.source(id).obstacle).toBe('sign-in');
  }
});

test('what one of them cannot read fails that one alone', async () => {
  let now: object = body;
  const rig = await makeThree((_call, response) => json(response, now));
  now = { games: body.games, venues: [{ code: 'y' }] };
  await rig.pass(10 * MINUTE);
  expect(['games', 'teams', 'venues'].map((id) => last(rig, id)?.outcome)).toEqual(['unchanged', 'failed', 'changed']);
});

test('a condition is sent only where it is right for all, and a 304 then counts for all', async () => {
  const conditions: (string | undefined)[] = [];
  let tag = '"1"';
  const rig = await makeThree((call, response) => {
    conditions.push(call.headers['if-none-match']);
    if (call.headers['if-none-match'] === tag) response.writeHead(304, { etag: tag }).end();
    else json(response, { ...body, tag }, { etag: tag });
  });
  conditions.length = 0;
  await rig.pass(10 * MINUTE);
  expect(conditions).toEqual(['"1"']);
  for (const id of ['games', 'teams', 'venues']) expect(last(rig, id)?.outcome).toBe('not-modified');
  expect(['games', 'teams', 'venues'].map((id) => last(rig, id)?.notModified)).toEqual([1, 0, 0]);
  // One of them alone gets the next version, so what the others have stored is another answer.
  tag = '"2"';
  rig.engine.pause('games', null);
  rig.engine.pause('teams', null);
  await rig.engine.refresh('venues', 'normal', true);
  rig.engine.resume('games');
  rig.engine.resume('teams');
  conditions.length = 0;
  await rig.pass(10 * MINUTE);
  expect(conditions).toEqual([undefined]);
  expect(['games', 'teams', 'venues'].map((id) => last(rig, id)?.outcome)).toEqual(['unchanged', 'unchanged', 'unchanged']);
  conditions.length = 0;
  await rig.pass(10 * MINUTE);
  expect(conditions).toEqual(['"2"']);
});

test('one that comes aboard of a conditional call with another answer stored asks for itself when nothing has changed', async () => {
  const answers: (() => void)[] = [];
  let held = false;
  let tag = '"1"';
  const rig = await makeThree((call, response) => {
    const answer = () => {
      if (call.headers['if-none-match'] === tag) response.writeHead(304, { etag: tag }).end();
      else json(response, { ...body, teams: [{ id: 'a', tag }] }, { etag: tag });
    };
    if (held) answers.push(answer);
    else answer();
  });
  for (const id of ['games', 'teams']) rig.engine.pause(id, null);
  tag = '"2"';
  await rig.engine.refresh('venues', 'normal', true);
  await rig.pass(1000);
  held = true;
  const first = rig.engine.refresh('venues', 'normal', true);
  await expect.poll(() => answers.length).toBe(1);
  const second = rig.engine.refresh('teams', 'normal', true);
  // The second one is aboard before the answer comes.
  await new Promise((resolve) => setImmediate(resolve));
  held = false;
  answers[0]?.();
  expect((await first).refresh).toMatchObject({ outcome: 'not-modified', calls: 1 });
  expect((await second).refresh).toMatchObject({ outcome: 'changed', calls: 1 });
});

test('a source that is pushed does not come aboard of a call that has left, since what was pushed meanwhile may be newer', async () => {
  const answers: (() => void)[] = [];
  let held = false;
  const rig = await makeRig({
    handler: ({ path }, response) => {
      if (path === '/changes') response.writeHead(204).end();
      else if (held) answers.push(() => json(response, body));
      else json(response, body);
    },
  });
  const settings = { url: `${rig.upstream.url}/season`, list: 'games', policy: { preset: 'manual' as const } };
  await rig.add({ id: 'first', ...settings, push: { kind: 'sse', url: `${rig.upstream.url}/changes` } });
  await rig.add({ id: 'second', ...settings, push: { kind: 'sse', url: `${rig.upstream.url}/changes` } });
  await rig.idle();
  const seasons = () => rig.upstream.calls.filter((call) => call.path === '/season').length;
  const before = seasons();
  held = true;
  const first = rig.engine.refresh('first', 'force', true);
  await expect.poll(seasons).toBe(before + 1);
  const second = rig.engine.refresh('second', 'force', true);
  await expect.poll(seasons).toBe(before + 2);
  for (const answer of answers) answer();
  await Promise.all([first, second]);
  expect(last(rig, 'second')).toMatchObject({ outcome: 'changed', calls: 1 });
});

test('sources that sign in by OAuth with the same grant share, and one that is stopped while it gets its token leaves the rest to the others', async () => {
  const tokens: (() => void)[] = [];
  let held = false;
  const rig = await makeRig({
    handler: ({ path }, response) => {
      if (path !== '/token') return json(response, body);
      const answer = () => json(response, { access_token: `token-${tokens.length}`, token_type: 'bearer', expires_in: 30 });
      return held ? tokens.push(answer) : answer();
    },
  });
  const auth = (clientSecret: string) => ({
    kind: 'oauth2' as const,
    grant: 'client-credentials' as const,
    tokenUrl: `${rig.upstream.url}/token`,
    clientId: 'me',
    clientSecret,
  });
  for (const [id, secret] of [
    ['a', 'one'],
    ['b', 'one'],
    ['c', 'two'],
  ] as const)
    await rig.add({ id, name: id, url: `${rig.upstream.url}/season`, list: 'games', ...every(600), auth: auth(secret) });
  await rig.idle();
  const seasons = () => rig.upstream.calls.filter((call) => call.path === '/season').length;
  let before = seasons();
  await rig.pass(10 * MINUTE);
  expect(seasons() - before).toBe(2);
  expect(['a', 'b', 'c'].map((id) => last(rig, id)?.outcome)).toEqual(['unchanged', 'unchanged', 'unchanged']);
  await rig.pass(MINUTE);
  before = seasons();
  held = true;
  const first = rig.engine.refresh('a', 'normal', true);
  const second = rig.engine.refresh('b', 'normal', true);
  await expect.poll(() => tokens.length).toBe(1);
  rig.engine.cancel('a');
  held = false;
  expect((await first).refresh?.outcome).toBe('cancelled');
  tokens[0]?.();
  expect((await second).refresh).toMatchObject({ outcome: 'unchanged' });
  expect(seasons() - before).toBe(1);
});

test('pages are shared too, and a longer reader goes on by itself', async () => {
  const rig = await makeThree(
    ({ query }, response) => {
      const page = Number(query.get('page'));
      json(response, {
        games: page <= 1 ? [{ id: page }] : [],
        teams: page <= 3 ? [{ id: `t${page}` }] : [],
        venues: page <= 1 ? [{ code: page }] : [],
      });
    },
    { paging: { kind: 'page', param: 'page' } },
  );
  await rig.engine.refreshAll('force', true);
  expect(rig.upstream.calls.map((call) => call.query.get('page'))).toEqual(['1', '2', '3', '4']);
  expect(['games', 'teams', 'venues'].map((id) => last(rig, id)?.calls)).toEqual([2, 2, 0]);
  expect(rig.engine.source('teams').records).toBe(3);
});

test('a probe is asked once for all of them', async () => {
  let updated = 1;
  const rig = await makeThree(({ path }, response) => json(response, path === '/last' ? { updated } : body));
  for (const id of ['games', 'teams', 'venues']) {
    const { config } = rig.engine.source(id);
    await rig.engine.update({
      ...config,
      probe: { url: `${rig.upstream.url}/last`, value: 'updated', query: {}, headers: {}, withCredentials: true, cost: 1 },
    });
  }
  await rig.idle();
  const paths = () => rig.upstream.calls.splice(0).map((call) => call.path);
  await rig.pass(10 * MINUTE);
  paths();
  await rig.pass(10 * MINUTE);
  expect(paths()).toEqual(['/last']);
  for (const id of ['games', 'teams', 'venues']) expect(last(rig, id)?.outcome).toBe('not-modified');
  updated = 2;
  await rig.pass(10 * MINUTE);
  expect(paths()).toEqual(['/last', '/season']);
});

test('sources that are due at the same time take one place among the running', async () => {
  const rig = await makeRig({ handler: (_call, response) => json(response, body) });
  for (let each = 0; each < 20; each += 1)
    await rig.add({ id: `s${each}`, url: `${rig.upstream.url}/season`, list: 'games', ...every(600) });
  await rig.idle();
  rig.upstream.calls.length = 0;
  await rig.pass(10 * MINUTE);
  expect(rig.upstream.calls).toHaveLength(1);
  await rig.restart();
  await rig.pass(60 * MINUTE);
  expect(rig.upstream.calls).toHaveLength(7);
});
