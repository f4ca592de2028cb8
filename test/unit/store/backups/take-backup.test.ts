import { closeSync, openSync, readdirSync, truncateSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { listBackups } from '../../../../src-main/store/backups/backup-file.ts';
import { prepareRestore } from '../../../../src-main/store/backups/prepare-restore.ts';
import { openStore } from '../../../../src-main/store/backups/recovery.ts';
import { removeUnfinished, takeBackup } from '../../../../src-main/store/backups/take-backup.ts';
import { checkDatabase, verifyDatabase } from '../../../../src-main/store/backups/verify.ts';
import { openForWriting } from '../../../../src-main/store/database.ts';
import { migrations } from '../../../../src-main/store/migrations/index.ts';
import { memoryDisk, tempFolder } from '../../../support/temp-folder.ts';

const NOW = Date.parse('2026-11-20T12:00:00.500Z');
const CONFIG = JSON.stringify({ id: 'odds', name: 'Odds', url: 'http://localhost/odds', policy: { preset: 'manual' } });

/** A database with a source, `records` records, a refresh that runs and two calls; `db` goes on writing to it. */
function filled(records = 5) {
  const folder = tempFolder(memoryDisk);
  const database = join(folder, 'freshet.db');
  const db = openForWriting(database);
  db.prepare("INSERT INTO sources (row, id, origin, config, created_at) VALUES (1, 'odds', 'app', ?, 1)").run(CONFIG);
  const insert = db.prepare('INSERT INTO records (source_row, id, basic, first_seen_at, changed_at) VALUES (1, ?, ?, 1, 1)');
  for (let id = 0; id < records; id += 1) insert.run(String(id), JSON.stringify({ id, text: 'x'.repeat(500) }));
  db.exec(
    "INSERT INTO refreshes (id, source_row, trigger, started_at) VALUES ('r', 1, 'manual', 5); INSERT INTO calls (source_row, at) VALUES (1, 5), (1, 6)",
  );
  return { db, database, folder, backups: join(folder, 'backups') };
}

/** Changes bytes in the middle of a file. */
function scribble(file: string, at: number, length = 2_000): void {
  const handle = openSync(file, 'r+');
  writeSync(handle, Buffer.alloc(length, 0xa5), 0, length, at);
  closeSync(handle);
}

test('a backup is taken beside a connection that writes, holds what was committed, and is verified', () => {
  const { db, database, backups } = filled();
  db.exec('BEGIN IMMEDIATE; DELETE FROM records');
  const backup = takeBackup(database, backups, 'scheduled', NOW);
  db.exec('COMMIT');
  expect(backup).toMatchObject({ number: 1, at: NOW - 500, kind: 'scheduled', schema: migrations.length, records: 5 });
  expect(listBackups(backups)).toEqual([backup]);
  expect(verifyDatabase(backup.path)).toEqual({ schema: migrations.length, records: 5 });
  expect(takeBackup(database, backups, 'manual', NOW)).toMatchObject({ number: 2, records: 0 });
  db.close();
});

test('a database with a damaged page gives no backup, and nothing is left of the try', () => {
  const { db, database, backups } = filled(200);
  db.pragma('wal_checkpoint(TRUNCATE)');
  db.close();
  scribble(database, 30_000, 40_000);
  expect(() => takeBackup(database, backups, 'scheduled', NOW)).toThrow(/^No backup of freshet\.db could be made: /);
  expect(readdirSync(backups)).toEqual([]);
  expect(checkDatabase(database)).toMatch(/./);
});

test('what a process that died left unfinished is removed, and no backup with it', () => {
  const { db, database, backups } = filled();
  const { path } = takeBackup(database, backups, 'scheduled', NOW);
  writeFileSync(join(backups, '2.unfinished'), 'half');
  removeUnfinished(backups);
  expect(readdirSync(backups).map((name) => join(backups, name))).toEqual([path]);
  db.close();
});

test.each([
  ['is empty', (file: string) => truncateSync(file, 0)],
  ['was cut', (file: string) => truncateSync(file, 20_000)],
  ['has damaged pages', (file: string) => scribble(file, 30_000, 40_000)],
  ['is no database', (file: string) => writeFileSync(file, 'Dear diary')],
  ['has settings that cannot be read', (file: string) => void new Database(file).exec(`UPDATE sources SET config = '{"id' `).close()],
  [
    'has a record that cannot be read',
    (file: string) => void new Database(file).exec(`UPDATE records SET basic = '{' WHERE row = 3`).close(),
  ],
  [
    'has a date beyond all dates',
    (file: string) => void new Database(file).exec('UPDATE sources SET checked_at = 9000000000000001').close(),
  ],
  ['is of a newer Freshet', (file: string) => void new Database(file).pragma(`user_version = ${migrations.length + 1}`)],
])('a backup that %s is not taken for good', (_name, damage) => {
  const { db, database, backups } = filled(200);
  const { path } = takeBackup(database, backups, 'scheduled', NOW);
  db.close();
  damage(path);
  expect(() => verifyDatabase(path)).toThrow(path);
});

test('what a backup is restored as begins without the refresh that ran, says from when on it is repaired, and is one file', () => {
  const { db, database, backups, folder } = filled();
  const { path } = takeBackup(database, backups, 'scheduled', NOW);
  db.close();
  const file = join(folder, 'restored.db');
  expect(prepareRestore(path, file, { repairFrom: 77, present: null })).toBe(5);
  const restored = new Database(file);
  expect(restored.prepare('SELECT outcome FROM refreshes').pluck().all()).toEqual(['cancelled']);
  expect(restored.prepare("SELECT value FROM meta WHERE key = 'repairFrom'").pluck().get()).toBe('77');
  restored.close();
  expect(readdirSync(folder).filter((name) => name.startsWith('restored'))).toEqual(['restored.db']);
});

test('calls that have left since a backup stay counted when it is restored, also where rows have other numbers', () => {
  const { db, database, backups, folder } = filled();
  const { path } = takeBackup(database, backups, 'scheduled', NOW);
  db.exec(`
    INSERT INTO sources (row, id, origin, config, created_at) VALUES (9, 'new', 'app', '{}', 1);
    INSERT INTO calls (source_row, at, cost) VALUES (1, 7, 3), (9, 8, 1);
    INSERT INTO days (source_row, day, calls) VALUES (1, '2026-11-20', 3), (9, '2026-11-20', 1);
    INSERT INTO quota_plans VALUES ('source odds', 'day', 1, 2, 3)`);
  db.close();
  const file = join(folder, 'restored.db');
  prepareRestore(path, file, { repairFrom: null, present: database });
  const restored = new Database(file);
  expect(restored.prepare('SELECT source_row, at, cost FROM calls ORDER BY at').raw().all()).toEqual([
    [1, 5, 1],
    [1, 6, 1],
    [1, 7, 3],
  ]);
  expect(restored.prepare('SELECT source_row, calls FROM days').raw().all()).toEqual([[1, 3]]);
  expect(restored.prepare('SELECT log FROM quota_plans').pluck().all()).toEqual(['source odds']);
  restored.close();
});

test('a first start in a new folder is no recovery, and neither is one that was cut off before anything was stored', () => {
  const folder = tempFolder(memoryDisk);
  const places = { database: join(folder, 'freshet.db'), backups: join(folder, 'backups'), damaged: join(folder, 'damaged') };
  writeFileSync(places.database, '');
  const { store, recovery } = openStore(places, false, NOW);
  expect(recovery).toBe(null);
  store.close();
  expect(readdirSync(folder).sort()).toEqual(['freshet.db', 'freshet.db-log.json']);
});

test('a schema of which a letter was changed is damage, and the backup takes its place', () => {
  const { db, database, backups, folder } = filled();
  takeBackup(database, backups, 'scheduled', NOW);
  db.pragma('wal_checkpoint(TRUNCATE)');
  db.unsafeMode(true);
  db.pragma('writable_schema = ON');
  db.exec("UPDATE sqlite_schema SET sql = replace(sql, 'checked_at', 'chucked_at') WHERE name = 'sources'");
  db.close();
  const { store, recovery } = openStore({ database, backups, damaged: join(folder, 'damaged') }, true, NOW);
  expect(recovery).toMatchObject({ found: expect.stringContaining('damaged'), restored: { records: 5 }, passedOver: 0 });
  expect(store.records.countAll()).toBe(5);
  store.close();
});
