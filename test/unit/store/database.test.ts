import { closeSync, copyFileSync, openSync, readFileSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { conditionOf, DatabaseError, openForReading, openForWriting, sqliteVersion } from '../../../src-main/store/database.ts';
import { Store } from '../../../src-main/store/store.ts';
import { sourceConfigSchema } from '../../../src-preload/contract/index.ts';
import { addRecord } from '../../support/records.ts';
import { memoryDisk, tempFolder } from '../../support/temp-folder.ts';

test('a new database gets the schema, write-ahead logging and full synchronisation', () => {
  const db = openForWriting(join(tempFolder(), 'a.db'));
  expect(db.pragma('journal_mode', { simple: true })).toBe('wal');
  expect(db.pragma('synchronous', { simple: true })).toBe(2);
  expect(db.pragma('auto_vacuum', { simple: true })).toBe(2);
  expect(db.prepare("SELECT count(*) FROM sqlite_schema WHERE name = 'records'").pluck().get()).toBe(1);
  db.close();
});

/** A database as it was before it could be made smaller in steps, with a table of its own. */
function earlier(file: string, filler: string): void {
  openForWriting(file).close();
  const db = new Database(file);
  db.pragma('auto_vacuum = NONE');
  db.exec(`VACUUM; CREATE TABLE filler (x); INSERT INTO filler VALUES (${filler})`);
  expect(db.pragma('auto_vacuum', { simple: true })).toBe(0);
  db.close();
}

test('a small database of an earlier version is rewritten once, so that it can be made smaller in steps', () => {
  const file = join(tempFolder(), 'a.db');
  earlier(file, "'kept'");
  const db = openForWriting(file);
  expect(db.pragma('auto_vacuum', { simple: true })).toBe(2);
  expect(db.prepare('SELECT x FROM filler').pluck().get()).toBe('kept');
  db.close();
});

test('a large one stays as it is', () => {
  const file = join(tempFolder(memoryDisk), 'a.db');
  earlier(file, 'zeroblob(17000000)');
  const db = openForWriting(file);
  expect(db.pragma('auto_vacuum', { simple: true })).toBe(0);
  db.close();
});

test('SQLite is at least 3.51.3, because older ones can damage a database in WAL mode', () => {
  const db = openForWriting(join(tempFolder(), 'a.db'));
  const [major = 0, minor = 0, patch = 0] = sqliteVersion(db).split('.').map(Number);
  expect(major * 1e6 + minor * 1e3 + patch).toBeGreaterThanOrEqual(3_051_003);
  db.close();
});

test('a file that is no database is refused and left as it was', () => {
  const file = join(tempFolder(), 'a.db');
  writeFileSync(file, 'this is not a database, but somebody may want it');
  expect(() => openForWriting(file)).toThrow(DatabaseError);
  expect(() => openForWriting(file)).toThrow('damaged or no database');
  expect(readFileSync(file, 'utf8')).toContain('somebody may want it');
});

test('a damaged database is refused with what to do', () => {
  const file = join(tempFolder(), 'a.db');
  const db = openForWriting(file);
  db.exec("CREATE TABLE filler (x); INSERT INTO filler SELECT randomblob(4000) FROM json_each('[1,2,3,4,5,6,7,8,9]')");
  db.close();
  const handle = openSync(file, 'r+');
  writeSync(handle, Buffer.alloc(4096, 0xff), 0, 4096, 4096);
  closeSync(handle);
  expect(() => openForWriting(file)).toThrow(/damaged.*--data/s);
});

test('a database of a newer Freshet is refused', () => {
  const file = join(tempFolder(), 'a.db');
  const db = openForWriting(file);
  db.pragma('user_version = 999');
  db.close();
  expect(() => openForWriting(file)).toThrow('written by a newer Freshet');
});

test('a folder that does not exist is said to be the trouble', () => {
  expect(() => openForWriting('/does/not/exist/a.db')).toThrow('cannot be opened');
});

test('the reading connection cannot write', () => {
  const file = join(tempFolder(), 'a.db');
  openForWriting(file).close();
  const db = openForReading(file);
  expect(() => db.exec("INSERT INTO meta VALUES ('a', 'b')")).toThrow('readonly');
  db.close();
});

test('a database whose making was cut off by a kill is made anew, for nothing was in it yet', () => {
  const folder = tempFolder();
  const half = new Database(join(folder, 'half.db'));
  half.pragma('cache_size = 1');
  half.exec('BEGIN; CREATE TABLE filler (x); INSERT INTO filler VALUES (zeroblob(200000)); INSERT INTO filler VALUES (zeroblob(200000))');
  // What a kill leaves behind: the pages that were written, and the journal that takes them back.
  copyFileSync(join(folder, 'half.db'), join(folder, 'a.db'));
  copyFileSync(join(folder, 'half.db-journal'), join(folder, 'a.db-journal'));
  half.close();
  expect(conditionOf(join(folder, 'a.db'))).toEqual({ is: 'blank' });
  const db = openForWriting(join(folder, 'a.db'));
  expect(db.prepare("SELECT count(*) FROM sqlite_schema WHERE name IN ('records', 'filler')").pluck().get()).toBe(1);
  db.close();
});

test('a small database whose index names other records than there are is found to be damaged at the start', () => {
  const file = join(tempFolder(memoryDisk), 'a.db');
  const store = new Store(file);
  const { row } = store.sources.add(sourceConfigSchema.parse({ id: 's', name: 'S', url: 'http://x' }), 'app', 0);
  store.transaction(() => {
    for (let id = 0; id < 3_000; id += 1) addRecord(store, row, `${id}`, `{"n":${id}}`);
  });
  store.close();
  const looked = new Database(file, { readonly: true });
  const page = Number(looked.prepare("SELECT rootpage FROM sqlite_schema WHERE name = 'records_of_source'").pluck().get());
  const pageSize = Number(looked.pragma('page_size', { simple: true }));
  looked.close();
  expect(conditionOf(file)).toEqual({ is: 'sound' });
  // The lowest bit of the last byte of the page of the index: the row of the record that the first cell there is for.
  const bytes = readFileSync(file);
  const at = page * pageSize - 1;
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  writeFileSync(file, bytes);
  const damaged = new Database(file, { readonly: true });
  expect(damaged.pragma('quick_check', { simple: true })).toBe('ok');
  damaged.close();
  expect(conditionOf(file)).toMatchObject({ is: 'damaged', how: expect.stringContaining('records_of_source') });
});
