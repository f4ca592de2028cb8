import { statSync } from 'node:fs';
import Database from 'better-sqlite3';
import { DatabaseError, type Db } from '../database.ts';
import { migrations } from '../migrations/index.ts';
import { faultOf } from '../soundness.ts';

/** What is known of a database that was found to be sound. */
export interface Verified {
  schema: number;
  records: number;
}

/**
 * Opens a database that nobody writes to, checks all of it and counts its records. Throws `DatabaseError` in words when it
 * is damaged, empty, or of a newer Freshet.
 */
export function verifyDatabase(file: string): Verified {
  if (statSync(file, { throwIfNoEntry: false })?.size === 0) throw new DatabaseError(`${file} is empty.`);
  let db: Db;
  try {
    db = new Database(file, { readonly: true, fileMustExist: true });
  } catch (error) {
    throw new DatabaseError(`${file} cannot be opened: ${error instanceof Error ? error.message : String(error)}.`);
  }
  try {
    const fault = faultOf(db, 'full');
    if (fault !== null) throw new DatabaseError(`${file} is damaged: ${fault}.`);
    const schema = Number(db.pragma('user_version', { simple: true }));
    if (schema > migrations.length)
      throw new DatabaseError(`${file} was written by a newer Freshet (schema ${schema}, this one knows ${migrations.length}).`);
    return { schema, records: Number(db.prepare('SELECT count(*) FROM records').pluck().get()) };
  } finally {
    db.close();
  }
}

/** Checks all of the database that is in use, beside whoever writes to it; gives what is wrong in words, or `null`. */
export function checkDatabase(file: string): string | null {
  const db = new Database(file, { readonly: true, fileMustExist: true });
  try {
    return faultOf(db, 'full');
  } finally {
    db.close();
  }
}
