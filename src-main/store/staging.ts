import type { Statement } from 'better-sqlite3';
import type { SourceConfig } from '../../src-preload/contract/index.ts';
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
}

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
    if (table === 'calls' && typeof values['refresh_id'] === 'string')
      values['refresh_id'] = into.refreshIds.get(values['refresh_id']) ?? values['refresh_id'];
    const added = insert(table, values, into.row);
    if (table !== 'records' || typeof values['details'] !== 'string') return;
    for (const [request, state, time, tries, nextAt] of JSON.parse(values['details']) as [number, Value, Value, Value, Value][]) {
      const requestRow = into.requests.get(request);
      if (requestRow !== undefined) enrich.run(added, requestRow, state, time, tries, nextAt);
    }
  };

  return {
    /** Begins a source. `source` is its row in an export, `config` what it comes to here, without secrets. */
    begin(source: Row, config: SourceConfig, now: number): Staged {
      const hidden = { ...source, id: `${STAGED}${config.id}`, config: JSON.stringify(config), origin: 'app', removed_at: now };
      return { row: insert('sources', hidden, null), requests: new Map(), refreshIds: new Map() };
    },

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
