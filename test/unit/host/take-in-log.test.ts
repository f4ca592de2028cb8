import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { takeInLog } from '../../../src-main/host/take-in-log.ts';
import { openForReading } from '../../../src-main/store/database.ts';
import { Store } from '../../../src-main/store/store.ts';
import { SimClock } from '../../support/sim-clock.ts';
import { memoryDisk, tempFolder } from '../../support/temp-folder.ts';

/** What the database file holds without its write-ahead log. */
function withoutLog(file: string): string | null {
  copyFileSync(file, `${file}.alone`);
  const db = openForReading(`${file}.alone`);
  const value = db.prepare("SELECT value FROM meta WHERE key = 'told'").pluck().get();
  db.close();
  return (value as string | undefined) ?? null;
}

function open() {
  const file = join(tempFolder(memoryDisk), 'freshet.db');
  new Store(file).close();
  return { file, store: new Store(file), clock: new SimClock() };
}

test('afterwards the database file holds by itself what was only in its write-ahead log', async () => {
  const { file, store, clock } = open();
  store.meta.set('told', 'before the backup');
  expect(withoutLog(file)).toBe(null);
  await takeInLog(store, clock, () => true);
  expect(withoutLog(file)).toBe('before the backup');
  store.close();
});

test('while somebody reads an earlier state it is tried again, and done once that is over', async () => {
  const { file, store, clock } = open();
  const reader = openForReading(file);
  reader.exec('BEGIN');
  reader.prepare('SELECT count(*) FROM meta').get();
  store.meta.set('told', 'before the backup');
  let isDone = false;
  const done = takeInLog(store, clock, () => true).then(() => (isDone = true));
  await clock.advance(2_000, () => true);
  expect(isDone).toBe(false);
  reader.exec('COMMIT');
  await clock.advance(1_000, () => true);
  await done;
  expect(withoutLog(file)).toBe('before the backup');
  reader.close();
  store.close();
});

test('it is given up when Freshet ends', async () => {
  const { file, store, clock } = open();
  store.meta.set('told', 'before the backup');
  store.close();
  await takeInLog(store, clock, () => false);
  expect(withoutLog(file)).toBe('before the backup');
});
