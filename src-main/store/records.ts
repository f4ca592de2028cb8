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

/** How many records are looked up at once while merging. */
export const MERGE_CHUNK = 500;

/** The writing side of the records table, for merging. */
export function recordsTable(db: Db) {
  // CROSS JOIN keeps the order of the loops: the planner might otherwise go through all records of the source for every chunk.
  const existing = db.prepare<[string, number], { row: number; id: string; basic: string; rich: string | null }>(
    'SELECT r.row, r.id, r.basic, r.rich FROM json_each(?) AS wanted CROSS JOIN records AS r ON r.source_row = ? AND r.id = wanted.value',
  );
  const insert = db.prepare<[number, string, string, string | null, number | null, number, number]>(
    'INSERT INTO records (source_row, id, basic, rich, time, first_seen_at, changed_at) VALUES (?, ?, ?, ?, ?, ?, ?)',
  );
  const update = db.prepare<[string, number | null, number, number]>(
    'UPDATE records SET basic = ?, time = ?, changed_at = ? WHERE row = ?',
  );
  const updateRich = db.prepare<[string, number]>('UPDATE records SET rich = ? WHERE row = ?');
  const next = db.prepare<[number, number]>('SELECT min(time) FROM records WHERE source_row = ? AND time > ?').pluck();
  const latest = db
    .prepare<[number, number, number]>('SELECT max(time) FROM records WHERE source_row = ? AND time > ? AND time <= ?')
    .pluck();
  const count = db.prepare<[number]>('SELECT count(*) FROM records WHERE source_row = ?').pluck();
  const countAll = db.prepare('SELECT count(*) FROM records').pluck();
  const deleteAll = db.prepare<[number]>('DELETE FROM records WHERE source_row = ?');

  return {
    /** What is stored of those of `ids` that are there. At most `MERGE_CHUNK` ids. */
    existing(sourceRow: number, ids: readonly string[]): Map<string, { row: number; basic: string; rich: Record<string, unknown> }> {
      const rows = existing.all(JSON.stringify(ids), sourceRow);
      return new Map(
        rows.map(({ row, id, basic, rich }) => [
          id,
          { row, basic, rich: rich === null ? {} : (JSON.parse(rich) as Record<string, unknown>) },
        ]),
      );
    },

    add(sourceRow: number, id: string, basic: string, rich: Record<string, unknown> | null, time: number | null, now: number): void {
      insert.run(sourceRow, id, basic, rich === null ? null : JSON.stringify(rich), time, now, now);
    },

    /** Rich fields stay as they are when `rich` is null. */
    update(row: number, basic: string, rich: Record<string, unknown> | null, time: number | null, now: number): void {
      update.run(basic, time, now, row);
      if (rich !== null) updateRich.run(JSON.stringify(rich), row);
    },

    /** The next time of a record after `now`, and the latest one from `since` to `now`; milliseconds since the epoch. */
    around(sourceRow: number, since: number, now: number): { next: number | null; latest: number | null } {
      return { next: next.get(sourceRow, now) as number | null, latest: latest.get(sourceRow, since, now) as number | null };
    },

    count: (sourceRow: number): number => Number(count.get(sourceRow)),
    countAll: (): number => Number(countAll.get()),
    deleteAll: (sourceRow: number): void => void deleteAll.run(sourceRow),
  };
}
