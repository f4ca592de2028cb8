import { join } from 'node:path';
import { expect, test } from 'vitest';
import { RecordReader } from '../../src-main/store/reader.ts';
import type { SourceDraftInput } from '../../src-preload/contract/index.ts';
import { makeRig, type Rig } from '../support/engine.ts';
import { type Handler, json, startUpstream } from '../support/upstream.ts';

const good = [
  { id: 1, price: 1.5 },
  { id: 2, price: 2.5 },
];

interface Case {
  name: string;
  handler?: Handler;
  /** Changes the source after its first, good refresh. */
  settings?: (rig: Rig) => Partial<SourceDraftInput>;
  code: string;
  says: string | RegExp;
  /** What is left after it; by default the two good records as they were. */
  records?: number;
}

const cases: Case[] = [
  {
    name: 'a host that does not exist',
    settings: () => ({ url: 'http://does-not-exist.invalid/odds' }),
    code: 'dns',
    says: 'does-not-exist.invalid could not be found',
  },
  { name: 'a port that is closed', settings: () => ({ url: closedUrl }), code: 'refused', says: 'connection refused' },
  {
    name: 'https at a plain http port',
    settings: (rig) => ({ url: rig.upstream.url.replace('http:', 'https:') }),
    code: 'tls',
    says: 'The server may speak plain http',
  },
  {
    name: 'a wrong key',
    handler: (_call, response) => json(response, { error: { message: 'key expired' } }, {}, 401),
    code: 'unauthorized',
    says: 'It said: key expired',
  },
  {
    name: 'a key without the right',
    handler: (_call, response) => json(response, {}, {}, 403),
    code: 'forbidden',
    says: 'does not allow this (403)',
  },
  {
    name: 'a path that is not there',
    handler: (_call, response) => json(response, {}, {}, 404),
    code: 'not-found',
    says: 'knows no such address (404)',
  },
  { name: 'a path that is gone', handler: (_call, response) => json(response, {}, {}, 410), code: 'gone', says: 'gone for good' },
  {
    name: 'a query that is not accepted',
    handler: (_call, response) => json(response, { detail: 'region is missing' }, {}, 400),
    code: 'client-error',
    says: 'It said: region is missing',
  },
  { name: 'too many calls', handler: (_call, response) => json(response, {}, {}, 429), code: 'rate-limited', says: 'too many calls (429)' },
  {
    name: 'a server in trouble',
    handler: (_call, response) => json(response, {}, {}, 500),
    code: 'server-error',
    says: 'an error of its own (500)',
  },
  { name: 'an empty body', handler: (_call, response) => response.end(), code: 'not-json', says: 'the body is empty' },
  {
    name: 'a sign-in page',
    handler: (_call, response) => response.end('<html><title>Please sign in</title>'),
    code: 'not-json',
    says: 'a web page or XML, not JSON: "Please sign in"',
  },
  {
    name: 'JSON that was cut off',
    handler: (_call, response) => response.end('[{"id":1,"price":9},{"id":2,"pri'),
    code: 'not-json',
    says: 'ends too early',
  },
  {
    name: 'JSON with a mistake',
    handler: (_call, response) => response.end('[{"id":1,\n"price":oops}]'),
    code: 'not-json',
    says: 'line 2, column 9',
  },
  {
    name: 'a body beyond the limit',
    settings: () => ({ maxBodyMebibytes: 0.001 }),
    handler: (_call, response) => json(response, 'x'.repeat(5_000)),
    code: 'too-large',
    says: 'larger than 0.001 MiB',
  },
  {
    name: 'no list',
    handler: (_call, response) => json(response, { data: { items: good } }),
    code: 'no-list',
    says: 'is an object, not a list',
  },
  {
    name: 'text where the list should be',
    settings: () => ({ list: 'data' }),
    handler: (_call, response) => json(response, { data: 'none' }),
    code: 'no-list',
    says: '"data" is text',
  },
  { name: 'a list of numbers', handler: (_call, response) => json(response, [1, 2, 3]), code: 'no-ids', says: 'not an object' },
  {
    name: 'records without ids',
    handler: (_call, response) => json(response, [{ price: 1 }, { id: null }, { id: '' }]),
    code: 'no-ids',
    says: 'None of the 3 entries',
  },
  {
    name: 'redirects without end',
    handler: (_call, response) => response.writeHead(302, { location: '/odds' }).end(),
    code: 'redirects',
    says: 'redirects more than 5 times',
  },
  {
    name: 'a redirect to a file',
    handler: (_call, response) => response.writeHead(301, { location: 'file:///etc/passwd' }).end(),
    code: 'redirects',
    says: 'redirects to file://',
  },
  { name: 'a server that never answers', handler: () => undefined, code: 'timeout', says: 'did not answer within 30 s' },
  {
    name: 'a connection that breaks off',
    handler: (_call, response) => response.destroy(),
    code: 'reset',
    says: 'broke the connection off',
  },
  {
    name: 'a 304 that was not asked for',
    settings: () => ({ query: { fresh: '1' } }),
    handler: (_call, response) => response.writeHead(304).end(),
    code: 'client-error',
    says: 'but was not asked that',
  },
  {
    name: 'a computed field that fails',
    settings: () => ({ computed: { half: '$number(name) / 2' } }),
    handler: (_call, response) => json(response, [{ id: 1, name: 'x' }]),
    code: 'expression',
    says: '"$number(name) / 2" failed',
  },
  {
    name: 'a computed field that never ends',
    settings: () => ({ computed: { loop: '($f := function($x) { $f($x) }; $f(1))' } }),
    code: 'expression',
    says: 'does not come to an end',
  },
  {
    name: 'a key from an environment variable that is not set',
    settings: () => ({ auth: { kind: 'bearer', secret: { env: 'NO_SUCH_KEY' } } }),
    code: 'secret-missing',
    says: 'NO_SUCH_KEY is not set',
  },
  {
    name: 'a next page at another server',
    settings: () => ({ paging: { kind: 'link' } }),
    handler: (_call, response) => json(response, [{ id: 3, price: 1 }], { link: '<http://elsewhere.example/odds>; rel="next"' }),
    code: 'redirects',
    says: 'announced at elsewhere.example',
    records: 3,
  },
];

const closed = await startUpstream(() => undefined);
const closedUrl = closed.url;
await closed.close();

/** Presses refresh and lets simulated time pass, as retries and timeouts need it, until it has ended. */
async function refresh(rig: Rig) {
  const pressed = rig.engine.refresh('odds', 'normal', true);
  let ended = false;
  void pressed.then(() => (ended = true));
  // Calls that are under way must get their answer before the clock may call them late.
  while (!ended) {
    for (let turns = 0; turns < 200 && !ended; turns += 1) await rig.clock.settle(() => true);
    if (!ended) await rig.clock.advance(5_000);
  }
  return (await pressed).refresh;
}

const recordsOf = (rig: Rig) => {
  const reader = new RecordReader(join(rig.folder, 'freshet.db'));
  const { items } = reader.list({ sourceRow: rig.engine.recordsOf('odds').row, limit: 100, cursor: undefined, q: undefined });
  reader.close();
  return items;
};

test.each(cases)(
  '$name: its message, nothing lost, and all well again after it',
  async ({ handler, settings, code, says, records = 2 }) => {
    const rig = await makeRig({ handler: (_call, response) => json(response, good) });
    const source = await rig.add({ policy: { preset: 'manual' } });
    expect((await refresh(rig))?.outcome).toBe('changed');
    const before = recordsOf(rig);
    if (settings !== undefined) await rig.engine.update({ ...source.config, ...settings(rig) } as typeof source.config);
    if (handler !== undefined) rig.upstream.handler = handler;
    await rig.pass(1_000);
    const bad = await refresh(rig);
    expect(bad).toMatchObject({
      outcome: 'failed',
      failure: {
        code,
        message: expect.stringMatching(says instanceof RegExp ? says : new RegExp(says.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'), 'i')),
      },
    });
    expect(bad?.failure?.advice).toMatch(/\.$/);
    expect(recordsOf(rig).slice(0, 2)).toEqual(before);
    expect(rig.engine.health()).toMatchObject({ sound: true, records });
    await rig.engine.update(source.config);
    rig.upstream.handler = (_call, response) => json(response, good);
    await rig.pass(3_600_000);
    expect((await refresh(rig))?.outcome).toBe('unchanged');
    expect(rig.engine.source('odds')).toMatchObject({ failure: null, obstacle: null });
  },
);

test('a response of which some entries are bad keeps the good ones and counts the others with their reasons', async () => {
  const rig = await makeRig({ handler: (_call, response) => json(response, [...good, { id: 2, price: 9 }, { price: 1 }, 'text', null]) });
  await rig.add({ policy: { preset: 'manual' } });
  const ended = await refresh(rig);
  expect(ended).toMatchObject({ outcome: 'changed', counts: { added: 2, rejected: 4 } });
  expect(ended?.rejected.map((each) => each.count)).toEqual([1, 1, 2]);
  expect(recordsOf(rig).map((record) => record.fields)).toEqual(good);
});

test('a listing that breaks off on a later page keeps the pages that were paid for, and reads all of it next time', async () => {
  let broken = true;
  const rig = await makeRig({
    handler: (call, response) => {
      const page = Number(call.query.get('page'));
      if (page === 3 && broken) return json(response, {}, {}, 404);
      return json(response, page <= 3 ? [{ id: page * 10 }, { id: page * 10 + 1 }] : [], { etag: `"${page}"` });
    },
  });
  await rig.add({ policy: { preset: 'manual' }, paging: { kind: 'page' } });
  expect(await refresh(rig)).toMatchObject({ outcome: 'failed', note: '2 pages that had arrived before were kept.', counts: { added: 4 } });
  broken = false;
  await rig.pass(1_000);
  expect(await refresh(rig)).toMatchObject({ outcome: 'changed', counts: { added: 2, unchanged: 4 }, notModified: 0 });
});
