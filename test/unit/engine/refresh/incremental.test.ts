import { expect, test } from 'vitest';
import { makeRig, type Rig } from '../../../support/engine.ts';
import { json } from '../../../support/upstream.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

interface Row {
  id: string | number | null;
  at: unknown;
  n?: number;
}

/** An upstream that answers what changed after `since`, without the boundary itself, and a source that asks for that. */
async function makeIncremental(rows: Row[], settings: Parameters<Rig['add']>[0] = {}) {
  const state = { rows, status: 200 };
  const rig = await makeRig({
    startIso: '2026-11-20T12:00:00.000Z',
    handler: ({ query }, response) => {
      const since = query.get('since');
      const found = state.rows.filter(({ at }) => since === null || (typeof at === 'string' && Date.parse(at) > Date.parse(since)));
      json(response, found, { 'retry-after': '120' }, state.status);
    },
  });
  await rig.add({
    policy: { preset: 'fixed', everySeconds: 600 },
    incremental: { param: 'since', field: 'at' },
    ...settings,
  });
  await rig.idle();
  /** Lets one interval pass; gives what was asked for and the refresh. */
  const turn = async (ms = 10 * MINUTE) => {
    rig.upstream.calls.length = 0;
    await rig.pass(ms);
    return { since: rig.upstream.calls.map((call) => call.query.get('since')), last: last(rig) };
  };
  return { rig, state, turn };
}
const last = (rig: Rig) => rig.engine.refreshes({ sourceId: 'odds', limit: 1 }).items[0];

test('after everything has come once, it asks from an hour before the newest record on', async () => {
  const { rig, state, turn } = await makeIncremental([{ id: 1, at: '2026-11-20T11:30:00Z' }]);
  expect(rig.upstream.calls[0]?.query.has('since')).toBe(false);
  state.rows = [...state.rows, { id: 2, at: '2026-11-20T12:05:00Z' }];
  const first = await turn();
  expect(first.since).toEqual(['2026-11-20T10:30:00Z']);
  expect(first.last).toMatchObject({
    outcome: 'changed',
    counts: { added: 1, unchanged: 1 },
    note: 'Asked for what changed since 2026-11-20 10:30 UTC.',
  });
  expect((await turn()).since).toEqual(['2026-11-20T11:05:00Z']);
  expect(rig.engine.source('odds').incremental).toEqual({
    since: '2026-11-20T11:05:00Z',
    sinceAt: '2026-11-20T11:05:00.000Z',
    newestAt: '2026-11-20T12:05:00.000Z',
    fullAt: '2026-11-27T12:00:00.000Z',
  });
});

test('a record that arrives late, with a time before the newest one, is caught', async () => {
  const { rig, state, turn } = await makeIncremental([{ id: 1, at: '2026-11-20T11:30:00Z' }]);
  state.rows = [...state.rows, { id: 'late', at: '2026-11-20T10:45:00Z' }];
  await turn();
  expect(rig.engine.source('odds').records).toBe(2);
});

test('records of the very time of the mark are not lost, also without a window and from a server that leaves out the boundary', async () => {
  const at = '2026-11-20T11:30:00.700Z';
  const { rig, state, turn } = await makeIncremental([{ id: 1, at }], { incremental: { param: 'since', field: 'at', lookBackSeconds: 0 } });
  state.rows = [...state.rows, { id: 2, at }];
  await turn();
  expect(rig.engine.source('odds').records).toBe(2);
});

test('records without a cursor value neither move the mark nor come twice', async () => {
  const { rig, state, turn } = await makeIncremental([
    { id: 1, at: '2026-11-20T11:30:00Z' },
    { id: 2, at: null },
    { id: 3, at: 'unknown' },
  ]);
  expect((await turn()).since).toEqual(['2026-11-20T10:30:00Z']);
  state.rows = [...state.rows, { id: null, at: '2026-11-20T12:30:00Z' }, { id: 2, at: '2026-11-20T11:40:00Z' }];
  await turn();
  expect(rig.engine.source('odds').records).toBe(3);
  // The record that has no id was not taken, so it does not move the mark either.
  expect((await turn()).since).toEqual(['2026-11-20T10:40:00Z']);
});

test('the mark stays where it is when a refresh fails, and when the limit of pages ended it', async () => {
  const pages: Row[][] = [[{ id: 1, at: '2026-11-20T11:00:00Z' }]];
  let failing = false;
  const rig = await makeRig({
    startIso: '2026-11-20T12:00:00.000Z',
    handler: ({ query }, response) => {
      const page = Number(query.get('page'));
      if (failing && page === 2) json(response, {}, { 'retry-after': '120' }, 429);
      else json(response, pages[page - 1] ?? []);
    },
  });
  const { config } = await rig.add({
    policy: { preset: 'manual' },
    paging: { kind: 'page', param: 'page' },
    incremental: { param: 'since', field: 'at' },
  });
  const press = async () => {
    await rig.pass(3 * MINUTE);
    rig.upstream.calls.length = 0;
    const { refresh } = await rig.engine.refresh('odds', 'normal', true);
    return { since: rig.upstream.calls[0]?.query.get('since'), refresh };
  };
  await press();
  pages.unshift([{ id: 2, at: '2026-11-20T11:50:00Z' }]);
  failing = true;
  expect(await press()).toMatchObject({ since: '2026-11-20T10:00:00Z', refresh: { outcome: 'failed', counts: { added: 1 } } });
  failing = false;
  expect(await press()).toMatchObject({ since: '2026-11-20T10:00:00Z', refresh: { outcome: 'unchanged' } });
  expect((await press()).since).toBe('2026-11-20T10:50:00Z');
  await rig.engine.update({ ...config, paging: { kind: 'page', param: 'page', start: 1, maxPages: 1 } });
  expect((await press()).refresh?.note).toMatch(/^Stopped after 1 pages/);
  expect((await press()).since).toBeNull();
});

test('the mark survives a restart, and is forgotten when the settings change', async () => {
  const { rig, turn } = await makeIncremental([{ id: 1, at: '2026-11-20T11:30:00Z' }]);
  await rig.restart();
  expect((await turn()).since).toEqual(['2026-11-20T10:30:00Z']);
  const { config } = rig.engine.source('odds');
  await rig.engine.update({ ...config, policy: { preset: 'fixed', everySeconds: 300 } });
  expect((await turn(5 * MINUTE)).since).toEqual(['2026-11-20T10:30:00Z']);
  await rig.engine.update({ ...config, idField: 'id', list: '$' });
  expect((await turn(0)).since).toEqual([null]);
});

test('on schedule, and by force, everything is asked for, which heals what was missed and a mark that was wrong', async () => {
  const { rig, state, turn } = await makeIncremental([{ id: 1, at: '2026-11-20T11:30:00Z' }], {
    policy: { preset: 'fixed', everySeconds: 3600 },
    incremental: { param: 'since', field: 'at', fullEveryHours: 5 },
  });
  state.rows = [...state.rows, { id: 'very late', at: '2020-01-01T00:00:00Z' }];
  expect((await turn(5 * HOUR)).since.every((since) => since !== null)).toBe(true);
  expect(rig.engine.source('odds').records).toBe(1);
  const full = await turn(HOUR);
  expect(full.since).toEqual([null]);
  expect(full.last?.note).toBe('Asked for everything, so that nothing stays missed.');
  expect(rig.engine.source('odds').records).toBe(2);
  // What is gone from the upstream, or was wrong, does not hold the mark up.
  state.rows = [{ id: 1, at: '2026-11-20T09:00:00Z' }];
  rig.upstream.calls.length = 0;
  await rig.engine.refresh('odds', 'force', true);
  expect(rig.upstream.calls[0]?.query.has('since')).toBe(false);
  expect((await turn(HOUR)).since).toEqual(['2026-11-20T08:00:00Z']);
});

test('a condition is sent only while the very same is asked for', async () => {
  const asked: [string | null, string | undefined][] = [];
  let rows: Row[] = [{ id: 1, at: '2026-11-20T11:30:00Z' }];
  const rig = await makeRig({
    startIso: '2026-11-20T12:00:00.000Z',
    handler: ({ query, headers }, response) => {
      const tag = `"${query.get('since')}-${rows.length}"`;
      asked.push([query.get('since'), headers['if-none-match']]);
      if (headers['if-none-match'] === tag) response.writeHead(304, { etag: tag }).end();
      else json(response, rows, { etag: tag });
    },
  });
  await rig.add({ policy: { preset: 'fixed', everySeconds: 600 }, incremental: { param: 'since', field: 'at' } });
  await rig.idle();
  await rig.pass(20 * MINUTE);
  rows = [...rows, { id: 2, at: '2026-11-20T12:00:00Z' }];
  await rig.pass(20 * MINUTE);
  expect(asked).toEqual([
    [null, undefined],
    ['2026-11-20T10:30:00Z', undefined],
    ['2026-11-20T10:30:00Z', '"2026-11-20T10:30:00Z-1"'],
    ['2026-11-20T10:30:00Z', '"2026-11-20T10:30:00Z-1"'],
    ['2026-11-20T11:00:00Z', undefined],
  ]);
});

test('what is missing from changes was not deleted; what is missing from everything was', async () => {
  const { rig, state, turn } = await makeIncremental(
    [
      { id: 1, at: '2026-11-20T08:00:00Z' },
      { id: 2, at: '2026-11-20T11:30:00Z' },
    ],
    { completeListing: true },
  );
  expect((await turn()).last?.counts).toMatchObject({ deleted: 0, unchanged: 1 });
  state.rows = [{ id: 2, at: '2026-11-20T11:30:00Z' }];
  await turn();
  expect(rig.engine.source('odds').records).toBe(2);
  await rig.engine.refresh('odds', 'force', true);
  expect(last(rig)?.counts).toMatchObject({ deleted: 1 });
  state.rows = [];
  await rig.pass(1000);
  await rig.engine.refresh('odds', 'force', true);
  expect(last(rig)?.note).toContain('The listing was empty');
});

test('a source that asks for changes needs a field that says when they were', async () => {
  const rig = await makeRig();
  await expect(rig.add({ incremental: { param: 'since' } })).rejects.toMatchObject({ problems: [{ path: 'incremental.field' }] });
  await rig.add({ incremental: { param: 'since' }, timeField: 'at' });
});

test('sources that ask for changes share with nobody, since each has a mark of its own', async () => {
  const { rig } = await makeIncremental([{ id: 1, at: '2026-11-20T11:30:00Z' }]);
  await rig.add({ id: 'two', policy: { preset: 'fixed', everySeconds: 600 }, incremental: { param: 'since', field: 'at' } });
  await rig.idle();
  rig.upstream.calls.length = 0;
  await rig.pass(10 * MINUTE);
  expect(rig.upstream.calls).toHaveLength(2);
});
