import { copyFileSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openStore } from '../../../src-main/store/backups/recovery.ts';
import { isStrayLog } from '../../../src-main/store/log-owner.ts';
import { Store } from '../../../src-main/store/store.ts';
import { memoryDisk, tempFolder } from '../../support/temp-folder.ts';

const NOW = Date.parse('2026-11-20T12:00:00Z');

function places() {
  const folder = tempFolder(memoryDisk);
  return { database: join(folder, 'freshet.db'), backups: join(folder, 'backups'), damaged: join(folder, 'damaged') };
}

/** Files as they are at a moment, to be put back later. */
function keep(database: string, ends: readonly string[]): () => void {
  const kept = ends.filter((end) => existsSync(`${database}${end}`)).map((end) => ({ end, bytes: readFileSync(`${database}${end}`) }));
  return () => {
    for (const { end, bytes } of kept) writeFileSync(`${database}${end}`, bytes);
  };
}

/** Stores a value in a session of its own that ends in good order; gives what puts its write-ahead log back. */
function session(database: string, value: string): () => void {
  const store = new Store(database);
  store.meta.set('told', value);
  const putBack = keep(database, ['-wal']);
  store.close();
  return putBack;
}

const told = ({ store }: { store: Store }) => {
  const value = store.meta.get('told');
  store.close();
  return value;
};

test('a write-ahead log of an earlier session takes nothing back: it is moved aside, and the database is as it was', () => {
  const where = places();
  session(where.database, 'first');
  const putBack = session(where.database, 'second');
  session(where.database, 'third');
  putBack();
  expect(isStrayLog(where.database)).toBe(true);
  const opened = openStore(where, true, NOW);
  expect(opened).toMatchObject({ recovery: null, strayLog: join(where.damaged, '2026-11-20T12-00-00Z') });
  expect(existsSync(join(opened.strayLog ?? '', 'freshet.db-wal'))).toBe(true);
  expect(told(opened)).toBe('third');
});

test('so is one of the last session, once that has ended in good order', () => {
  const where = places();
  session(where.database, 'first');
  const store = new Store(where.database);
  store.meta.set('told', 'second');
  const putBack = keep(where.database, ['-wal']);
  store.meta.set('told', 'third');
  store.close();
  putBack();
  expect(told(openStore(where, true, NOW))).toBe('third');
});

test('one of an earlier session is told from that of a session that was killed', () => {
  const where = places();
  const putBack = session(where.database, 'first');
  const store = new Store(where.database);
  store.meta.set('told', 'second');
  store.checkpoint();
  // As a kill leaves it.
  const asKilled = keep(where.database, ['', '-wal', '-log.json']);
  store.close();
  asKilled();
  putBack();
  expect(told(openStore(where, true, NOW))).toBe('second');
});

test.each([
  ['left by a kill', 0],
  ['begun anew by checkpoints since', 30],
])('a log that was %s is the own of its database, and what is only in it is there', (_how, checkpoints) => {
  const where = places();
  session(where.database, 'first');
  const store = new Store(where.database);
  for (let made = 0; made < checkpoints; made += 1) {
    store.meta.set('told', `${made}`);
    store.checkpoint();
  }
  store.meta.set('told', 'only in the log');
  const asKilled = keep(where.database, ['', '-wal', '-log.json']);
  store.close();
  asKilled();
  expect(isStrayLog(where.database)).toBe(false);
  expect(told(openStore(where, true, NOW))).toBe('only in the log');
});

test('where nothing says whose a log is, as after copying a database with its log, it is taken for its own', () => {
  const where = places();
  const copied = places();
  session(where.database, 'first');
  const store = new Store(where.database);
  store.meta.set('told', 'only in the log');
  for (const end of ['', '-wal']) copyFileSync(`${where.database}${end}`, `${copied.database}${end}`);
  store.close();
  expect(told(openStore(copied, true, NOW))).toBe('only in the log');
  writeFileSync(`${copied.database}-log.json`, 'not what it should be');
  expect(isStrayLog(copied.database)).toBe(false);
  rmSync(`${copied.database}-log.json`);
});
