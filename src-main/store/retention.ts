import type { Retention, RetentionRun } from '../../src-preload/contract/index.ts';
import { toIso } from '../../src-preload/contract/index.ts';
import type { Db } from './database.ts';

/** A record as the retention rule sees it. Times are milliseconds since the epoch. */
export interface AgedRecord {
  row: number;
  sourceRow: number;
  /** Its own time, else when it last changed. */
  moment: number;
  firstSeenAt: number;
  deleted: boolean;
}

/** A record that went, and what tells it from a later version of it. */
export interface RemovedRecord {
  id: string;
  basic: string;
  time: number | null;
  deleted: boolean;
}

/** The moment by which the age of a record is told. */
export const MOMENT = 'coalesce(time, changed_at)';

/** How many runs of a source are kept. */
const KEPT_RUNS = 100;

/** What a rule would remove, worked out in one query for the reading thread. `firstSeenBefore`: of records first seen later, none goes. */
export function previewRetention(
  db: Db,
  query: { sourceRow: number; rule: Retention; olderThanMs: number | null; firstSeenBefore: number },
): { goes: number; of: number; deletedGoes: number; oldest: number | null } {
  const { sourceRow, rule, olderThanMs, firstSeenBefore } = query;
  const lowest =
    rule.keepNewest === undefined
      ? undefined
      : db
          .prepare<[number, number], { moment: number; row: number }>(
            `SELECT ${MOMENT} AS moment, row FROM records WHERE source_row = ? AND deleted_at IS NULL ORDER BY moment DESC, row DESC LIMIT 1 OFFSET ?`,
          )
          .get(sourceRow, rule.keepNewest - 1);
  const found = db
    .prepare<[object], { goes: number; of: number; deletedGoes: number; oldest: number | null }>(
      `WITH aged AS (
        SELECT deleted_at IS NULL AS shown, ${MOMENT} AS moment, first_seen_at < @firstSeenBefore AND (
          ${MOMENT} < coalesce(@olderThanMs, -9e15) OR ${MOMENT} < coalesce(@moment, -9e15)
          OR (deleted_at IS NULL AND ${MOMENT} = @moment AND row < @row)) AS goes
        FROM records WHERE source_row = @sourceRow
      )
      SELECT coalesce(sum(shown AND coalesce(goes, 0)), 0) AS goes, coalesce(sum(shown), 0) AS "of",
        coalesce(sum(NOT shown AND coalesce(goes, 0)), 0) AS deletedGoes, min(CASE WHEN goes THEN moment END) AS oldest FROM aged`,
    )
    .get({ sourceRow, olderThanMs, firstSeenBefore, moment: lowest?.moment ?? null, row: lowest?.row ?? null });
  return found ?? { goes: 0, of: 0, deletedGoes: 0, oldest: null };
}

/** What the retention of records reads and writes. */
export function retentionTable(db: Db) {
  const aged = db.prepare<[number, number], Omit<AgedRecord, 'deleted'> & { deleted: number }>(
    `SELECT row, source_row AS sourceRow, ${MOMENT} AS moment, first_seen_at AS firstSeenAt, deleted_at IS NOT NULL AS deleted FROM records
     WHERE row > ? ORDER BY row LIMIT ?`,
  );
  // The highest row of all stays: SQLite would give its number to the next record, which would then pass for a known one.
  const remove = db.prepare<[string], { id: string; basic: string; time: number | null; deleted: number }>(
    `DELETE FROM records WHERE row IN (SELECT value FROM json_each(?)) AND row < (SELECT max(row) FROM records)
     RETURNING id, basic, time, deleted_at IS NOT NULL AS deleted`,
  );
  const retire = db.prepare<[number, string, string, number]>(
    'INSERT INTO retired VALUES (?, ?, ?, ?) ON CONFLICT (source_row, id) DO UPDATE SET mark = excluded.mark, seen_at = excluded.seen_at',
  );
  const retired = db.prepare<[string, number], { id: string; mark: string; seenAt: number }>(
    'SELECT r.id, r.mark, r.seen_at AS seenAt FROM json_each(?) AS wanted CROSS JOIN retired AS r ON r.source_row = ? AND r.id = wanted.value',
  );
  const forgetOld = db.prepare<[number]>('DELETE FROM retired WHERE seen_at < ?');
  const forgetAll = db.prepare<[number]>('DELETE FROM retired WHERE source_row = ?');
  const begin = db.prepare<[number, number, number, string]>(
    'INSERT INTO retention_runs (source_row, at, removed, rule) VALUES (?, ?, ?, ?)',
  );
  const grow = db.prepare<[number, number, number]>('UPDATE retention_runs SET at = ?, removed = removed + ? WHERE row = ?');
  const prune = db.prepare<[{ sourceRow: number; keep: number }]>(
    `DELETE FROM retention_runs WHERE source_row = @sourceRow AND row <=
     (SELECT row FROM retention_runs WHERE source_row = @sourceRow ORDER BY row DESC LIMIT 1 OFFSET @keep)`,
  );
  const last = db.prepare<[number], { at: number; removed: number; rule: string }>(
    'SELECT at, removed, rule FROM retention_runs WHERE source_row = ? ORDER BY row DESC LIMIT 1',
  );
  return {
    /** The next records of all sources after a row, in the order of their rows. */
    aged: (afterRow: number, limit: number): AgedRecord[] =>
      aged.all(afterRow, limit).map((each) => ({ ...each, deleted: each.deleted === 1 })),

    /** Deletes records for good, with what hangs on them; gives what they were. */
    remove: (rows: readonly number[]): RemovedRecord[] =>
      remove.all(JSON.stringify(rows)).map((each) => ({ ...each, deleted: each.deleted === 1 })),

    /** Remembers that a record went, or was seen in a listing again since. */
    retire: (sourceRow: number, id: string, mark: string, now: number): void => void retire.run(sourceRow, id, mark, now),

    /** Which of these ids went, with their marks. At most `MERGE_CHUNK` ids. */
    retired: (sourceRow: number, ids: readonly string[]): Map<string, { mark: string; seenAt: number }> =>
      new Map(retired.all(JSON.stringify(ids), sourceRow).map(({ id, ...rest }) => [id, rest])),

    /** Forgets records that no listing has held since `before`. */
    forgetOld: (before: number): void => void forgetOld.run(before),
    forgetAll: (sourceRow: number): void => void forgetAll.run(sourceRow),

    /** Counts what went; `run` is the row of what went before by the same rule, `null` for the first. Gives the row. */
    count(run: number | null, sourceRow: number, removed: number, rule: Retention, now: number): number {
      if (run !== null) {
        grow.run(now, removed, run);
        return run;
      }
      const row = Number(begin.run(sourceRow, now, removed, JSON.stringify(rule)).lastInsertRowid);
      prune.run({ sourceRow, keep: KEPT_RUNS });
      return row;
    },

    /** What last went of a source. */
    last(sourceRow: number): RetentionRun | null {
      const row = last.get(sourceRow);
      return row === undefined ? null : { at: toIso(row.at), removed: row.removed, rule: JSON.parse(row.rule) as Retention };
    },
  };
}
