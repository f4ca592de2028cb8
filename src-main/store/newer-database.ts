import type { Statement } from 'better-sqlite3';
import { type Db, openForReading } from './database.ts';

/** Stands for a statement that the schema of a newer Freshet has no place for. It throws when it is used, and not before. */
function unusable(why: unknown): Statement {
  const refuse = () => {
    throw why;
  };
  const statement = { run: refuse, get: refuse, all: refuse, iterate: refuse, pluck: () => statement, raw: () => statement };
  return statement as unknown as Statement;
}

/**
 * Opens the database of a newer Freshet on a connection that cannot write. What this version asks of tables and columns that
 * are there is answered; one statement that does not fit, most of which would only write, is no reason to show nothing.
 */
export function openNewerForReading(file: string): Db {
  const db = openForReading(file);
  const prepare = db.prepare.bind(db);
  db.prepare = ((sql: string) => {
    try {
      return prepare(sql);
    } catch (error) {
      return unusable(error);
    }
  }) as Db['prepare'];
  return db;
}
