import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type App, listAll, removeFolder, startApp } from '../support/app.ts';
import { findServer, type Server, startServer } from './postgresql-server.ts';
import { freePort } from './programs.ts';

const bin = findServer();
let server: Server;
let app: App;
let number = 0;

beforeAll(async () => {
  if (bin === null) return;
  server = await startServer(bin);
  await server.sql(
    `CREATE TABLE items (id bigint PRIMARY KEY, name text, price numeric, at timestamptz, local timestamp, day date,
      info jsonb, tags text[], sizes int[], ok boolean, ratio float8, raw bytea, span interval, nothing text)`,
    `INSERT INTO items VALUES (9007199254740993, 'Ä "quoted"', 12.50, '2026-11-20 12:00:00+02', '2026-11-20 12:00:00.25', '2026-11-20',
      '{"n": 9007199254740993, "a": [1]}', '{a,"b c"}', '{1,2}', true, 'NaN', '\\xdead', '1 day 2 hours', NULL),
      (2, 'Birch', 0.1234567890123456789, 'infinity', NULL, NULL, NULL, NULL, NULL, false, 0.5, NULL, NULL, NULL)`,
    `CREATE ROLE reader LOGIN PASSWORD 'reader'`,
    `GRANT SELECT ON items TO reader`,
    `CREATE TABLE hidden (id int)`,
    `CREATE SEQUENCE numbers`,
  );
  app = await startApp();
});

afterAll(async () => {
  if (bin === null) return;
  await app.stop();
  await server.stop();
  removeFolder(app.dataFolder);
});

const owner = () => ({ kind: 'basic', username: 'owner', secret: server.password });

/** Adds a source with a query, refreshes it, and gives the refresh and the records. */
async function ask(body: string, settings: object = {}, database = 'postgres') {
  const id = `query-${(number += 1)}`;
  const url = `postgresql://127.0.0.1:${server.port}/${database}`;
  const added = await app.post('/api/v1/sources', { id, name: id, url, body, auth: owner(), policy: { preset: 'manual' }, ...settings });
  expect(added.status, JSON.stringify(added.body)).toBe(201);
  const { body: answer } = await app.post(`/api/v1/sources/${id}/refresh`, { wait: true });
  return { id, refresh: answer.refresh, records: await listAll(app, `/api/v1/sources/${id}/records`) };
}

describe.skipIf(bin === null)('a real PostgreSQL', () => {
  test('rows become records, and every type keeps what it held', async () => {
    const { records, refresh } = await ask('SELECT * FROM items ORDER BY id DESC;', { timeField: 'at' });
    expect(refresh).toMatchObject({ outcome: 'changed', counts: { added: 2 }, failure: null });
    const first = records.find((record) => record.id === '9007199254740993');
    expect(first).toMatchObject({
      time: '2026-11-20T10:00:00.000Z',
      fields: {
        id: '9007199254740993',
        name: 'Ä "quoted"',
        price: 12.5,
        at: '2026-11-20T10:00:00Z',
        local: '2026-11-20T12:00:00.25',
        day: '2026-11-20',
        info: { n: '9007199254740993', a: [1] },
        tags: ['a', 'b c'],
        sizes: [1, 2],
        ok: true,
        ratio: 'NaN',
        raw: '\\xdead',
        span: '1 day 02:00:00',
        nothing: null,
      },
    });
    expect(records.find((record) => record.id === '2').fields).toMatchObject({
      price: '0.1234567890123456789',
      at: 'infinity',
      ok: false,
      ratio: 0.5,
    });
  });

  test('a change of the table is a change of the records', async () => {
    const { id } = await ask('SELECT id, name FROM items');
    await server.sql(`UPDATE items SET name = 'Birch tree' WHERE id = 2`);
    await expect
      .poll(async () => (await app.post(`/api/v1/sources/${id}/refresh`, { wait: true })).body.refresh?.counts.updated, { interval: 600 })
      .toBe(1);
  });

  test('columns of one name are told apart, and what is computed is a column', async () => {
    const { records } = await ask(`SELECT 1 AS id, 2 AS a, 3 AS a`);
    expect(records[0].fields).toEqual({ id: 1, a: 2, 'a 2': 3 });
  });

  test.each([
    [`INSERT INTO items (id) VALUES (7) RETURNING id`, /not accepted|cannot/],
    [`WITH gone AS (DELETE FROM items RETURNING id) SELECT id FROM gone`, /read-only|data-modifying|not accepted/],
    [`SELECT 1 AS id; COMMIT; DELETE FROM items`, /multiple commands/],
    [`SELECT nextval('numbers') AS id`, /read-only/],
    [`SELECT set_config('transaction_read_only', 'off', false) AS id`, /read-write mode must be set before any query/],
  ])('nothing can be changed by %s', async (query, words) => {
    const { refresh } = await ask(query);
    expect(refresh.failure.message).toMatch(words);
    const { records } = await ask('SELECT id FROM items');
    expect(records).toHaveLength(2);
  });

  test.each([
    ['a table that is not there', 'SELECT * FROM nowhere', {}, 'postgres', 'client-error', /relation "nowhere" does not exist/],
    ['a mistake in the query', 'SELEKT 1', {}, 'postgres', 'client-error', /syntax error/],
    ['a database that is not there', 'SELECT 1 AS id', {}, 'nowhere', 'not-found', /database "nowhere" does not exist/],
    [
      'a wrong password',
      'SELECT 1 AS id',
      { auth: { kind: 'basic', username: 'owner', secret: 'pl4nted-wr0ng' } },
      'postgres',
      'unauthorized',
      /refused the user or the password/,
    ],
    ['no sign-in', 'SELECT 1 AS id', { auth: { kind: 'none' } }, 'postgres', 'unauthorized', /password/],
    [
      'a table that may not be read',
      'SELECT * FROM hidden',
      { auth: { kind: 'basic', username: 'reader', secret: 'reader' } },
      'postgres',
      'forbidden',
      /permission denied for table hidden/,
    ],
    ['a query that takes too long', 'SELECT 1 AS id, pg_sleep(20)', { timeoutSeconds: 1 }, 'postgres', 'timeout', /1 s/],
    ['too many rows', 'SELECT generate_series(1, 100001) AS id', {}, 'postgres', 'too-large', /more than 100,000 rows/],
  ] as const)('%s is told in words', async (_what, query, settings, database, code, words) => {
    const { refresh } = await ask(query, settings, database);
    expect(refresh.failure).toMatchObject({ code });
    expect(refresh.failure.message).toMatch(words);
    expect(JSON.stringify(refresh)).not.toContain('pl4nted');
  });

  test('TLS is spoken where it is asked for, and checked where that is', async () => {
    const query = 'SELECT 1 AS id, ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()';
    const url = (mode: string) => ({ url: `postgresql://127.0.0.1:${server.port}/postgres?sslmode=${mode}` });
    expect((await ask(query, url('require'))).records[0].fields).toMatchObject({ ssl: true });
    expect((await ask(query)).records[0].fields).toMatchObject({ ssl: false });
    expect((await ask(query, url('verify-full'))).refresh.failure).toMatchObject({ code: 'tls' });
  });

  test('a server that is not there is told as that', async () => {
    const { refresh } = await ask('SELECT 1 AS id', { url: `postgresql://127.0.0.1:${await freePort()}/postgres` });
    expect(refresh.failure).toMatchObject({ code: 'refused' });
  });
});
