import { copyFileSync, rmSync } from 'node:fs';
import { type Db, openForWriting } from '../database.ts';
import { verifyDatabase } from './verify.ts';

/** What a backup is prepared with. */
export interface RestoreOptions {
  /** Every source is to be refreshed because of it, from this moment on; `null`: by their rules. Milliseconds since the epoch. */
  repairFrom: number | null;
  /** A sound database that is not in use, whose ledger of calls is newer; `null` where there is none. */
  present: string | null;
}

/** Under this name the database says since when its sources are to be refreshed because it was restored. */
export const REPAIR_FROM = 'repairFrom';

/** What tells how much was spent: a restore must not give calls back that have left. */
const SPENT = ['calls', 'days'] as const;

function takeSpentFrom(db: Db, present: string): void {
  db.prepare('ATTACH ? AS present').run(present);
  try {
    db.transaction(() => {
      const matched = 'present.sources AS theirs JOIN main.sources AS ours ON ours.id = theirs.id';
      for (const table of SPENT) {
        const names = db.prepare<[string], string>("SELECT name FROM pragma_table_info(?) WHERE name NOT IN ('row', 'source_row')");
        const columns = names.pluck().all(table).map(String);
        db.exec(`DELETE FROM main.${table} WHERE source_row IN (SELECT ours.row FROM ${matched})`);
        db.exec(
          `INSERT INTO main.${table} (source_row, ${columns.join(', ')})
           SELECT ours.row, ${columns.map((column) => `t.${column}`).join(', ')} FROM ${matched} JOIN present.${table} AS t ON t.source_row = theirs.row`,
        );
      }
      db.exec('DELETE FROM main.quota_plans; INSERT INTO main.quota_plans SELECT * FROM present.quota_plans');
    })();
  } finally {
    db.exec('DETACH present');
  }
}

/**
 * Makes the database that a backup is restored as, in a file of its own: checked, brought to the present schema, without the
 * refreshes that ran when the backup was made, and closed so that it is one file. Gives how many records it has. Throws
 * `DatabaseError` for a backup that is damaged; the file is gone then.
 */
export function prepareRestore(backup: string, file: string, { repairFrom, present }: RestoreOptions): number {
  discard(file);
  try {
    const { records } = verifyDatabase(backup);
    copyFileSync(backup, file);
    const db = openForWriting(file, true);
    try {
      db.exec("UPDATE refreshes SET outcome = 'cancelled', ended_at = started_at WHERE outcome IS NULL");
      if (repairFrom !== null) db.prepare('INSERT OR REPLACE INTO meta VALUES (?, ?)').run(REPAIR_FROM, String(repairFrom));
      if (present !== null) takeSpentFrom(db, present);
      db.pragma('journal_mode = DELETE');
    } finally {
      db.close();
    }
    return records;
  } catch (error) {
    discard(file);
    throw error;
  }
}

/** Removes a file that was prepared, and what SQLite keeps beside one. */
export function discard(file: string): void {
  for (const end of ['', '-wal', '-shm', '-journal']) rmSync(`${file}${end}`, { force: true });
}
