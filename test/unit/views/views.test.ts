import { expect, test } from 'vitest';
import { sourceConfigSchema } from '../../../src-preload/contract/index.ts';
import { keepMsOf } from '../../../src-main/views/binding.ts';
import { makeViews, panel } from '../../support/views.ts';

const count = (table: string) => `SELECT count(*) AS n FROM ${table}`;

test('a result is worked out once, and given again without running the query', async () => {
  const { add, dashboard, data, ran, views } = await makeViews();
  await add('odds');
  dashboard({ n: count('odds') });
  const [first, second] = await Promise.all([data('n'), data('n')]);
  const third = await data('n');
  expect(ran).toHaveLength(1);
  expect(first.result).toMatchObject({ rows: [[0]], sources: ['odds'], failure: null });
  expect(new Set([first, second, third].map(({ result }) => result.version)).size).toBe(1);
  expect(views.showCache().totals).toMatchObject({ entries: 1, hits: 1, misses: 2 });
});

test('a page that has the newest rows already is not sent them again', async () => {
  const { dashboard, data, views } = await makeViews();
  dashboard({ one: 'SELECT 1 AS a' });
  const { version } = (await data('one')).result;
  const again = await views.data('board', 'one', { parameters: {} }, true, version);
  expect(again).toMatchObject({ unchanged: true, result: { version, rows: [] } });
});

test('only what a query uses makes another result of it', async () => {
  const { dashboard, data, ran } = await makeViews();
  dashboard(
    { by: 'SELECT :place AS place', from: "SELECT :from AS at, time_bucket(:from, 'day') AS day" },
    {
      parameters: [
        { name: 'place', label: 'Place', kind: 'text', standard: 'Rome' },
        { name: 'other', label: 'Other', kind: 'text' },
      ],
    },
  );
  expect((await data('by')).result.rows).toEqual([['Rome']]);
  await data('by', { parameters: { other: 'x' }, range: { all: true }, timeZone: 'Asia/Tokyo' });
  expect(ran).toHaveLength(1);
  expect((await data('by', { parameters: { place: "O'Neill's" } })).result.rows).toEqual([["O'Neill's"]]);
  expect(ran).toHaveLength(2);
  const range = { from: '2026-11-20T00:00:00.000Z', to: '2026-11-21T00:00:00.000Z' };
  const [at] = [Date.parse(range.from)];
  expect((await data('from', { range, timeZone: 'Asia/Tokyo' })).result.rows).toEqual([[at, at - 9 * 3_600_000]]);
  expect((await data('from', { range, timeZone: 'UTC' })).result.rows).toEqual([[at, at]]);
});

test('a merge makes exactly the results anew that read the source, and tells the page', async () => {
  const { add, dashboard, rows, ran, listings, refresh, panelEvents, events } = await makeViews();
  await add('odds');
  await add('meters');
  dashboard({ odds: count('odds'), meters: count('meters'), all: 'SELECT count(*) FROM records', history: count('refreshes') });
  for (const id of ['odds', 'meters', 'all', 'history']) await rows(id);
  ran.length = events.length = 0;
  listings['odds'] = [{ id: 1 }, { id: 2 }];
  await refresh('odds');
  expect(panelEvents().sort()).toEqual(['all', 'history', 'odds']);
  expect(ran.some(({ query }) => query.kind === 'sql' && query.sql === count('meters'))).toBe(false);
  ran.length = 0;
  expect(await rows('odds')).toEqual([[2]]);
  expect(await rows('all')).toEqual([[2]]);
  expect(ran).toHaveLength(0);
});

test('rows that stay the same keep their version, so that the page does nothing', async () => {
  const { add, dashboard, data, ran, listings, refresh, panelEvents, events } = await makeViews();
  listings['odds'] = [{ id: 1, price: 1 }];
  await add('odds');
  await refresh('odds');
  dashboard({ n: count('odds') });
  const { version } = (await data('n')).result;
  ran.length = events.length = 0;
  listings['odds'] = [{ id: 1, price: 2 }];
  await refresh('odds');
  expect(ran).toHaveLength(1);
  expect(panelEvents()).toEqual([]);
  expect((await data('n')).result.version).toBe(version);
});

test('other details of a source make its results anew, as they are read otherwise', async () => {
  const { rig, add, dashboard, rows, ran } = await makeViews();
  await add('odds');
  dashboard({ n: count('odds') });
  await rows('n');
  ran.length = 0;
  const { config } = rig.engine.source('odds');
  const requests = [{ url: '/{id}', fields: { city: '' } }];
  await rig.engine.update(sourceConfigSchema.parse({ ...config, enrichment: { requests } }));
  await rig.pass(1_000);
  expect(ran).toHaveLength(1);
  rig.engine.pause('odds', 60);
  await rig.pass(1_000);
  expect(ran).toHaveLength(1);
});

test('what nobody looks at is outdated by a merge, and worked out when somebody asks', async () => {
  const { add, dashboard, data, rows, ran, listings, refresh, views } = await makeViews();
  await add('odds');
  dashboard({ n: count('odds') });
  await data('n', {}, false);
  ran.length = 0;
  listings['odds'] = [{ id: 1 }];
  await refresh('odds');
  expect(ran).toHaveLength(0);
  expect(views.showCache().entries[0]?.state).toBe('outdated');
  expect(await rows('n')).toEqual([[1]]);
});

test('a result is worked out again before it expires while somebody looks, and no longer', async () => {
  const { rig, dashboard, rows, ran, views } = await makeViews();
  dashboard({ n: 'SELECT 1' });
  await rows('n');
  const key = views.showCache().entries[0]!.key;
  const keepMs = keepMsOf(300, key, { range: null });
  expect([240_000, 300_000, 360_000]).toContain(keepMs);
  for (let passed = 0; passed < keepMs; passed += 60_000) {
    await rig.pass(60_000);
    await rows('n');
  }
  expect(ran).toHaveLength(2);
  expect(views.showCache().totals).toMatchObject({ misses: 1 });
  expect(views.showCache().warmings[0]).toMatchObject({ reason: 'expiry', total: 1, successful: 1, failed: 0, keys: ['board/n'] });
  await rig.pass(3_600_000);
  const after = ran.length;
  await rig.pass(3_600_000);
  expect(ran.length).toBe(after);
  expect(rig.clock.pending).toBeLessThan(10);
});

test('results that were made together do not come due together', () => {
  const kept = new Set(Array.from({ length: 50 }, (_, index) => keepMsOf(300, `key ${index}`, { range: null })));
  expect([...kept].sort()).toEqual([240_000, 300_000, 360_000]);
});

test('a result over a range that moves is good for a tenth of it at most', () => {
  expect(keepMsOf(300, 'key', { range: { lastSeconds: 600 } })).toBe(60_000);
  expect(keepMsOf(300, 'key', { range: { lastSeconds: 60 } })).toBe(10_000);
});

test('a panel that fails keeps the rows of before and stops none of the others', async () => {
  const { add, dashboard, data, rows, listings, refresh, views, panelEvents, events } = await makeViews();
  listings['odds'] = [{ id: 1, info: '{"a":1}' }];
  await add('odds');
  await refresh('odds');
  dashboard({ bad: `SELECT json_extract(info, '$.a') AS a FROM odds`, good: count('odds') });
  expect(await rows('bad')).toEqual([[1]]);
  await rows('good');
  events.length = 0;
  listings['odds'] = [{ id: 1, info: 'no json' }, { id: 2 }];
  await refresh('odds');
  expect(panelEvents().sort()).toEqual(['bad', 'good']);
  const { result } = await data('bad');
  expect(result).toMatchObject({ rows: [[1]], failure: { message: 'A value that is read as JSON is none.' } });
  expect(await rows('good')).toEqual([[2]]);
  expect(views.showCache().warmings[0]).toMatchObject({ reason: 'merge', total: 2, successful: 1, failed: 1 });
  listings['odds'] = [{ id: 1, info: '{"a":3}' }];
  await refresh('odds');
  expect((await data('bad')).result).toMatchObject({ rows: [[3], [null]], failure: null });
});

test('a query that fails is not run again for everybody who asks', async () => {
  const { rig, dashboard, data, ran } = await makeViews();
  dashboard({ bad: 'SELECT nothing_of_the_kind' });
  for (let i = 0; i < 5; i += 1) await data('bad', {}, false);
  expect(ran).toHaveLength(1);
  await rig.pass(31_000);
  await data('bad', {}, false);
  expect(ran).toHaveLength(2);
});

test('a source that comes is found by the query that missed it', async () => {
  const { rig, add, dashboard, data } = await makeViews();
  dashboard({ n: count('odds') });
  expect((await data('n')).result.failure?.message).toBe('There is no table odds.');
  await add('odds');
  await rig.pass(1_000);
  expect((await data('n')).result).toMatchObject({ failure: null, rows: [[0]], sources: ['odds'] });
});

test('what was looked at last is worked out at the next start', async () => {
  const { rig, dashboard, rows, data, ran, restart, views } = await makeViews();
  dashboard({ looked: 'SELECT 1', asked: 'SELECT 2' });
  await rows('looked');
  await data('asked', {}, false);
  expect(views.showCache().entries).toHaveLength(2);
  ran.length = 0;
  restart();
  await rig.pass(0);
  expect(ran.map(({ query }) => query)).toEqual([{ kind: 'sql', sql: 'SELECT 1' }]);
  await rows('looked');
  expect(ran).toHaveLength(1);
});

test('after sleep, what was looked at is worked out at once', async () => {
  const { rig, dashboard, rows, ran, ...rest } = await makeViews();
  dashboard({ n: 'SELECT 1' });
  await rows('n');
  await rig.pass(10_000);
  ran.length = 0;
  await rig.clock.sleep(8 * 3_600_000);
  await rig.pass(6_000);
  expect(ran).toHaveLength(1);
  expect(rest.views.showCache().warmings[0]?.reason).toBe('resume');
});

test('a clock that is set back keeps no result for hours', async () => {
  const { rig, dashboard, rows, ran } = await makeViews();
  dashboard({ n: 'SELECT 1' });
  await rows('n');
  rig.clock.setWall(-3_600_000);
  await rows('n');
  expect(ran).toHaveLength(2);
});

test('results beyond the room there is are forgotten, those that were asked for the longest ago first', async () => {
  const { dashboard, rows, views } = await makeViews({ mostBytes: 3_000 });
  dashboard({ a: `SELECT hex(zeroblob(500)) AS x`, b: `SELECT hex(zeroblob(500)) AS y`, c: 'SELECT 1' });
  await rows('a');
  await rows('c');
  await rows('b');
  const { entries, totals } = views.showCache();
  expect(entries.map(({ panelId }) => panelId)).toEqual(['c', 'b']);
  expect(totals).toMatchObject({ evictions: 1 });
  expect(totals.bytes).toBeLessThanOrEqual(totals.mostBytes);
});

test('changing a dashboard forgets the results of the panels that ask otherwise now, and no others', async () => {
  const { dashboard, rows, ran, views } = await makeViews();
  dashboard({ a: 'SELECT 1', b: 'SELECT 2' });
  await rows('a');
  await rows('b');
  const stored = views.dashboards.get('board');
  const panels = [panel('a', 'SELECT 1', { title: 'Renamed' }), panel('b', 'SELECT 3')];
  views.dashboards.replace('board', stored.version, { ...stored.dashboard, panels });
  expect(views.showCache().entries.map(({ panelId }) => panelId)).toEqual(['a']);
  ran.length = 0;
  await rows('a');
  expect(await rows('b')).toEqual([[3]]);
  expect(ran).toHaveLength(1);
});

test('all results can be worked out again, and forgotten', async () => {
  const { dashboard, rows, views, ran } = await makeViews();
  dashboard({ a: 'SELECT 1', b: 'SELECT wrong' });
  await rows('a');
  await rows('b');
  expect(await views.warm()).toMatchObject({ reason: 'asked', total: 2, successful: 1, failed: 1 });
  expect(ran).toHaveLength(4);
  expect(views.clearCache()).toEqual({ removed: 2 });
  expect(views.showCache().entries).toEqual([]);
});

test('how often a panel was young enough while somebody looked is counted by day', async () => {
  const { rig, add, dashboard, rows, views, refresh } = await makeViews();
  await add('odds');
  await refresh('odds');
  dashboard({}, { panels: [panel('n', count('odds'), { target: { maxAgeSeconds: 60 } }), panel('free', count('odds'))] });
  for (let minute = 0; minute < 4; minute += 1) {
    rig.look();
    await rows('n');
    await rows('free');
    await rig.pass(60_000);
  }
  const { target, today, week, days } = views.target('board', 'n');
  expect(target).toEqual({ maxAgeSeconds: 60, share: 0.95 });
  expect(days).toHaveLength(1);
  expect(days[0]).toMatchObject({ day: '2026-11-20' });
  expect(days[0]!.lookedSeconds).toBeGreaterThan(225);
  expect(days[0]!.lookedSeconds).toBeLessThan(245);
  expect(today).toBeGreaterThan(0.2);
  expect(today).toBeLessThan(0.3);
  expect(week).toBe(today);
  expect(views.target('board', 'free')).toMatchObject({ target: null, days: [] });
  rig.lookAway();
  await rig.pass(301_000);
  const before = views.target('board', 'n').days[0]!.lookedSeconds;
  await rows('n');
  await rig.pass(60_000);
  expect(views.target('board', 'n').days[0]!.lookedSeconds).toBe(before);
});

test('a preview says what is wrong with a query, and how a form is written', async () => {
  const { add, views, listings, refresh } = await makeViews();
  listings['odds'] = [{ id: 1, price: 2 }];
  await add('odds');
  await refresh('odds');
  const wrong = await views.preview({ kind: 'sql', sql: 'SELECT prise FROM odds' }, { parameters: {} });
  expect(wrong.result.failure).toMatchObject({ message: 'There is no column prise.', advice: 'Did you mean price?' });
  const form = await views.preview(
    {
      kind: 'form',
      source: 'odds',
      values: [{ aggregate: 'max', field: 'price' }],
      columns: [],
      by: [],
      where: [],
      inRange: false,
      limit: 1,
    },
    { parameters: {} },
  );
  expect(form.result.rows).toEqual([[2]]);
  expect(form.sql).toContain('max(price)');
  expect(form.sources.map(({ sourceId }) => sourceId)).toEqual(['odds']);
});

test('the choices of a parameter are its own and those of its query', async () => {
  const { add, listings, refresh, dashboard, views } = await makeViews();
  listings['odds'] = [
    { id: 1, team: 'Ajax' },
    { id: 2, team: 'Bayern' },
  ];
  await add('odds');
  await refresh('odds');
  dashboard(
    {},
    {
      parameters: [
        {
          name: 'team',
          label: 'Team',
          kind: 'choice',
          choices: [{ value: null, label: 'All' }],
          choicesSql: "SELECT team, team || '!' FROM odds ORDER BY 1",
        },
        { name: 'bad', label: 'Bad', kind: 'choice', choicesSql: 'SELECT' },
      ],
    },
  );
  expect(await views.choices('board', 'team')).toEqual({
    items: [
      { value: null, label: 'All' },
      { value: 'Ajax', label: 'Ajax!' },
      { value: 'Bayern', label: 'Bayern!' },
    ],
    failure: null,
  });
  expect(await views.choices('board', 'bad')).toMatchObject({ items: [], failure: 'The query is not complete.' });
});
