import { statSync } from 'node:fs';
import Database from 'better-sqlite3';
import { migrations } from './migrations/index.ts';
import { faultOf, isDamage } from './soundness.ts';

export type Db = Database.Database;

/** Older versions can corrupt a WAL database when two connections write and checkpoint at once (sqlite.org/wal.html). */
const OLDEST_SQLITE = '3.51.3';

/** The database cannot be used as it is. The message says why and what to do; nothing was changed. */
export class DatabaseError extends Error {
  override name = 'DatabaseError';
}

/** The database was written by a newer Freshet. It can perhaps be read; it must not be written to. */
export class NewerDatabase extends DatabaseError {}

function isOlder(version: string, than: string): boolean {
  const [a, b] = [version, than].map((text) => text.split('.').map(Number));
  for (let i = 0; i < 3; i += 1) if ((a?.[i] ?? 0) !== (b?.[i] ?? 0)) return (a?.[i] ?? 0) < (b?.[i] ?? 0);
  return false;
}

export function sqliteVersion(db: Db): string {
  return String(db.prepare('SELECT sqlite_version()').pluck().get());
}

function newer(file: string, schema: number): NewerDatabase {
  return new NewerDatabase(
    `${file} was written by a newer Freshet (schema ${schema}, this one knows ${migrations.length}). Nothing was changed. Start the newer version, or choose another data folder with --data.`,
  );
}

const schemaOf = (db: Db) => Number(db.pragma('user_version', { simple: true }));

function migrate(db: Db, file: string): void {
  const at = schemaOf(db);
  if (at > migrations.length) throw newer(file, at);
  for (const [index, migration] of migrations.entries()) {
    if (index < at) continue;
    db.transaction(() => {
      db.exec(migration.sql);
      db.pragma(`user_version = ${index + 1}`);
    }).immediate();
  }
}

function cannotBeOpened(file: string, error: unknown): DatabaseError {
  return new DatabaseError(
    `${file} cannot be opened: ${error instanceof Error ? error.message : String(error)}. Check that the folder exists, may be written to and has free space, or choose another with --data.`,
  );
}

function damaged(file: string, how: string): DatabaseError {
  return new DatabaseError(
    `${file} is damaged${how}. Nothing was changed; keep a copy of the file and choose another data folder with --data.`,
  );
}

/**
 * How a database file was found. `blank`: nothing was ever stored in it, as after a first start that was cut off.
 * `outdated`: sound, but of an older schema.
 */
export type Condition = { is: 'absent' | 'blank' | 'sound' | 'outdated' } | { is: 'damaged'; how: string };

/** A version beyond all that will be written; the number itself was damaged. */
const NO_SCHEMA = 100_000;

/**
 * Looks for damage through a connection that cannot write: closing one that can moves the write-ahead log into the
 * damaged file and removes it, and that log may be all that is left of what it holds. Throws `DatabaseError` when the file
 * cannot be opened or was written by a newer version.
 */
export function conditionOf(file: string): Condition {
  try {
    return inspected(file);
  } catch (error) {
    if (!hasHotJournal(error)) throw error;
    rollBack(file);
    return inspected(file);
  }
}

/**
 * Whether a transaction has to be rolled back first, which takes writing. Only a database that was being made when its
 * process was killed is in that state: from then on it has a write-ahead log.
 */
function hasHotJournal(error: unknown): boolean {
  return error instanceof Database.SqliteError && error.code === 'SQLITE_READONLY_ROLLBACK';
}

function rollBack(file: string): void {
  const db = new Database(file);
  try {
    // SQLite does it by itself before it reads anything.
    schemaOf(db);
  } finally {
    db.close();
  }
}

/**
 * A database of this size is checked in full within a moment that nobody notices at a start, bytes. The quick check does
 * not see an index that names other records than there are.
 */
const QUICKLY_CHECKED = 16 * 1_048_576;

function inspected(file: string): Condition {
  const found = statSync(file, { throwIfNoEntry: false });
  if (found === undefined) return { is: 'absent' };
  // SQLite deletes the write-ahead log of an empty file when it opens that, and all may be in there.
  if (found.isFile() && found.size === 0) return { is: 'blank' };
  if (found.isDirectory()) return { is: 'damaged', how: ': it is a folder' };
  let db: Db;
  try {
    db = new Database(file, { readonly: true, fileMustExist: true });
  } catch (error) {
    if (isDamage(error)) return { is: 'damaged', how: ` or no database: ${error.message}` };
    throw cannotBeOpened(file, error);
  }
  try {
    const schema = schemaOf(db);
    if (schema > migrations.length && schema < NO_SCHEMA) throw newer(file, schema);
    if (schema === 0 && Number(db.prepare('SELECT count(*) FROM sqlite_schema').pluck().get()) === 0) return { is: 'blank' };
    if (schema < 1 || schema >= NO_SCHEMA) return { is: 'damaged', how: ': it is no database of Freshet' };
    const fault = faultOf(db, found.size <= QUICKLY_CHECKED ? 'full' : 'quick');
    if (fault !== null) return { is: 'damaged', how: `: ${fault}` };
    return { is: schema < migrations.length ? 'outdated' : 'sound' };
  } catch (error) {
    if (isDamage(error)) return { is: 'damaged', how: ` or no database: ${error.message}` };
    throw error;
  } finally {
    db.close();
  }
}

/** Rewriting a database of this size takes a moment that nobody notices at a start, bytes. */
const QUICKLY_REWRITTEN = 16 * 1_048_576;

/** Lets a small database of an earlier version be made smaller in steps, which takes rewriting it once. Larger ones stay as they are. */
function makeShrinkable(db: Db): void {
  const number = (pragma: string) => Number(db.pragma(pragma, { simple: true }));
  if (number('auto_vacuum') !== 0 || number('page_count') * number('page_size') > QUICKLY_REWRITTEN) return;
  db.pragma('auto_vacuum = INCREMENTAL');
  try {
    db.exec('VACUUM');
  } catch {
    // For want of space on the disk, for example. It is as it was, and the next start tries again.
  }
}

function refuseDamaged(file: string): void {
  const condition = conditionOf(file);
  if (condition.is === 'damaged') throw damaged(file, condition.how);
}

/**
 * Opens the one connection that writes, and brings the schema up to date. Throws `DatabaseError` when the file is
 * damaged, was written by a newer version, or cannot be opened. `isInspected`: its condition has just been looked at.
 */
export function openForWriting(file: string, isInspected = false): Db {
  if (!isInspected) refuseDamaged(file);
  let db: Db;
  try {
    db = new Database(file);
  } catch (error) {
    throw cannotBeOpened(file, error);
  }
  try {
    const version = sqliteVersion(db);
    if (isOlder(version, OLDEST_SQLITE))
      throw new DatabaseError(
        `SQLite ${version} is too old: before ${OLDEST_SQLITE} it can damage a database. Install Freshet's dependencies again.`,
      );
    // Before the first table of a new database; in one that is there it counts from the next VACUUM on.
    db.pragma('auto_vacuum = INCREMENTAL');
    db.pragma('journal_mode = WAL');
    // A commit is on disk before a call leaves: what the quota ledger says must survive a power cut.
    db.pragma('synchronous = FULL');
    db.pragma('foreign_keys = ON');
    db.pragma('busy_timeout = 5000');
    db.pragma('mmap_size = 0');
    db.pragma('cache_size = -65536');
    migrate(db, file);
    makeShrinkable(db);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

/** Opens a connection that only reads. */
export function openForReading(file: string): Db {
  const db = new Database(file, { readonly: true, fileMustExist: true });
  db.pragma('query_only = ON');
  db.pragma('busy_timeout = 5000');
  db.pragma('mmap_size = 0');
  db.pragma('cache_size = -65536');
  return db;
}
