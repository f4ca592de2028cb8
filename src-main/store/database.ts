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

/**
 * Opens the one connection that writes, and brings the schema up to date. Throws `DatabaseError` when the file is
 * damaged, was written by a newer version, or cannot be opened.
 */
export function openForWriting(file: string): Db {
  let db: Db;
  try {
    db = new Database(file);
  } catch (error) {
    throw new DatabaseError(
      `${file} cannot be opened: ${error instanceof Error ? error.message : String(error)}. Check that the folder exists, may be written to and has free space.`,
    );
  }
  try {
    const version = sqliteVersion(db);
    if (isOlder(version, OLDEST_SQLITE))
      throw new DatabaseError(
        `SQLite ${version} is too old: before ${OLDEST_SQLITE} it can damage a database. Install Freshet's dependencies again.`,
      );
    db.pragma('journal_mode = WAL');
    // A commit is on disk before a call leaves: what the quota ledger says must survive a power cut.
    db.pragma('synchronous = FULL');
    db.pragma('foreign_keys = ON');
    db.pragma('busy_timeout = 5000');
    db.pragma('mmap_size = 0');
    db.pragma('cache_size = -65536');
    const sound = String(db.pragma('quick_check(1)', { simple: true }));
    if (sound !== 'ok')
      throw new DatabaseError(
        `${file} is damaged: ${sound}. Nothing was changed; keep a copy of the file and choose another data folder with --data.`,
      );
    migrate(db, file);
    return db;
  } catch (error) {
    db.close();
    if (error instanceof Database.SqliteError && /^SQLITE_(NOTADB|CORRUPT)/.test(error.code)) {
      throw new DatabaseError(
        `${file} is damaged or no database: ${error.message}. Nothing was changed; keep a copy of the file and choose another data folder with --data.`,
      );
    }
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
