import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { FreshetEvent } from '../../src-preload/contract/index.ts';
import { type App, newDataFolder, removeFolder, startApp } from '../support/app.ts';
import { openTab } from '../support/tab.ts';
import { json, startUpstream, type Upstream } from '../support/upstream.ts';

let app: App;
let upstream: Upstream;
let listing: object[];
const folders: string[] = [];

beforeEach(async () => {
  listing = [{ id: 1, price: 2, venue: { name: "O'Neill's" } }];
  app = await startApp({ env: { FRESHET_QUERY_SECONDS: '1' } });
  folders.push(app.dataFolder);
  upstream = await startUpstream((_call, response) => json(response, listing));
  await app.post('/api/v1/sources', { id: 'my-odds', name: 'Odds', url: `${upstream.url}/odds`, policy: { preset: 'manual' } });
  await refresh();
});
afterEach(async () => {
  await app.stop();
  await upstream.close();
  for (const folder of folders.splice(0)) removeFolder(folder);
});

const refresh = () => app.post('/api/v1/sources/my-odds/refresh', { wait: true });
const panel = (id: string, sql: string) => ({
  id,
  query: { kind: 'sql', sql },
  show: { kind: 'table' },
  place: { x: 0, y: 0, width: 4, height: 4 },
});
const board = (...panels: object[]) => ({
  id: 'board',
  title: 'Board',
  parameters: [{ name: 'place', label: 'Place', kind: 'text', standard: null }],
  panels,
});
const preview = async (sql: string) => (await app.post('/api/v1/panels/preview', { query: { kind: 'sql', sql } })).body;

test('a dashboard is made, shown, changed, undone, exported, imported and removed over the API', async () => {
  const made = await app.post('/api/v1/dashboards', board(panel('n', 'SELECT count(*) AS n FROM my_odds')));
  expect(made).toMatchObject({ status: 201, body: { dashboard: { id: 'board' }, version: 1, undoable: 0 } });
  expect((await app.get('/api/v1/dashboards')).body.items).toMatchObject([{ id: 'board', panels: 1, sources: ['my-odds'] }]);

  const { dashboard, version } = made.body;
  const change = { version, dashboard: { ...dashboard, title: 'Changed' } };
  expect((await app.call('PUT', '/api/v1/dashboards/board', change)).body).toMatchObject({ version: 2, undoable: 1 });
  const late = await app.call('PUT', '/api/v1/dashboards/board', change);
  expect(late.status).toBe(409);
  expect(late.body).toMatchObject({ message: '"Changed" has been changed since it was opened here.' });
  expect((await app.post('/api/v1/dashboards/board/undo')).body.dashboard.title).toBe('Board');

  const file = (await app.get('/api/v1/dashboards/board/export')).body;
  expect((await app.post('/api/v1/dashboards/import', { file })).body.dashboard.id).toBe('board-2');
  expect((await app.call('DELETE', '/api/v1/dashboards/board-2')).status).toBe(200);
  expect((await app.get('/api/v1/dashboards/board-2')).status).toBe(404);
  expect((await app.post('/api/v1/dashboards', { title: '' })).status).toBe(422);
});

test('a panel shows its rows with their age, and keeps them over a restart of the app', async () => {
  await app.post(
    '/api/v1/dashboards',
    board(panel('n', 'SELECT "venue.name" AS name, price FROM my_odds WHERE :place IS NULL OR "venue.name" = :place')),
  );
  const ask = async (parameters: object) => (await app.post('/api/v1/dashboards/board/panels/n/data', { parameters })).body;
  const all = await ask({});
  expect(all.result).toMatchObject({ rows: [["O'Neill's", 2]], sources: ['my-odds'], failure: null });
  expect(all.sources).toMatchObject([{ sourceId: 'my-odds', name: 'Odds', state: 'fresh' }]);
  expect(all.checkedAt).toBe((await app.get('/api/v1/sources/my-odds')).body.checkedAt);
  expect((await ask({ place: "O'Neill's" })).result.rows).toHaveLength(1);
  expect((await ask({ place: `' OR 1=1 --` })).result.rows).toHaveLength(0);
  expect((await app.post('/api/v1/dashboards/board/panels/none/data', {})).status).toBe(404);

  expect((await app.get('/api/v1/cache')).body).toMatchObject({
    entries: [{ dashboardId: 'board', panelId: 'n', rows: 1 }, { rows: 1 }, { rows: 0 }],
    totals: { entries: 3, hits: 0, misses: 3 },
  });
  expect((await app.post('/api/v1/cache/warm')).body).toMatchObject({ reason: 'asked', total: 3, successful: 3 });
  expect((await app.call('DELETE', '/api/v1/cache')).body).toEqual({ removed: 3 });

  await app.stop();
  app = await startApp({ dataFolder: app.dataFolder });
  expect((await ask({})).result.rows).toHaveLength(1);
});

test('a tab hears of new rows after a merge, of exactly the panels that read what changed', async () => {
  await app.post('/api/v1/dashboards', board(panel('n', 'SELECT count(*) FROM my_odds'), panel('other', 'SELECT 1')));
  const { client, socket } = await openTab(app);
  const seen: FreshetEvent[] = [];
  const events = await client.events.subscribe();
  void (async () => {
    for await (const event of events) seen.push(event);
  })().catch(() => undefined);
  const ask = (panelId: string) => client.panels.data({ id: 'board', panelId });
  const before = (await ask('n')).result;
  await ask('other');
  listing = [{ id: 1 }, { id: 2 }];
  // A press right after a refresh is taken for the same press.
  await expect.poll(async () => (await refresh()).body.answer).toBe('started');
  const told = () => seen.flatMap((event) => (event.type === 'panel' && event.version > before.version ? [event] : []));
  await expect.poll(() => told().filter(({ panelId }) => panelId === 'n')).toHaveLength(1);
  const after = (await ask('n')).result;
  expect(after).toMatchObject({ rows: [[2]], version: told().find(({ panelId }) => panelId === 'n')?.version });
  expect((await client.cache.list()).warmings[0]).toMatchObject({ reason: 'merge', keys: ['board/n'] });
  socket.close();
});

test('queries are refused, ended and explained, and the app goes on', async () => {
  for (const sql of ["ATTACH '/tmp/x' AS x", 'PRAGMA user_version', 'INSERT INTO records VALUES (1)', 'SELECT 1; SELECT 2'])
    expect((await preview(sql)).result.failure, sql).not.toBeNull();
  const runaway = 'WITH RECURSIVE t(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM t) SELECT count(*) FROM t';
  expect((await preview(runaway)).result.failure.message).toBe('This query took longer than 1 s, so it was ended.');
  expect((await preview('SELECT price FROM my_odds')).result).toMatchObject({ rows: [[2]], failure: null });
  expect((await preview('SELECT prise FROM my_odds')).result.failure).toEqual({
    message: 'There is no column prise.',
    advice: 'Did you mean price?',
    place: { line: 1, column: 8 },
  });
  expect((await app.get('/api/v1/cache')).body.totals.killed).toBe(1);
  expect((await app.get('/api/v1/health')).body.status).toBe('ok');
});

test('the schema names what SQL can read', async () => {
  const { tables } = (await app.get('/api/v1/schema')).body;
  expect(tables[0]).toMatchObject({ name: 'my_odds', sourceId: 'my-odds' });
  expect(tables[0].columns.map((column: { name: string; example: unknown }) => [column.name, column.example]).slice(0, 4)).toEqual([
    ['id', 1],
    ['price', 2],
    ['venue.name', "O'Neill's"],
    ['_id', '1'],
  ]);
});

test('an export of the workspace takes the dashboards along', async () => {
  await app.post('/api/v1/dashboards', board(panel('n', 'SELECT count(*) FROM my_odds')));
  const file = join(app.dataFolder, 'all.ndjson.gz');
  await app.post('/api/v1/workspace/export', { file });
  const ended = async (of: App) => (await of.get('/api/v1/status')).body.transfer?.state;
  await expect.poll(() => ended(app)).toBe('done');

  const folder = newDataFolder();
  folders.push(folder);
  const other = await startApp({ dataFolder: folder });
  try {
    expect((await other.post('/api/v1/workspace/import/check', { file })).body.dashboards).toEqual([
      { id: 'board', title: 'Board', there: false },
    ]);
    await other.post('/api/v1/workspace/import', { file });
    await expect.poll(() => ended(other)).toBe('done');
    const { result } = (await other.post('/api/v1/dashboards/board/panels/n/data', {})).body;
    expect(result.rows).toEqual([[1]]);
    await other.post('/api/v1/dashboards/board/undo');
    expect((await other.post('/api/v1/workspace/import/check', { file })).body.dashboards[0].there).toBe(true);
  } finally {
    await other.stop();
  }
});
