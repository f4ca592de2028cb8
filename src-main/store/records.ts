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
  const hashes = db.prepare<[string, number], { id: string; hash: string }>(
    'SELECT r.id, r.hash FROM json_each(?) AS wanted JOIN records AS r ON r.source_row = ? AND r.id = wanted.value',
  );
  const rich = db.prepare<[number, string]>('SELECT rich FROM records WHERE source_row = ? AND id = ?').pluck();
  const insert = db.prepare<[number, string, string, string, string | null, number | null, number, number]>(
    'INSERT INTO records (source_row, id, hash, basic, rich, time, first_seen_at, changed_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
  );
  const update = db.prepare<[string, string, number | null, number, number, string]>(
    'UPDATE records SET hash = ?, basic = ?, time = ?, changed_at = ? WHERE source_row = ? AND id = ?',
  );
  const updateRich = db.prepare<[string, number, string]>('UPDATE records SET rich = ? WHERE source_row = ? AND id = ?');
  const count = db.prepare<[number]>('SELECT count(*) FROM records WHERE source_row = ?').pluck();
  const countAll = db.prepare('SELECT count(*) FROM records').pluck();
  const deleteAll = db.prepare<[number]>('DELETE FROM records WHERE source_row = ?');

  return {
    /** Content hashes by id, for those of `ids` that are stored. At most `MERGE_CHUNK` ids. */
    hashesOf(sourceRow: number, ids: readonly string[]): Map<string, string> {
      return new Map(hashes.all(JSON.stringify(ids), sourceRow).map((each) => [each.id, each.hash]));
    },

    /** Rich fields by path, as enrichment left them. */
    richOf(sourceRow: number, id: string): Record<string, unknown> {
      const text = rich.get(sourceRow, id) as string | null | undefined;
      return text === null || text === undefined ? {} : (JSON.parse(text) as Record<string, unknown>);
    },

    add(sourceRow: number, id: string, hash: string, basic: string, richFields: Record<string, unknown> | null, time: number | null, now: number): void {
      insert.run(sourceRow, id, hash, basic, richFields === null ? null : JSON.stringify(richFields), time, now, now);
    },

    /** Rich fields stay as they are when `richFields` is null. */
    update(sourceRow: number, id: string, hash: string, basic: string, richFields: Record<string, unknown> | null, time: number | null, now: number): void {
      update.run(hash, basic, time, now, sourceRow, id);
      if (richFields !== null) updateRich.run(JSON.stringify(richFields), sourceRow, id);
    },

    count: (sourceRow: number): number => Number(count.get(sourceRow)),
    countAll: (): number => Number(countAll.get()),
    deleteAll: (sourceRow: number): void => void deleteAll.run(sourceRow),
  };
}
