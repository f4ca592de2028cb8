import Database from 'better-sqlite3';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { MOST_ROWS, type PanelQuery, type ParameterValues, sourceConfigSchema } from '../../../../src-preload/contract/index.ts';
import { QueryRunner } from '../../../../src-main/store/query/query-runner.ts';
import { SqlMistake } from '../../../../src-main/store/query/sql-mistake.ts';
import { sourceTable, viewSql } from '../../../../src-main/store/query/sql-tables.ts';
import { Store } from '../../../../src-main/store/store.ts';
import { addRecord } from '../../../support/records.ts';
import { memoryDisk, tempFolder } from '../../../support/temp-folder.ts';

const AT = Date.parse('2026-11-20T12:34:56Z');

function open() {
  const file = join(tempFolder(memoryDisk), 'freshet.db');
  const store = new Store(file);
  const add = (id: string, more: object = {}) => {
    const config = { id, name: id.toUpperCase(), url: 'http://127.0.0.1:9/', policy: { preset: 'manual' }, ...more };
    return store.sources.add(sourceConfigSchema.parse(config), 'app', AT).row;
  };
  const see = (id: string, fields: string[]) => {
    const found = store.sources.find(id)!;
    store.sources.saveState(found.row, { ...found.state, fields });
  };
  const odds = add('my-odds', {
    enrichment: { requests: [{ url: 'http://127.0.0.1:9/{id}', fields: { 'venue.city': 'city', extra: '' } }] },
  });
  addRecord(store, odds, 'a', JSON.stringify({ price: 2.5, live: true, venue: { name: 'Hall', city: 'old' }, 'odd name': 1 }), {
    rich: { 'venue.city': 'Rome', extra: { deep: 7 } },
    time: AT,
    now: AT,
  });
  addRecord(store, odds, 'b', JSON.stringify({ price: 3, live: false, venue: { name: "O'Neill's", city: 'Bern' } }), {
    time: AT + 3_600_000,
    now: AT,
  });
  addRecord(store, odds, 'gone', JSON.stringify({ price: 9 }), { time: AT, now: AT });
  store.records.markDeleted(odds, ['gone'], AT + 1);
  see('my-odds', ['price', 'live', 'venue.name', 'venue.city', 'odd name', 'extra.deep']);
  const runner = new QueryRunner(file);
  onTestFinished(() => {
    runner.close();
    store.close();
  });
  const ask = (query: PanelQuery, values: ParameterValues = {}, timeZone = 'UTC', asOfMs: number | null = null) =>
    runner.run({
      kind: 'run',
      query,
      values,
      timeZone,
      nowMs: AT,
      asOfMs,
      quotas: '[{"sourceId":"my-odds","per":"day","limit":9,"resetsAt":"2026-11-21T00:00:00.000Z"}]',
    });
  const run = (sql: string, values?: ParameterValues, timeZone?: string) => ask({ kind: 'sql', sql }, values, timeZone);
  const rows = (sql: string, values?: ParameterValues, timeZone?: string) => JSON.parse(run(sql, values, timeZone).rows) as unknown[][];
  const mistake = (sql: string, values?: ParameterValues) => {
    try {
      run(sql, values);
    } catch (error) {
      expect(error).toBeInstanceOf(SqlMistake);
      const { message, advice, place } = error as SqlMistake;
      return { message, advice, place };
    }
    throw new Error('it ran');
  };
  return { file, store, add, see, odds, runner, ask, run, rows, mistake };
}

test('each source is a table with a column for each field, and those that every record has', () => {
  const { rows } = open();
  expect(rows('SELECT _id, price, live, "venue.name", "odd name", _time, _first_seen FROM my_odds ORDER BY _id')).toEqual([
    ['a', 2.5, 1, 'Hall', 1, AT, AT],
    ['b', 3, 0, "O'Neill's", null, AT + 3_600_000, AT],
  ]);
});

test('what details brought stands before what the listing said, also within it', () => {
  const { rows } = open();
  expect(rows('SELECT "venue.city", "extra.deep" FROM my_odds ORDER BY _id')).toEqual([
    ['Rome', 7],
    ['Bern', null],
  ]);
});

test('records that were deleted upstream are in the table of all records only', () => {
  const { rows } = open();
  expect(rows('SELECT count(*) FROM my_odds')).toEqual([[2]]);
  expect(rows('SELECT id, source, deleted, deleted_text FROM records WHERE deleted IS NOT NULL')).toEqual([
    ['gone', 'my-odds', AT + 1, '2026-11-20T12:34:56.001Z'],
  ]);
});

test('the app itself can be asked too', () => {
  const { rows, store, odds } = open();
  store.refreshes.begin('r1', odds, 'manual', AT);
  store.calls.begin(odds, 'r1', AT, 2);
  expect(rows('SELECT id, source, started, started_text, outcome FROM refreshes')).toEqual([
    ['r1', 'my-odds', AT, '2026-11-20T12:34:56.000Z', null],
  ]);
  expect(rows('SELECT source, refresh, cost FROM calls')).toEqual([['my-odds', 'r1', 2]]);
  expect(rows('SELECT id, name, policy, paused FROM sources')).toEqual([['my-odds', 'MY-ODDS', 'manual', 0]]);
  expect(rows('SELECT source, per, allowed, resets FROM quotas')).toEqual([['my-odds', 'day', 9, Date.parse('2026-11-21')]]);
  expect(rows('SELECT count(*) FROM decisions')).toEqual([[0]]);
});

test('the tables follow when fields appear and when sources come and go', () => {
  const { rows, mistake, see, add, store } = open();
  expect(mistake('SELECT colour FROM my_odds').message).toBe('There is no column colour.');
  see('my-odds', ['price', 'colour']);
  expect(rows('SELECT colour FROM my_odds LIMIT 1')).toEqual([[null]]);
  add('order');
  expect(rows('SELECT count(*) FROM "order"')).toEqual([[0]]);
  store.sources.remove(store.sources.find('order')!.row, AT);
  expect(mistake('SELECT count(*) FROM "order"').message).toBe('There is no table order.');
});

test('values are bound, whatever is in them', () => {
  const { rows, run } = open();
  expect(rows('SELECT _id FROM my_odds WHERE "venue.name" = :place', { place: "O'Neill's" })).toEqual([['b']]);
  expect(rows('SELECT :x', { x: `'); DROP TABLE records; --` })).toEqual([[`'); DROP TABLE records; --`]]);
  expect(run('SELECT 1', { never: 'used' }).rowCount).toBe(1);
});

test('only one statement that reads is run', () => {
  const { mistake, store, odds } = open();
  const refused = [
    "ATTACH ':memory:' AS other",
    'PRAGMA query_only = OFF',
    'INSERT INTO records (source_row) VALUES (1)',
    'DELETE FROM main.records',
    'SELECT 1; DELETE FROM main.records',
    'SELECT 1; SELECT 2',
    'EXPLAIN SELECT 1',
    '/* hidden */ UPDATE main.records SET id = 1',
    'WITH x AS (SELECT 1) DELETE FROM main.records',
    'CREATE TEMP TABLE t (a)',
    "SELECT load_extension('x')",
    "SELECT * FROM pragma_table_info('records')",
    '',
    '-- nothing',
  ];
  for (const sql of refused) expect(mistake(sql).advice, sql).not.toBe('');
  expect(store.records.count(odds)).toBe(2);
});

test('a semicolon at the end, comments and VALUES are fine', () => {
  const { rows } = open();
  expect(rows('-- all\nSELECT 1; ;')).toEqual([[1]]);
  expect(rows('VALUES (1), (2)')).toEqual([[1], [2]]);
});

test('tables of the database that are not offered are not there', () => {
  const { mistake } = open();
  expect(mistake('SELECT * FROM validators')).toMatchObject({ message: 'There is no table validators.', place: { line: 1, column: 15 } });
  expect(mistake('SELECT * FROM dashboard_versions').message).toBe('There is no table dashboard_versions.');
});

test('mistakes are said in words, with the place and what may be meant', () => {
  const { mistake } = open();
  expect(mistake('SELECT prise\nFROM my_odds')).toEqual({
    message: 'There is no column prise.',
    advice: 'Did you mean price?',
    place: { line: 1, column: 8 },
  });
  expect(mistake('SELECT o.nam FROM my_odds AS o')).toMatchObject({ place: { line: 1, column: 10 } });
  expect(mistake('SELECT 1\nFROM my_oods')).toEqual({
    message: 'There is no table my_oods.',
    advice: 'Did you mean my_odds?',
    place: { line: 2, column: 6 },
  });
  expect(mistake('SELECT time_buckt(1, 2)').advice).toBe('Did you mean time_bucket?');
  expect(mistake('SELECT time_bucket(1)').advice).toBe("Write time_bucket(time, 'hour').");
  expect(mistake("SELECT time_bucket(1, 'fortnight')").message).toContain("not 'fortnight'");
  expect(mistake('SELECT :palce', { place: 1 })).toMatchObject({
    message: 'There is no parameter :palce.',
    advice: 'Did you mean :place?',
  });
  expect(mistake('SELECT ?').advice).toBe('Write :name in the place of ?.');
  expect(mistake('SELECT (1').message).toBe('The query is not complete.');
  expect(mistake('SELECT _id FROM my_odds AS a JOIN my_odds AS b').message).toContain('More than one table');
});

test('a syntax error is found where it is, also when the same word stands before it', () => {
  const { mistake } = open();
  expect(mistake('SELECT price FROM my_odds\nWHERE price = 1 price price')).toMatchObject({
    message: 'SQL is not understood near "price".',
    place: { line: 2, column: 17 },
  });
});

test('time is cut in the time zone that is asked for', () => {
  const { rows } = open();
  const sql = `SELECT time_bucket(_time, 'day'), count(*) FROM my_odds GROUP BY 1`;
  expect(rows(sql)).toEqual([[Date.parse('2026-11-20'), 2]]);
  expect(rows(sql, {}, 'Asia/Tokyo')).toEqual([[Date.parse('2026-11-19T15:00Z'), 2]]);
  expect(rows("SELECT time_bucket('2026-11-20T12:34:56Z', 'hour'), time_bucket(NULL, 'hour'), time_bucket('soon', 'hour')")).toEqual([
    [Date.parse('2026-11-20T12:00Z'), null, null],
  ]);
});

test('the functions work', () => {
  const { rows } = open();
  expect(rows("SELECT now(), ago('2 hours'), ms('2026-11-20T00:00:00Z')")).toEqual([[AT, AT - 7_200_000, Date.parse('2026-11-20')]]);
  expect(rows('SELECT median(price), percentile(price, 100), latest(price, _time) FROM my_odds')).toEqual([[2.75, 3, 3]]);
});

test('a form is run as the SQL that the app writes for it', () => {
  const { ask } = open();
  const answer = ask(
    {
      kind: 'form',
      source: 'my-odds',
      values: [{ aggregate: 'latest', field: 'price' }],
      columns: [],
      by: [{ field: 'venue.name' }],
      where: [{ field: 'live', is: '=', value: { parameter: 'live' } }],
      inRange: true,
      limit: 10,
    },
    { live: 1, from: AT, to: AT + 1 },
  );
  expect(JSON.parse(answer.rows)).toEqual([['Hall', 2.5]]);
  expect(answer.sql).toContain('latest(price');
});

test('columns say what they hold', () => {
  const { run } = open();
  const { columns } = run(
    `SELECT price, "venue.name" AS name, _time, '2026-11-20T00:00Z' AS at, '[1]' AS list, NULL AS missing FROM my_odds`,
  );
  expect(columns.map(({ type }) => type)).toEqual(['number', 'text', 'time', 'time', 'json', 'empty']);
});

test('no more rows and bytes are given than a page can take, and it is said', () => {
  const { run } = open();
  const count = (to: number) => `WITH RECURSIVE t(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM t WHERE x < ${to}) SELECT x FROM t`;
  expect(run(count(MOST_ROWS))).toMatchObject({ rowCount: MOST_ROWS, truncated: false });
  expect(run(count(MOST_ROWS + 1))).toMatchObject({ rowCount: MOST_ROWS, truncated: true });
  const wide = run(count(1000).replace('SELECT x FROM', 'SELECT hex(zeroblob(40000)) FROM'));
  expect(wide.truncated).toBe(true);
  expect(wide.rows.length).toBeLessThanOrEqual(32 * 1_048_576);
  expect(JSON.parse(run('SELECT hex(zeroblob(200000)), zeroblob(5000), 9e999').rows)[0].map((v: unknown) => String(v).length)).toEqual([
    100_001, 2_004, 4,
  ]);
});

test('the same rows have the same hash', () => {
  const { run } = open();
  expect(run('SELECT 1 AS a').hash).toBe(run('SELECT 1 AS a -- again').hash);
  expect(run('SELECT 1 AS a').hash).not.toBe(run('SELECT 2 AS a').hash);
  expect(run('SELECT 1 AS a').hash).not.toBe(run('SELECT 1 AS b').hash);
});

test('the schema names tables, columns with an example, and functions', () => {
  const { runner } = open();
  const { tables, functions } = runner.schema();
  expect(tables.map(({ name }) => name)).toEqual(['my_odds', 'records', 'sources', 'refreshes', 'decisions', 'calls', 'quotas']);
  expect(tables[0]).toMatchObject({ kind: 'source', sourceId: 'my-odds', about: 'MY-ODDS' });
  expect(tables[0]?.columns.slice(0, 4)).toMatchObject([
    { name: 'price', type: 'number', example: 3 },
    { name: 'live', type: 'number' },
    { name: 'venue.name', sql: '"venue.name"', type: 'text' },
    { name: 'venue.city', example: 'Bern' },
  ]);
  expect(functions.map(({ name }) => name)).toContain('time_bucket');
});

test('a table of a source is read by the plan of the bare table', () => {
  const { file, odds, store } = open();
  const db = new Database(file, { readonly: true });
  onTestFinished(() => void db.close());
  const { config } = store.sources.find('my-odds')!;
  db.exec(viewSql(sourceTable({ row: odds, id: 'my-odds', config, fields: ['price', 'venue.name', 'x', 'y'] })));
  const plan = (sql: string) =>
    db
      .prepare<[], { detail: string }>(`EXPLAIN QUERY PLAN ${sql}`)
      .all()
      .map(({ detail }) => detail.replace('main.', ''));
  expect(plan('SELECT price AS p, count(*) FROM my_odds GROUP BY 1')).toEqual(
    plan(
      `SELECT json_extract(basic, '$."price"') AS p, count(*) FROM records WHERE source_row = ${odds} AND deleted_at IS NULL GROUP BY 1`,
    ),
  );
});
