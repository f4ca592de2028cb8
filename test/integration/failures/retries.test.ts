import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type App, removeFolder, startApp } from '../../support/app.ts';
import { type Handler, json, startUpstream, type Upstream } from '../../support/upstream.ts';
import type { Wire } from '../../support/wire.ts';

const fails =
  (status: number): Handler =>
  (_call, response) =>
    json(response, {}, {}, status);
const breaksOff: Handler = (_call, response) => response.destroy();
const cutsOff: Handler = (_call, response) => {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
  response.write('[{"id":1}', () => response.destroy());
};
const neverAnswers: Handler = () => undefined;

interface Case {
  name: string;
  handler: Handler;
  settings?: object;
  /** How many calls leave, each after the pause that is due. */
  calls: number;
  code: string | null;
}

// All at once, each at a server of its own: the real pauses are waited for a single time.
const cases: Case[] = [
  { name: 'a 500', handler: fails(500), calls: 4, code: 'server-error' },
  { name: 'a 502', handler: fails(502), calls: 4, code: 'server-error' },
  { name: 'a 503', handler: fails(503), calls: 4, code: 'server-error' },
  { name: 'a 504', handler: fails(504), calls: 4, code: 'server-error' },
  { name: 'a connection that breaks off', handler: breaksOff, calls: 4, code: 'reset' },
  { name: 'a body that is cut off', handler: cutsOff, calls: 4, code: 'reset' },
  { name: 'a POST that is answered 503', handler: fails(503), settings: { method: 'POST' }, calls: 4, code: 'server-error' },
  { name: 'a POST of which the answer is lost', handler: breaksOff, settings: { method: 'POST' }, calls: 1, code: 'reset' },
  { name: 'a POST of which the answer is cut off', handler: cutsOff, settings: { method: 'POST' }, calls: 1, code: 'reset' },
  {
    name: 'a POST that is never answered',
    handler: neverAnswers,
    settings: { method: 'POST', timeoutSeconds: 1 },
    calls: 1,
    code: 'timeout',
  },
  { name: 'a 400', handler: fails(400), calls: 1, code: 'client-error' },
];
const PAUSES_MS = [1_000, 2_000, 4_000];

let app: App;
const upstreams = new Map<string, Upstream>();
const results = new Map<string, Wire>();

async function refreshAt(name: string, handler: Handler, settings: object): Promise<void> {
  const upstream = await startUpstream(handler);
  upstreams.set(name, upstream);
  const id = `source-${upstreams.size}`;
  await app.post('/api/v1/sources', { id, name, url: `${upstream.url}/list`, policy: { preset: 'manual' }, ...settings });
  const { body } = await app.post(`/api/v1/sources/${id}/refresh`, { wait: true });
  results.set(name, { ...body.refresh, source: (await app.get(`/api/v1/sources/${id}`)).body });
}

beforeAll(async () => {
  app = await startApp();
  let tries = 0;
  const hangsAtFirst: Handler = (_call, response) => (tries++ === 0 ? undefined : json(response, [{ id: 1 }]));
  let cuts = 0;
  const cutsTwice: Handler = (call, response) => (cuts++ < 2 ? cutsOff(call, response) : json(response, [{ id: 1 }, { id: 2 }]));
  await Promise.all([
    ...cases.map(({ name, handler, settings = {} }) => refreshAt(name, handler, settings)),
    refreshAt('hangs at first', hangsAtFirst, { timeoutSeconds: 1 }),
    refreshAt('cuts twice', cutsTwice, {}),
    refreshAt('no such name', neverAnswers, { url: 'http://nowhere.invalid/list' }),
  ]);
}, 60_000);
afterAll(async () => {
  await app.kill();
  for (const upstream of upstreams.values()) await upstream.close();
  removeFolder(app.dataFolder);
});

const pausesOf = (name: string) => {
  const at = upstreams.get(name)?.calls.map((call) => call.at) ?? [];
  return at.slice(1).map((each, index) => each - (at[index] ?? 0));
};

/** A busy machine makes pauses longer, never shorter. */
function expectPauses(pauses: number[], wanted: number[]) {
  expect(pauses.length).toBe(wanted.length);
  for (const [index, pauseMs] of pauses.entries()) {
    expect(pauseMs).toBeGreaterThan((wanted[index] ?? 0) * 0.8 - 20);
    expect(pauseMs).toBeLessThan((wanted[index] ?? 0) * 1.2 + 1_500);
  }
}

describe.each(cases)('$name', ({ name, calls, code }) => {
  test(calls === 1 ? 'is not tried again' : 'is tried again after 1, 2 and 4 seconds', () => {
    expect(upstreams.get(name)?.calls.length).toBe(calls);
    expectPauses(pausesOf(name), PAUSES_MS.slice(0, calls - 1));
  });

  test('is a failed refresh in which every try was counted', () => {
    const { outcome, failure, calls: counted, source } = results.get(name);
    expect({ outcome, code: failure.code, counted, today: source.today.calls }).toEqual({
      outcome: 'failed',
      code,
      counted: calls,
      today: calls,
    });
    expect(source).toMatchObject({ state: 'error', failure: { code } });
    expect(source.failure.advice).toMatch(/\.$/);
  });
});

test('the pauses of sources that failed together are not the same', () => {
  const first = cases.filter((each) => each.calls === 4).map((each) => Math.round(pausesOf(each.name)[2] ?? 0));
  expect(Math.max(...first) - Math.min(...first)).toBeGreaterThan(50);
});

test('a server that hangs is given up after the time of its source, and asked again', () => {
  const { outcome, calls, source } = results.get('hangs at first');
  expect({ outcome, calls, state: source.state }).toEqual({ outcome: 'changed', calls: 2, state: 'fresh' });
  const [pauseMs] = pausesOf('hangs at first');
  expect(pauseMs).toBeGreaterThan(1_780);
});

test('of a body that was cut off nothing is taken; the try that succeeds brings all', () => {
  const { outcome, calls, counts, failure } = results.get('cuts twice');
  expect({ outcome, calls, added: counts.added, failure }).toEqual({ outcome: 'changed', calls: 3, added: 2, failure: null });
  expectPauses(pausesOf('cuts twice'), PAUSES_MS.slice(0, 2));
});

test('a name that cannot be found is tried four times, and called offline', () => {
  const { outcome, calls, failure, startedAt, endedAt, source } = results.get('no such name');
  expect({ outcome, calls, code: failure.code, state: source.state }).toEqual({
    outcome: 'failed',
    calls: 4,
    code: 'dns',
    state: 'offline',
  });
  expect(Date.parse(endedAt) - Date.parse(startedAt)).toBeGreaterThan(5_580);
});
