import { type Db, openForReading } from './database.ts';

/** A value of SQLite, as JSON can hold it. */
export type Value = string | number | null;
export type Row = Record<string, Value>;

/** A row of a source's own tables. `details` of a record: how its details stand, by request. */
export interface WorkspaceRow {
  table: WorkspaceTable;
  row: Row;
}

/** What an export holds of each source besides itself, in this order: a row may refer to rows before it. */
export const WORKSPACE_TABLES = [
  'detail_requests',
  'refreshes',
  'records',
  'record_changes',
  'change_logs',
  'validators',
  'decisions',
  'calls',
  'days',
  'enriching',
  'retired',
  'retention_runs',
] as const;
export type WorkspaceTable = (typeof WORKSPACE_TABLES)[number];

/** Columns that say where a row is rather than what it holds. */
const OWN = new Set(['row', 'source_row']);
const CHUNK = 200;

/** The columns of a table that an export holds; none where the database does not know the table. */
export function columnsOf(db: Db, table: WorkspaceTable | 'sources'): string[] {
  const columns = db.prepare<[string], { name: string }>('SELECT name FROM pragma_table_info(?)').all(table);
  return columns.map(({ name }) => name).filter((name) => !OWN.has(name));
}

const quoted = (columns: readonly string[], alias: string) => columns.map((name) => `${alias}."${name}"`).join(', ');

/**
 * Reads the whole workspace as it is at one moment, through a connection of its own that cannot write. Sources that were
 * removed and those of the demo are left out, and so are refreshes that run.
 */
export class WorkspaceReader {
  readonly #db: Db;
  readonly schema: number;

  /** Throws `SqliteError` when the file cannot be read. */
  constructor(file: string) {
    this.#db = openForReading(file);
    this.#db.exec('BEGIN');
    this.schema = Number(this.#db.pragma('user_version', { simple: true }));
  }

  /** The dashboards, as JSON, in the order of the screen; none where the database does not know them. */
  dashboards(): string[] {
    if (this.#db.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'dashboards'").get() === undefined) return [];
    return this.#db.prepare<[], string>('SELECT body FROM dashboards WHERE removed_at IS NULL ORDER BY position, row').pluck().all();
  }

  /** The sources with the number of their records, those that are deleted upstream among them. */
  sources(): { row: number; records: number; source: Row }[] {
    const columns = columnsOf(this.#db, 'sources').filter((name) => name !== 'removed_at');
    const all = this.#db
      .prepare<[], Row & { own: number }>(
        `SELECT s.row AS own, ${quoted(columns, 's')} FROM sources AS s WHERE removed_at IS NULL AND origin <> 'demo' ORDER BY row`,
      )
      .all();
    const count = this.#db.prepare<[number]>('SELECT count(*) FROM records WHERE source_row = ?').pluck();
    const lastChange = this.#db.prepare<[number]>('SELECT coalesce(max(row), 0) FROM record_changes WHERE source_row = ?').pluck();
    return all.map(({ own, ...source }) => ({
      row: own,
      records: Number(count.get(own)),
      source: { ...source, last_change_row: Number(lastChange.get(own)) },
    }));
  }

  /** All that belongs to a source. Each step reads little. */
  *rows(sourceRow: number): Generator<WorkspaceRow, void, void> {
    for (const table of WORKSPACE_TABLES) {
      const columns = columnsOf(this.#db, table);
      if (columns.length === 0) continue;
      if (table === 'records') yield* this.#records(sourceRow, columns);
      else {
        const from = `FROM ${table} AS t WHERE t.source_row = ? ${table === 'refreshes' ? 'AND t.outcome IS NOT NULL' : ''}`;
        const own = table === 'detail_requests' ? ', t.row AS request_row' : table === 'record_changes' ? ', t.row AS change_row' : '';
        for (const row of this.#db.prepare<[number], Row>(`SELECT ${quoted(columns, 't')}${own} ${from}`).iterate(sourceRow))
          yield { table, row };
      }
    }
  }

  close(): void {
    this.#db.close();
  }

  /** In the order of first sight. Sorted as numbers, because SQLite would sort whole records. */
  *#records(sourceRow: number, columns: readonly string[]): Generator<WorkspaceRow, void, void> {
    const numbers: number[] = [];
    const rowsOf = this.#db.prepare<[number], number>('SELECT row FROM records WHERE source_row = ?').pluck();
    for (const row of rowsOf.iterate(sourceRow)) numbers.push(row);
    const sorted = Float64Array.from(numbers).sort();
    const details = `(SELECT json_group_array(json_array(e.request_row, e.state, e.time, e.tries, e.next_at)) FROM enrichments AS e WHERE e.record_row = r.row)`;
    const chunk = this.#db.prepare<[string], Row>(
      `SELECT ${quoted(columns, 'r')}, CASE WHEN r.changes > 0 THEN r.row END AS record_row, ${columnsOf(this.#db, 'detail_requests').length === 0 ? 'NULL' : details} AS details
       FROM json_each(?) AS wanted CROSS JOIN records AS r ON r.row = wanted.value ORDER BY wanted.key`,
    );
    for (let start = 0; start < sorted.length; start += CHUNK) {
      for (const row of chunk.all(JSON.stringify([...sorted.subarray(start, start + CHUNK)]))) {
        const { details: stands, record_row: changed, ...rest } = row;
        const isBare = stands === '[]' || stands === null;
        yield {
          table: 'records',
          // Only what refers to the record by its row has to find it again.
          row: { ...rest, ...(isBare ? {} : { details: stands ?? null }), ...(changed === null ? {} : { record_row: changed ?? null }) },
        };
      }
    }
  }
}
