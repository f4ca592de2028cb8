import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { sourceConfigSchema } from '../../src-preload/contract/index.ts';
import { systemClock } from '../../src-main/engine/clock.ts';
import { forkQuery, queryEnvironment } from '../../src-main/host/fork-query.ts';
import type { RunAnswer, RunQuestion, ToQueryProcess } from '../../src-main/store/query/query-messages.ts';
import { Store } from '../../src-main/store/store.ts';
import { type PoolOptions, type QueryChild, type QueryError, QueryPool } from '../../src-main/views/query-pool.ts';
import { addRecord } from '../support/records.ts';
import { tempFolder } from '../support/temp-folder.ts';

const built = new URL('../../out/main/query-process.js', import.meta.url);
const RUNAWAY = 'WITH RECURSIVE t(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM t) SELECT count(*) FROM t';
const AT = Date.parse('2026-11-20T12:00:00Z');

const asks = (sql: string): RunQuestion => ({
  kind: 'run',
  query: { kind: 'sql', sql },
  values: {},
  timeZone: 'UTC',
  nowMs: AT,
  asOfMs: null,
  quotas: '[]',
});

function database() {
  const file = join(tempFolder(), 'freshet.db');
  const store = new Store(file);
  onTestFinished(() => store.close());
  const config = sourceConfigSchema.parse({ id: 'odds', name: 'Odds', url: 'http://127.0.0.1:9/', policy: { preset: 'manual' } });
  const { row } = store.sources.add(config, 'app', AT);
  const add = (id: string) => addRecord(store, row, id, '{}', { now: AT });
  add('first');
  return { file, store, add };
}

/** Real processes on a real database. */
function open({ file, limitMs = 500, entry = built, ...more }: { file: string; entry?: URL } & Partial<PoolOptions>) {
  const children: QueryChild[] = [];
  const pool = new QueryPool({
    clock: systemClock,
    fork: () => {
      const child = forkQuery(entry);
      children.push(child);
      return child;
    },
    file,
    limitMs,
    ...more,
  });
  onTestFinished(() => pool.stop());
  const run = async (sql: string) => JSON.parse((await pool.run(asks(sql), true)).rows) as unknown[][];
  const failure = (asked: Promise<unknown>) =>
    asked.then(
      () => null,
      (error: unknown) => (error as QueryError).failure.message,
    );
  return { pool, children, run, failure };
}

test('a query that runs on is ended at its limit, and the next one is answered', async () => {
  const { file } = database();
  const { pool, run, failure } = open({ file, size: 1 });
  await run('SELECT 1');
  const begun = performance.now();
  expect(await failure(run(RUNAWAY))).toBe('This query took longer than 0.5 s, so it was ended.');
  expect(performance.now() - begun).toBeLessThan(1_500);
  expect(pool.killed).toBe(1);
  expect(await run('SELECT count(*) FROM odds')).toEqual([[1]]);
});

test('a slow query holds up no other, and none is lost when its process is ended', async () => {
  const { file } = database();
  const { run, failure } = open({ file, limitMs: 1_000 });
  await Promise.all([run('SELECT 1'), run('SELECT 2')]);
  const slow = failure(run(RUNAWAY));
  const begun = performance.now();
  expect(await run('SELECT 3')).toEqual([[3]]);
  expect(performance.now() - begun).toBeLessThan(700);
  const slower = failure(run(RUNAWAY));
  const waiting = Array.from({ length: 5 }, (_, index) => run(`SELECT ${index}`));
  expect(await Promise.all(waiting)).toEqual([[[0]], [[1]], [[2]], [[3]], [[4]]]);
  expect(await Promise.all([slow, slower])).toEqual(Array(2).fill('This query took longer than 1 s, so it was ended.'));
});

test('whoever writes is not disturbed by a query that runs on and is killed', async () => {
  const { file, add, store } = database();
  const { run, failure } = open({ file, size: 1 });
  await run('SELECT 1');
  const slow = failure(run(`${RUNAWAY}, odds`));
  let written = 0;
  let ended = false;
  void slow.then(() => (ended = true));
  while (!ended) {
    add(`record ${written}`);
    written += 1;
    await new Promise((resolve) => setImmediate(resolve));
  }
  expect(written).toBeGreaterThan(5);
  expect(store.isSound()).toBe(true);
  expect(await run('SELECT count(*) FROM odds')).toEqual([[written + 1]]);
});

test('what is written is seen by the next query', async () => {
  const { file, add } = database();
  const { run } = open({ file });
  expect(await run('SELECT count(*) FROM odds')).toEqual([[1]]);
  add('second');
  expect(await run('SELECT count(*) FROM odds')).toEqual([[2]]);
});

test('a process that dies in the middle is said, and another takes its place', async () => {
  const { file } = database();
  const { children, run, failure } = open({ file, size: 1, limitMs: 10_000 });
  await run('SELECT 1');
  const slow = failure(run(RUNAWAY));
  children[0]!.kill();
  expect(await slow).toBe('The process that ran this query ended.');
  expect(await run('SELECT 2')).toEqual([[2]]);
  expect(children).toHaveLength(2);
});

test('a query that takes too much memory is ended with its process', async () => {
  const { file } = database();
  const { run, failure } = open({ file, size: 1, limitMs: 20_000, mostMemory: 256 * 1_048_576 });
  const series = 'WITH RECURSIVE t(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM t WHERE x < 900)';
  expect(await failure(run(`${series} SELECT length(group_concat(zeroblob(500000), '')) FROM t`))).toBe(
    'The process that ran this query ended.',
  );
  expect(await run('SELECT 2')).toEqual([[2]]);
});

test('processes that cannot be started are said in words', async () => {
  const { file } = database();
  const { run, failure } = open({ file, entry: new URL('./not-there.js', built) });
  expect(await failure(run('SELECT 1'))).toContain('The process that runs queries cannot be started');
  const unopened = open({ file: join(tempFolder(), 'no.db') });
  expect(await unopened.failure(unopened.run('SELECT 1'))).toContain('unable to open database file');
});

test('mistakes come back with their place', async () => {
  const { file } = database();
  const { pool } = open({ file });
  await expect(pool.run(asks('SELECT *\nFROM ods'), true)).rejects.toMatchObject({
    failure: { message: 'There is no table ods.', advice: 'Did you mean odds?', place: { line: 2, column: 6 } },
  });
});

test('who waits goes before what is only kept warm', async () => {
  const { file } = database();
  const { pool, run } = open({ file, size: 1 });
  await run('SELECT 1');
  const order: string[] = [];
  const ask = (name: string, isUrgent: boolean) => pool.run(asks('SELECT 1'), isUrgent).then(() => order.push(name));
  await Promise.all([ask('first', false), ask('warm', false), ask('warm too', false), ask('urgent', true), ask('urgent too', true)]);
  expect(order).toEqual(['first', 'urgent', 'urgent too', 'warm', 'warm too']);
});

test('a query that nobody is left to end is ended by its own process', async () => {
  const { file } = database();
  const child = fork(built, { serialization: 'advanced', execArgv: [] });
  const say = (message: ToQueryProcess) => child.send(message);
  say({ type: 'open', file, limitMs: 300, mostMemory: 2 ** 40 });
  await once(child, 'message');
  say({ type: 'ask', id: 1, question: asks(RUNAWAY) });
  const [, signal] = (await once(child, 'exit')) as [number | null, string | null];
  expect(signal).toBe('SIGKILL');
});

test('a process whose app is gone ends', async () => {
  const { file } = database();
  const child = fork(built, { serialization: 'advanced', execArgv: [] });
  child.send({ type: 'open', file, limitMs: 300, mostMemory: 2 ** 40 } satisfies ToQueryProcess);
  await once(child, 'message');
  child.disconnect();
  expect((await once(child, 'exit'))[0]).toBe(0);
});

test('a query process is told no secrets of the environment', () => {
  expect(queryEnvironment({ PATH: '/bin', ODDS_KEY: 'hunter2', NODE_OPTIONS: '--inspect' })).toEqual({ PATH: '/bin' });
});

test('a large result comes whole', async () => {
  const { file } = database();
  const { pool } = open({ file, limitMs: 10_000 });
  const answer: RunAnswer = await pool.run(
    asks('WITH RECURSIVE t(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM t WHERE x < 9000) SELECT x, hex(zeroblob(500)) FROM t'),
    true,
  );
  expect(JSON.parse(answer.rows)).toHaveLength(9_000);
});
