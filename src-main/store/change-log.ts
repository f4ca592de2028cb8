import type { ChangeOrigin } from '../../src-preload/contract/index.ts';
import { type ChangeEntry, type Content, entryText, type RecordBefore, type StoredKind } from './change-entries.ts';
import type { Db } from './database.ts';

/** In the order of `record_changes.origin`. */
export const ORIGINS: readonly ChangeOrigin[] = ['list', 'detail', 'push'];

/** So many changes are one row of the log. Reading one means reading its row. */
const ENTRIES_IN_ROW = 100;

/** What may be kept of a log. */
export interface ChangeLimits {
  /** Changes up to this moment may go, milliseconds since the epoch. */
  until: number;
  perRecord: number;
  perSource: number;
}

/** The changes that one merge writes. */
export interface OpenChanges {
  /** The row of the log in which the next change is going to be; the record has to name it. */
  row: () => number;
  /** The origin as a column holds it. */
  origin: number;
  refreshId: string | null;
  /** `content`: before and after the change; `null` where the fields stay as they are. */
  add: (before: RecordBefore, kind: StoredKind, content: { before: Content; now: Content } | null) => void;
  /** Must be called once, in the transaction of the merge. */
  end: () => void;
}

/** The log of changes of records. All of it must run within the transaction that makes the changes. */
export function changeLogTable(db: Db) {
  const lastRow = db.prepare("SELECT seq FROM sqlite_sequence WHERE name = 'record_changes'").pluck();
  const insert = db.prepare<[number, number, number, number, string | null, number, string]>(
    'INSERT INTO record_changes (row, source_row, at, origin, refresh_id, count, entries) VALUES (?, ?, ?, ?, ?, ?, ?)',
  );
  const count = db.prepare<[number, number]>(
    'INSERT INTO change_logs (source_row, changes) VALUES (?, ?) ON CONFLICT (source_row) DO UPDATE SET changes = max(0, changes + excluded.changes)',
  );
  const reached = db.prepare<[number, number]>(
    `INSERT INTO change_logs (source_row, since) VALUES (?, ?)
     ON CONFLICT (source_row) DO UPDATE SET since = max(coalesce(since, excluded.since), excluded.since)`,
  );
  const held = db.prepare<[number]>('SELECT changes FROM change_logs WHERE source_row = ?').pluck();
  const oldest = db.prepare<[number], { row: number; at: number; count: number }>(
    'SELECT row, at, count FROM record_changes WHERE source_row = ? ORDER BY row LIMIT 1',
  );
  const drop = db.prepare<[number]>('DELETE FROM record_changes WHERE row = ?');
  const rowsFrom = db.prepare<[number, number, number], { row: number; entries: string }>(
    'SELECT row, entries FROM record_changes WHERE source_row = ? AND row >= ? ORDER BY row LIMIT ?',
  );
  const changesOf = db.prepare<[number], { last_change: number; changes: number }>(
    'SELECT last_change, changes FROM records WHERE row = ?',
  );
  const rewrite = db.prepare<[number, string, number]>('UPDATE record_changes SET count = ?, entries = ? WHERE row = ?');

  /** Whether a change is beyond the newest `perRecord` of its record, or of a record that is gone. */
  const isSpare = ([record, , , changes]: ChangeEntry, perRecord: number): boolean => {
    const now = changesOf.get(record);
    return now === undefined || now.changes - changes > perRecord;
  };

  return {
    /** Begins the changes of one merge. A merge that changes nothing writes nothing. */
    begin(sourceRow: number, from: ChangeOrigin, refreshId: string | null, now: number): OpenChanges {
      const origin = ORIGINS.indexOf(from);
      let row = 0;
      let added = 0;
      let entries: string[] = [];
      const flush = (): void => {
        if (entries.length === 0) return;
        insert.run(row, sourceRow, now, origin, refreshId, entries.length, `[${entries.join(',')}]`);
        entries = [];
        row += 1;
      };
      return {
        row: () => (row === 0 ? (row = Number(lastRow.get() ?? 0) + 1) : row),
        origin,
        refreshId,
        add(before, kind, content) {
          entries.push(entryText(before, kind, content));
          added += 1;
          if (entries.length === ENTRIES_IN_ROW) flush();
        },
        end() {
          flush();
          if (added > 0) count.run(sourceRow, added);
        },
      };
    },

    /** Takes away the oldest changes that are too old or too many, at most `most` rows; gives whether there may be more to take. */
    pruneOldest(sourceRow: number, { until, perSource }: ChangeLimits, most: number): boolean {
      for (let taken = 0; taken < most; taken += 1) {
        const row = oldest.get(sourceRow);
        if (row === undefined || (row.at > until && Number(held.get(sourceRow) ?? 0) <= perSource)) return false;
        drop.run(row.row);
        count.run(sourceRow, -row.count);
        reached.run(sourceRow, row.at);
      }
      return true;
    },

    /**
     * Takes away what records have beyond their newest `perRecord` changes, looking at `most` rows from the row `from`
     * on; gives where to look next.
     */
    pruneRecords(sourceRow: number, perRecord: number, from: number, most: number): { next: number; isAll: boolean } {
      const rows = rowsFrom.all(sourceRow, from, most);
      for (const { row, entries } of rows) {
        const all = JSON.parse(entries) as ChangeEntry[];
        const kept = all.filter((entry) => !isSpare(entry, perRecord));
        if (kept.length === all.length) continue;
        if (kept.length === 0) drop.run(row);
        else rewrite.run(kept.length, JSON.stringify(kept), row);
        count.run(sourceRow, kept.length - all.length);
      }
      return { next: (rows.at(-1)?.row ?? from - 1) + 1, isAll: rows.length < most };
    },
  };
}
