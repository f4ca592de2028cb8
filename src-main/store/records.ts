import type { SourceRecord } from '../../src-preload/contract/index.ts';
import { putPath, toIso, toIsoOrNull } from '../../src-preload/contract/index.ts';
import type { Db } from './database.ts';

export interface StoredRecordRow {
  row: number;
  id: string;
  basic: string;
  rich: string | null;
  time: number | null;
  first_seen_at: number;
  changed_at: number;
}

/** Columns of a `StoredRecordRow`. */
export const RECORD_COLUMNS = 'row, id, basic, rich, time, first_seen_at, changed_at';

/** Basic and rich fields as one record. */
export function recordFromRow(row: StoredRecordRow): SourceRecord {
  let fields = JSON.parse(row.basic) as Record<string, unknown>;
  if (row.rich !== null) {
    for (const [path, value] of Object.entries(JSON.parse(row.rich) as Record<string, unknown>)) fields = putPath(fields, path, value);
  }
  return { id: row.id, fields, time: toIsoOrNull(row.time), firstSeenAt: toIso(row.first_seen_at), changedAt: toIso(row.changed_at) };
}

/** What merging needs of a stored record. */
export interface StoredRecord {
  row: number;
  basic: string;
  rich: Record<string, unknown>;
  /** Whether it is marked as deleted upstream. */
  deleted: boolean;
}

/** How many records are looked up at once while merging. */
export const MERGE_CHUNK = 500;

/** The writing side of the records table, for merging. */
export function recordsTable(db: Db) {
  // CROSS JOIN keeps the order of the loops: the planner might otherwise go through all records of the source for every chunk.
  const existing = db.prepare<[string, number], { row: number; id: string; basic: string; rich: string | null; deleted_at: number | null }>(
    'SELECT r.row, r.id, r.basic, r.rich, r.deleted_at FROM json_each(?) AS wanted CROSS JOIN records AS r ON r.source_row = ? AND r.id = wanted.value',
  );
  const insert = db.prepare<[number, string, string, string | null, number | null, number, number]>(
    'INSERT INTO records (source_row, id, basic, rich, time, first_seen_at, changed_at) VALUES (?, ?, ?, ?, ?, ?, ?)',
  );
  const update = db.prepare<[string, number | null, number, number]>(
    'UPDATE records SET basic = ?, time = ?, changed_at = ?, deleted_at = NULL WHERE row = ?',
  );
  const updateRich = db.prepare<[string, number]>('UPDATE records SET rich = ? WHERE row = ?');
  const richOf = db.prepare<[number], { rich: string | null }>('SELECT rich FROM records WHERE row = ?');
  const enrich = db.prepare<[string, number, number]>('UPDATE records SET rich = ?, changed_at = ? WHERE row = ?');
  const next = db
    .prepare<[number, number]>('SELECT min(time) FROM records WHERE source_row = ? AND time > ? AND deleted_at IS NULL')
    .pluck();
  const latest = db
    .prepare<[number, number, number]>(
      'SELECT max(time) FROM records WHERE source_row = ? AND time > ? AND time <= ? AND deleted_at IS NULL',
    )
    .pluck();
  // Both counts come from an index; a condition on the rows themselves would read every one.
  const count = db
    .prepare<[number, number]>(
      'SELECT (SELECT count(*) FROM records WHERE source_row = ?) - (SELECT count(*) FROM records WHERE source_row = ? AND deleted_at IS NOT NULL)',
    )
    .pluck();
  const countAll = db
    .prepare('SELECT (SELECT count(*) FROM records) - (SELECT count(*) FROM records WHERE deleted_at IS NOT NULL)')
    .pluck();
  const markDeleted = db.prepare<[number, number, string]>(
    'UPDATE records SET deleted_at = ? WHERE source_row = ? AND deleted_at IS NULL AND id IN (SELECT value FROM json_each(?))',
  );
  const markMissing = db.prepare<[number, number, string]>(
    'UPDATE records SET deleted_at = ? WHERE source_row = ? AND deleted_at IS NULL AND id NOT IN (SELECT value FROM json_each(?))',
  );
  const deleteAll = db.prepare<[number]>('DELETE FROM records WHERE source_row = ?');

  return {
    /** What is stored of those of `ids` that are there. At most `MERGE_CHUNK` ids. */
    existing(sourceRow: number, ids: readonly string[]): Map<string, StoredRecord> {
      const rows = existing.all(JSON.stringify(ids), sourceRow);
      return new Map(
        rows.map(({ row, id, basic, rich, deleted_at }) => [
          id,
          { row, basic, rich: rich === null ? {} : (JSON.parse(rich) as Record<string, unknown>), deleted: deleted_at !== null },
        ]),
      );
    },

    add(sourceRow: number, id: string, basic: string, rich: Record<string, unknown> | null, time: number | null, now: number): void {
      insert.run(sourceRow, id, basic, rich === null ? null : JSON.stringify(rich), time, now, now);
    },

    /** Rich fields stay as they are when `rich` is null. A record that was marked as deleted is there again. */
    update(row: number, basic: string, rich: Record<string, unknown> | null, time: number | null, now: number): void {
      update.run(basic, time, now, row);
      if (rich !== null) updateRich.run(JSON.stringify(rich), row);
    },

    /** The rich fields of a record by path; `null` when there is no such record. */
    richOf(row: number): Record<string, unknown> | null {
      const found = richOf.get(row);
      return found === undefined ? null : found.rich === null ? {} : (JSON.parse(found.rich) as Record<string, unknown>);
    },

    /** Changes the rich fields and nothing else. */
    enrich: (row: number, rich: Record<string, unknown>, now: number): void => void enrich.run(JSON.stringify(rich), now, row),

    /** The next time of a record after `now`, and the latest one from `since` to `now`; milliseconds since the epoch. */
    around(sourceRow: number, since: number, now: number): { next: number | null; latest: number | null } {
      return { next: next.get(sourceRow, now) as number | null, latest: latest.get(sourceRow, since, now) as number | null };
    },

    /** Marks records as deleted upstream; gives how many were not yet. They are kept, and no longer shown. */
    markDeleted: (sourceRow: number, ids: readonly string[], now: number): number =>
      markDeleted.run(now, sourceRow, JSON.stringify(ids)).changes,

    /** Marks all records but those of `ids` as deleted upstream; gives how many were not yet. */
    markMissing: (sourceRow: number, ids: readonly string[], now: number): number =>
      markMissing.run(now, sourceRow, JSON.stringify(ids)).changes,

    /** Without those that are marked as deleted upstream. */
    count: (sourceRow: number): number => Number(count.get(sourceRow, sourceRow)),
    countAll: (): number => Number(countAll.get()),
    deleteAll: (sourceRow: number): void => void deleteAll.run(sourceRow),
  };
}
