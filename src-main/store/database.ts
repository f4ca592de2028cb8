import { existsSync } from 'node:fs';
import Database from 'better-sqlite3';
import { migrations } from './migrations/index.ts';

export type Db = Database.Database;

/** Older versions can corrupt a WAL database when two connections write and checkpoint at once (sqlite.org/wal.html). */
const OLDEST_SQLITE = '3.51.3';

/** The database cannot be used as it is. The message says why and what to do; nothing was changed. */
export class DatabaseError extends Error {
  override name = 'DatabaseError';
}

function isOlder(version: string, than: string): boolean {
  const [a, b] = [version, than].map((text) => text.split('.').map(Number));
  for (let i = 0; i < 3; i += 1) if ((a?.[i] ?? 0) !== (b?.[i] ?? 0)) return (a?.[i] ?? 0) < (b?.[i] ?? 0);
  return false;
}

export function sqliteVersion(db: Db): string {
  return String(db.prepare('SELECT sqlite_version()').pluck().get());
}

function migrate(db: Db, file: string): void {
  const at = Number(db.pragma('user_version', { simple: true }));
  if (at > migrations.length) {
    throw new DatabaseError(
      `${file} was written by a newer Freshet (schema ${at}, this one knows ${migrations.length}). Start the newer version, or choose another data folder with --data.`,
    );
  }
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

const isDamage = (error: unknown): error is InstanceType<typeof Database.SqliteError> =>
  error instanceof Database.SqliteError && /^SQLITE_(NOTADB|CORRUPT)/.test(error.code);

/**
 * Looks for damage through a connection that cannot write: closing one that can moves the write-ahead log into the
 * damaged file and removes it, and that log may be all that is left of what it holds.
 */
function inspect(file: string): void {
  let db: Db;
  try {
    db = new Database(file, { readonly: true, fileMustExist: true });
  } catch (error) {
    throw isDamage(error) ? damaged(file, ` or no database: ${error.message}`) : cannotBeOpened(file, error);
  }
  try {
    const sound = String(db.pragma('quick_check(1)', { simple: true }));
    if (sound !== 'ok') throw damaged(file, `: ${sound.replace('*** in database main ***', '').replaceAll(/\s+/g, ' ').trim()}`);
  } catch (error) {
    throw isDamage(error) ? damaged(file, ` or no database: ${error.message}`) : error;
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

/**
 * Opens the one connection that writes, and brings the schema up to date. Throws `DatabaseError` when the file is
 * damaged, was written by a newer version, or cannot be opened.
 */
export function openForWriting(file: string): Db {
  if (existsSync(file)) inspect(file);
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
