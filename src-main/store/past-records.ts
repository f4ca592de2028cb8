import { type ChangeEntry, type PastState, stateBefore } from './change-entries.ts';
import { type Db, openForReading } from './database.ts';
import { QueryLimit } from './query-limit.ts';

/** Where the records of a query are read from: a table or query named like `records`, and what narrows it. */
export interface Scope {
  db: Db;
  from: string;
  parameters: readonly (string | number)[];
}

interface PresentRow {
  row: number;
  basic: string;
  rich: string | null;
  time: number | null;
  first_seen_at: number;
  changed_at: number;
  deleted_at: number | null;
  last_change: number;
}

interface LogRow {
  row: number;
  entries: string;
}

const COLUMNS = 'row, id, basic, rich, time, first_seen_at, changed_at, deleted_at';

/**
 * How far back the log of a source goes, milliseconds since the epoch: records can be read as they were known at any
 * moment from then on.
 */
export function reachOf(db: Db, sourceRow: number): number {
  const since = db
    .prepare<[number], number>(
      'SELECT coalesce((SELECT since FROM main.change_logs WHERE source_row = s.row), s.created_at) FROM main.sources AS s WHERE s.row = ?',
    )
    .pluck()
    .get(sourceRow);
  return since ?? 0;
}

/** Where in the log the changes after a moment begin; `null` when there are none. */
function firstAfter(db: Db, sourceRow: number, atMs: number): number | null {
  const first = db
    .prepare<[number, number]>('SELECT min(row) FROM main.record_changes WHERE source_row = ? AND at > ?')
    .pluck()
    .get(sourceRow, atMs);
  return first as number | null;
}

/** What is not known of a past state: all of it, or the rich fields. */
function gapsOf(state: PastState, firstSeenAt: number, atMs: number): string[] {
  // It had changed again before the oldest change that is kept.
  if (state.basic === null || (state.changedAt > atMs && state.changedAt > firstSeenAt)) return ['*'];
  return state.rich === undefined ? ['details'] : [];
}

/** The table in which `buildPast` writes, of the connection alone. `name` must be plain. */
export const pastTableSql = (name: string): string =>
  `CREATE TEMP TABLE ${name} (row INTEGER PRIMARY KEY, id TEXT, basic TEXT, rich TEXT, time INTEGER, first_seen_at INTEGER,
      changed_at INTEGER, deleted_at INTEGER, gaps TEXT)`;

/** The records of a source as known at a moment, as a query over what `buildPast` has written into `name`. */
export const pastSql = (name: string, sourceRow: number | '?', atMs: number | '?'): string =>
  `(SELECT ${COLUMNS}, NULL AS gaps, source_row FROM main.records
          WHERE source_row = ${sourceRow} AND first_seen_at <= ${atMs} AND row NOT IN (SELECT row FROM temp.${name})
        UNION ALL SELECT ${COLUMNS}, gaps, ${sourceRow} FROM temp.${name} WHERE first_seen_at <= ${atMs})`;

function presentState(present: { get: (row: number) => PresentRow | undefined }, record: number) {
  const found = present.get(record);
  if (found === undefined) return null;
  const { basic, rich, time, first_seen_at, changed_at, deleted_at, last_change } = found;
  return { basic, rich, time, changedAt: changed_at, deletedAt: deleted_at, lastChange: last_change, firstSeenAt: first_seen_at };
}

/**
 * Walks the changes of a source back to a moment, milliseconds since the epoch, and writes what has changed since into the
 * table `name`. Must run, and what it wrote be read, within one view of the database.
 */
export function buildPast(db: Db, name: string, sourceRow: number, atMs: number): void {
  db.exec(`DELETE FROM temp.${name}`);
  const first = firstAfter(db, sourceRow, atMs);
  if (first === null) return;
  const present = db.prepare<[number], PresentRow>(
    'SELECT row, basic, rich, time, first_seen_at, changed_at, deleted_at, last_change FROM main.records WHERE row = ?',
  );
  const states = new Map<number, PastState & { firstSeenAt: number }>();
  const log = db.prepare<[number, number], LogRow>(
    'SELECT row, entries FROM main.record_changes WHERE source_row = ? AND row >= ? ORDER BY row DESC',
  );
  for (const { row, entries } of log.iterate(sourceRow, first)) {
    for (const entry of JSON.parse(entries) as ChangeEntry[]) {
      const [record] = entry;
      const known = states.get(record) ?? presentState(present, record);
      // A row that is another record's by now, or of one that is gone.
      if (known === null || known.lastChange !== row) continue;
      states.set(record, { ...stateBefore(known, entry), firstSeenAt: known.firstSeenAt });
    }
  }
  const insert = db.prepare(`INSERT INTO temp.${name} SELECT row, id, ?, ?, ?, first_seen_at, ?, ?, ? FROM main.records WHERE row = ?`);
  for (const [record, state] of states) {
    const gaps = gapsOf(state, state.firstSeenAt, atMs);
    const text = gaps.length === 0 ? null : JSON.stringify(gaps);
    insert.run(gaps.includes('*') ? '{}' : state.basic, state.rich ?? null, state.time, state.changedAt, state.deletedAt, text, record);
  }
}

/**
 * The records of a source as they were known at a moment, made from those of now by walking their changes back. Only
 * what has changed since is written, into a table of its own that is gone with the connection; all else is read where
 * it is. One moment of one source is held at a time.
 */
export class PastRecords {
  readonly #db: Db;
  readonly #limit: QueryLimit;
  #built = '';

  constructor(file: string, limitMs: number) {
    this.#db = openForReading(file);
    this.#limit = new QueryLimit(this.#db, limitMs);
    // The file cannot be written through this connection; only tables that are its own can.
    this.#db.pragma('query_only = OFF');
    this.#db.exec(pastTableSql('past'));
  }

  /** Reads within one view of the database, so that the log and the records belong together. Throws `QueryTimeout`. */
  reading<T>(work: () => T): T {
    return this.#limit.run(() => this.#db.transaction(work)());
  }

  /** The records of `sourceRow` as known at `atMs`. Must be called, and used, within `reading`. */
  scope(sourceRow: number, atMs: number): Scope & { key: string } {
    const newest = this.#db.prepare<[number]>('SELECT max(row) FROM record_changes WHERE source_row = ?').pluck().get(sourceRow) as
      number | null;
    const key = JSON.stringify([sourceRow, atMs, newest]);
    if (key !== this.#built) {
      this.#built = '';
      buildPast(this.#db, 'past', sourceRow, atMs);
      this.#built = key;
    }
    return {
      db: this.#db,
      key,
      from: pastSql('past', '?', '?'),
      parameters: [sourceRow, atMs, sourceRow, atMs],
    };
  }

  close(): void {
    this.#db.close();
  }
}
