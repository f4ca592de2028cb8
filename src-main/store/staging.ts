import type { Statement } from 'better-sqlite3';
import type { SourceConfig } from '../../src-preload/contract/index.ts';
import { type ChangeEntry, readEntries } from './change-entries.ts';
import type { Db } from './database.ts';
import { columnsOf, type Row, type Value, WORKSPACE_TABLES, type WorkspaceRow, type WorkspaceTable } from './workspace-reader.ts';

/** No source of a user has such an id. A source that is being imported has one, so that a kill leaves nothing in sight. */
const STAGED = '~import-';

/** A source that is being imported. */
export interface Staged {
  row: number;
  /** Rows of its requests for details, by the row that they had. */
  requests: Map<number, number>;
  /** Ids of refreshes that are taken here, and those that they get instead. */
  refreshIds: Map<string, string>;
  /** Rows of its changed records, by the row that they had. */
  records: Map<number, number>;
  /** What its rows in the log of changes are moved by: they have been set aside there. */
  changesFrom: number;
  /** How many are set aside. */
  changesAside: number;
}

/** A value that is not what its column is for. */
export class UnfitValue extends Error {
  override name = 'UnfitValue';
}

/** No log comes to so many rows; a number beyond it would leave none for what comes after. */
const MOST_CHANGE_ROWS = 1e12;

/** How many rows one step of a removal takes. */
const REMOVED_AT_ONCE = 500;

/** Where an import puts a source together, out of sight, before it takes its place in one transaction. */
export function stagingTable(db: Db) {
  const known = new Map<string, Set<string>>();
  for (const table of ['sources', ...WORKSPACE_TABLES] as const) known.set(table, new Set(columnsOf(db, table)));
  const statements = new Map<string, Statement<Value[]>>();
  const insert = (table: WorkspaceTable | 'sources', values: Row, sourceRow: number | null): number => {
    const columns = Object.keys(values).filter((name) => known.get(table)?.has(name) === true);
    const key = [table, ...columns].join(' ');
    let statement = statements.get(key);
    if (statement === undefined) {
      const names = [...(sourceRow === null ? [] : ['source_row']), ...columns];
      statement = db.prepare<Value[]>(
        `INSERT INTO ${table} (${names.map((name) => `"${name}"`).join(', ')}) VALUES (${names.map(() => '?').join(', ')})`,
      );
      statements.set(key, statement);
    }
    const given: Value[] = columns.map((name) => values[name] ?? null);
    return Number(statement.run(...(sourceRow === null ? given : [sourceRow, ...given])).lastInsertRowid);
  };
  const lastChange = db.prepare("SELECT seq FROM sqlite_sequence WHERE name = 'record_changes'").pluck();
  const addChanges = db.prepare<[number, number, Value, Value, Value, number, string]>(
    'INSERT INTO record_changes (row, source_row, at, origin, refresh_id, count, entries) VALUES (?, ?, ?, ?, ?, ?, ?)',
  );
  const dropChanges = db.prepare<[number]>('DELETE FROM record_changes WHERE row = ?');
  const logBegins = db.prepare<[number, number]>('INSERT INTO change_logs (source_row, since) VALUES (?, ?)');
  const isTaken = db.prepare<[string]>('SELECT 1 FROM refreshes WHERE id = ?').pluck();
  const enrich = db.prepare<[number, number, Value, Value, Value, Value]>('INSERT INTO enrichments VALUES (?, ?, ?, ?, ?, ?)');
  const seen = db.prepare<[number]>(
    'UPDATE detail_requests SET seen_row = (SELECT coalesce(max(row), 0) FROM records) WHERE source_row = ?',
  );
  const clamp = db.prepare('UPDATE detail_requests SET seen_row = min(seen_row, (SELECT coalesce(max(row), 0) FROM records))');
  const rename = db.prepare<[string, string, number, number]>(
    "UPDATE sources SET id = ?, config = json_set(config, '$.id', ?), removed_at = coalesce(removed_at, ?) WHERE row = ?",
  );
  const reveal = db.prepare<[string, number]>(
    `UPDATE sources SET id = ?, removed_at = NULL,
     records = (SELECT count(*) FROM records WHERE source_row = sources.row AND deleted_at IS NULL) WHERE row = ?`,
  );
  const staged = db.prepare<[], { row: number }>(`SELECT row FROM sources WHERE substr(id, 1, ${STAGED.length}) = '${STAGED}'`);
  const drop = db.prepare<[number]>('DELETE FROM sources WHERE row = ?');
  const removals = WORKSPACE_TABLES.filter((table) => table !== 'records').map((table) =>
    db.prepare<[number]>(`DELETE FROM ${table} WHERE source_row = ?`),
  );
  const removeRecords = db.prepare<[number, number]>(
    'DELETE FROM records WHERE row IN (SELECT row FROM records WHERE source_row = ? LIMIT ?)',
  );

  /** Sets rows of the log aside, so that those of a source follow each other as they did; gives what they are moved by. */
  const setAside = (sourceRow: number, rows: number): number => {
    const from = Number(lastChange.get() ?? 0);
    if (rows === 0) return from;
    addChanges.run(from + rows, sourceRow, 0, 0, null, 0, '[]');
    dropChanges.run(from + rows);
    return from;
  };

  const addChangeRow = (into: Staged, row: Row): void => {
    const entries = readEntries(row['entries']);
    const before = row['change_row'];
    if (entries === null || !Number.isSafeInteger(before) || Number(before) < 1 || Number(before) > into.changesAside)
      throw new UnfitValue('a row of the log of changes cannot be read');
    const moved = entries.flatMap((entry): ChangeEntry[] => {
      const [record, kind, previous, ...rest] = entry;
      const now = into.records.get(record);
      return now === undefined ? [] : [[now, kind, previous === 0 ? 0 : previous + into.changesFrom, ...rest]];
    });
    const { at = null, origin = null, refresh_id: refreshId = null } = row;
    addChanges.run(Number(before) + into.changesFrom, into.row, at, origin, refreshId, moved.length, JSON.stringify(moved));
  };

  const addRow = (into: Staged, { table, row }: WorkspaceRow): void => {
    const values: Row = { ...row };
    if (table === 'detail_requests') {
      const { request_row: before, ...rest } = values;
      into.requests.set(Number(before), insert(table, { ...rest, seen_row: 0 }, into.row));
      return;
    }
    if (table === 'refreshes' && typeof values['id'] === 'string' && isTaken.get(values['id']) !== undefined) {
      const other = `${values['id'].slice(0, 40)}-${into.row}`;
      into.refreshIds.set(values['id'], other);
      values['id'] = other;
    }
    for (const name of ['refresh_id', 'added_by']) {
      const id = values[name];
      if (typeof id === 'string') values[name] = into.refreshIds.get(id) ?? id;
    }
    if (table === 'record_changes') {
      addChangeRow(into, values);
      return;
    }
    if (table === 'records' && typeof values['last_change'] === 'number' && values['last_change'] > 0)
      values['last_change'] += into.changesFrom;
    const added = insert(table, values, into.row);
    if (table !== 'records') return;
    if (typeof values['record_row'] === 'number') into.records.set(values['record_row'], added);
    if (typeof values['details'] !== 'string') return;
    for (const [request, state, time, tries, nextAt] of JSON.parse(values['details']) as [number, Value, Value, Value, Value][]) {
      const requestRow = into.requests.get(request);
      if (requestRow !== undefined) enrich.run(added, requestRow, state, time, tries, nextAt);
    }
  };

  return {
    /** Begins a source. `source` is its row in an export, `config` what it comes to here, without secrets. */
    begin: db.transaction((source: Row, config: SourceConfig, now: number): Staged => {
      const hidden = { ...source, id: `${STAGED}${config.id}`, config: JSON.stringify(config), origin: 'app', removed_at: now };
      const row = insert('sources', hidden, null);
      const { last_change_row: last } = source;
      // An export from before there was a log: what was known before today cannot be told.
      if (typeof last !== 'number') logBegins.run(row, now);
      const changesAside = Number(last ?? 0);
      if (!Number.isSafeInteger(changesAside) || changesAside < 0 || changesAside > MOST_CHANGE_ROWS)
        throw new UnfitValue(`${String(last)} is no row of a log of changes`);
      const changesFrom = setAside(row, changesAside);
      return { row, requests: new Map(), refreshIds: new Map(), records: new Map(), changesFrom, changesAside };
    }),

    /** Adds rows to it, all or none. Throws `SqliteError`, also where a value does not fit its column. */
    add: db.transaction((into: Staged, rows: readonly WorkspaceRow[]): void => {
      for (const row of rows) addRow(into, row);
    }),

    /** Puts it in its place. What had that id before is kept under another, as a source that was removed now. Must run within a transaction. */
    reveal({ row }: Staged, id: string, before: { row: number; keptAs: string } | null, now: number): void {
      if (before !== null) rename.run(before.keptAs, before.keptAs, now, before.row);
      seen.run(row);
      reveal.run(id, row);
    },

    /** Rows of sources whose import did not come to its end. */
    leftOver: (): number[] => staged.all().map(({ row }) => row),

    /** Removes a part of such a source; whether all of it is gone. */
    drop: db.transaction((row: number): boolean => {
      if (removeRecords.run(row, REMOVED_AT_ONCE).changes === REMOVED_AT_ONCE) return false;
      for (const removal of removals) removal.run(row);
      drop.run(row);
      clamp.run();
      return true;
    }),
  };
}
