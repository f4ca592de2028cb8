import type { SourceRecord } from '../../src-preload/contract/index.ts';
import { putPath, toIso, toIsoOrNull } from '../../src-preload/contract/index.ts';
import type { Content, RecordBefore } from './change-entries.ts';
import type { Db } from './database.ts';

export interface StoredRecordRow {
  row: number;
  id: string;
  basic: string;
  rich: string | null;
  time: number | null;
  first_seen_at: number;
  changed_at: number;
  deleted_at: number | null;
}

/** Columns of a `StoredRecordRow`. */
export const RECORD_COLUMNS = 'row, id, basic, rich, time, first_seen_at, changed_at, deleted_at';

/** Basic and rich fields as one record. */
export function recordFromRow(row: StoredRecordRow): SourceRecord {
  let fields = JSON.parse(row.basic) as Record<string, unknown>;
  if (row.rich !== null) {
    for (const [path, value] of Object.entries(JSON.parse(row.rich) as Record<string, unknown>)) fields = putPath(fields, path, value);
  }
  return {
    id: row.id,
    fields,
    time: toIsoOrNull(row.time),
    firstSeenAt: toIso(row.first_seen_at),
    changedAt: toIso(row.changed_at),
    deletedAt: toIsoOrNull(row.deleted_at),
  };
}

/** The fields of a stored record. */
export interface StoredRecord {
  row: number;
  basic: string;
  rich: Record<string, unknown>;
  /** Whether it is marked as deleted upstream. */
  deleted: boolean;
}

/** What merging needs of a stored record. Its fields are not among it: a hash says whether they differ. */
export interface MergeTarget extends RecordBefore {
  /** Of the basic fields; `null` for one that has not been merged since there are hashes, empty where they were asked for. */
  hash: string | null;
  /** The basic fields as JSON text, where there is no hash or they were asked for. */
  basic: string | null;
  /** As JSON text; `null` also where they were not asked for. */
  richText: string | null;
  /** By path; empty where they were not asked for. */
  rich: Record<string, unknown>;
  /** Whether it is marked as deleted upstream. */
  deleted: boolean;
  /** When it was last heard of by itself. */
  seenAt: number;
  /** Whether the last listing held it. */
  listed: boolean;
}

type MergeRow = [
  place: number,
  row: number,
  hash: string | null,
  basic: string | null,
  rich: string | null,
  time: number | null,
  changedAt: number,
  deletedAt: number | null,
  seenAt: number,
  listed: number,
  lastChange: number,
  changes: number,
];

interface BeforeRow {
  row: number;
  changed_at: number;
  time: number | null;
  last_change: number;
  changes: number;
}

/** A record as it is to be. */
interface ChangedRecord {
  basic: string;
  hash: string;
  /** Rich fields by path as JSON text; `null` where they stay as they are. */
  rich: string | null;
  time: number | null;
}

/** A record to be added. */
export interface NewRecord extends ChangedRecord {
  id: string;
  /** Whether a listing holds it. */
  listed: boolean;
  /** As the log holds it. */
  origin: number;
  refreshId: string | null;
}

const NO_FIELDS: Record<string, unknown> = Object.freeze({});
const richOfText = (rich: string | null) => (rich === null ? {} : (JSON.parse(rich) as Record<string, unknown>));

/** How many records are looked up at once while merging. */
export const MERGE_CHUNK = 500;

/** The writing side of the records table, for merging. */
export function recordsTable(db: Db) {
  // CROSS JOIN keeps the order of the loops: the planner might otherwise go through all records of the source for every chunk.
  const existing = db.prepare<[string, number], { row: number; id: string; basic: string; rich: string | null; deleted_at: number | null }>(
    'SELECT r.row, r.id, r.basic, r.rich, r.deleted_at FROM json_each(?) AS wanted CROSS JOIN records AS r ON r.source_row = ? AND r.id = wanted.value',
  );
  const forMerge = (hash: string, basic: string, rich: string) =>
    db
      .prepare<[string, number], MergeRow>(
        `SELECT wanted.key, r.row, ${hash}, ${basic}, ${rich}, r.time, r.changed_at, r.deleted_at,
           coalesce(r.seen_at, r.first_seen_at), r.listed, r.last_change, r.changes
         FROM json_each(?) AS wanted CROSS JOIN records AS r ON r.source_row = ? AND r.id = wanted.value`,
      )
      .raw();
  const unhashed = 'CASE WHEN r.hash IS NULL THEN r.basic END';
  const hashes = forMerge('r.hash', unhashed, 'NULL');
  const hashesAndRich = forMerge('r.hash', unhashed, 'r.rich');
  const contents = forMerge("CASE WHEN r.hash IS NOT NULL THEN '' END", 'r.basic', 'r.rich');
  const insert = db.prepare(
    `INSERT INTO records (source_row, id, basic, hash, rich, time, first_seen_at, changed_at, seen_at, listed, added_from, added_by)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const contentOf = db.prepare<[number], Content>('SELECT basic, rich FROM records WHERE row = ?');
  const update = db.prepare<[string, string, number, number, number, number]>(
    'UPDATE records SET basic = ?, hash = ?, changed_at = ?, seen_at = ?, last_change = ?, changes = changes + 1 WHERE row = ?',
  );
  // Apart, as triggers wait for it.
  const setTime = db.prepare<[number | null, number]>('UPDATE records SET time = ? WHERE row = ?');
  const undelete = db.prepare<[number]>('UPDATE records SET deleted_at = NULL WHERE row = ?');
  const setHash = db.prepare<[string, number]>('UPDATE records SET hash = ? WHERE row = ?');
  const updateRich = db.prepare<[string, number]>('UPDATE records SET rich = ? WHERE row = ?');
  const enriched = db.prepare<[number], BeforeRow & { rich: string | null; deleted_at: number | null }>(
    'SELECT row, rich, time, changed_at, deleted_at, last_change, changes FROM records WHERE row = ?',
  );
  const enrich = db.prepare<[string, number, number, number]>(
    'UPDATE records SET rich = ?, changed_at = ?, last_change = ?, changes = changes + 1 WHERE row = ?',
  );
  const logged = db.prepare<[number, number]>('UPDATE records SET last_change = ?, changes = changes + 1 WHERE row = ?');
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
  const markDeleted = db.prepare<[number, number, string], BeforeRow>(
    `UPDATE records SET deleted_at = ? WHERE source_row = ? AND deleted_at IS NULL AND id IN (SELECT value FROM json_each(?))
     RETURNING row, changed_at, time, last_change, changes`,
  );
  const markMissing = db.prepare<[number, number, string], BeforeRow>(
    `UPDATE records SET deleted_at = ? WHERE source_row = ? AND deleted_at IS NULL AND id NOT IN (SELECT value FROM json_each(?))
     RETURNING row, changed_at, time, last_change, changes`,
  );
  const beforeOf = ({ row, changed_at, time, last_change, changes }: BeforeRow): RecordBefore => ({
    row,
    changedAt: changed_at,
    time,
    deletedAt: null,
    lastChange: last_change,
    changes,
  });
  const deleteAll = db.prepare<[number]>('DELETE FROM records WHERE source_row = ?');

  return {
    /** What is stored of those of `ids` that are there. At most `MERGE_CHUNK` ids. */
    existing(sourceRow: number, ids: readonly string[]): Map<string, StoredRecord> {
      const rows = existing.all(JSON.stringify(ids), sourceRow);
      return new Map(
        rows.map(({ row, id, basic, rich, deleted_at }) => [id, { row, basic, rich: richOfText(rich), deleted: deleted_at !== null }]),
      );
    },

    /**
     * What merging needs to know of each of `ids`, in their order; nothing for one that is not there. At most `MERGE_CHUNK`
     * ids. `needs`: which fields too.
     */
    forMerge(sourceRow: number, ids: readonly string[], needs: 'none' | 'rich' | 'all'): (MergeTarget | undefined)[] {
      const found = new Array<MergeTarget | undefined>(ids.length);
      const statement = needs === 'all' ? contents : needs === 'rich' ? hashesAndRich : hashes;
      // Lists rather than objects, and places rather than ids: this is read for every record of every listing.
      for (const columns of statement.all(JSON.stringify(ids), sourceRow)) {
        const [place, row, hash, basic, richText, time, changedAt, deletedAt, seenAt, listed, lastChange, changes] = columns;
        const rich = richText === null ? NO_FIELDS : richOfText(richText);
        found[place] = {
          row,
          hash,
          basic,
          richText,
          rich,
          time,
          changedAt,
          deletedAt,
          deleted: deletedAt !== null,
          seenAt,
          listed: listed === 1,
          lastChange,
          changes,
        };
      }
      return found;
    },

    /** The fields of a record as JSON texts, to say what differs. */
    contentOf(row: number): Content {
      const found = contentOf.get(row);
      if (found === undefined) throw new Error(`record ${row} is not there`);
      return found;
    },

    add(sourceRow: number, { id, basic, hash, rich, time, listed, origin, refreshId }: NewRecord, now: number): void {
      insert.run(sourceRow, id, basic, hash, rich, time, now, now, now, Number(listed), origin, refreshId);
    },

    /** Changes the fields; rich ones stay as they are when `rich` is null. `change`: the row of the log that holds the change. */
    update({ row, time: before }: RecordBefore, changed: ChangedRecord, change: number, now: number): void {
      const { basic, hash, rich, time } = changed;
      update.run(basic, hash, now, now, change, row);
      if (time !== before) setTime.run(time, row);
      if (rich !== null) updateRich.run(rich, row);
    },

    /** A record that was marked as deleted is there again. */
    undelete: (row: number): void => void undelete.run(row),

    /** For a record from before there were hashes. */
    setHash: (row: number, hash: string): void => void setHash.run(hash, row),

    /** A record with its rich fields by path; `null` when there is none. */
    enriched(row: number): (RecordBefore & { richText: string | null; rich: Record<string, unknown> }) | null {
      const found = enriched.get(row);
      if (found === undefined) return null;
      return { ...beforeOf(found), deletedAt: found.deleted_at, richText: found.rich, rich: richOfText(found.rich) };
    },

    /** Changes the rich fields and nothing else. `change`: the row of the log that holds the change. */
    enrich: (row: number, rich: string, change: number, now: number): void => void enrich.run(rich, now, change, row),

    /** Says which row of the log holds the last change of a record. */
    logged: (row: number, change: number): void => void logged.run(change, row),

    /** The next time of a record after `now`, and the latest one from `since` to `now`; milliseconds since the epoch. */
    around(sourceRow: number, since: number, now: number): { next: number | null; latest: number | null } {
      return { next: next.get(sourceRow, now) as number | null, latest: latest.get(sourceRow, since, now) as number | null };
    },

    /** Marks records as deleted upstream; gives those that were not yet. They are kept, and not shown unless asked for. */
    markDeleted: (sourceRow: number, ids: readonly string[], now: number): RecordBefore[] =>
      markDeleted.all(now, sourceRow, JSON.stringify(ids)).map(beforeOf),

    /** Marks all records but those of `ids` as deleted upstream; gives those that were not yet. */
    markMissing: (sourceRow: number, ids: readonly string[], now: number): RecordBefore[] =>
      markMissing.all(now, sourceRow, JSON.stringify(ids)).map(beforeOf),

    /** Without those that are marked as deleted upstream. */
    count: (sourceRow: number): number => Number(count.get(sourceRow, sourceRow)),
    countAll: (): number => Number(countAll.get()),
    deleteAll: (sourceRow: number): void => void deleteAll.run(sourceRow),
  };
}
