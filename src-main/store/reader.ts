import type { RecordSort, Retention, SourceRecord } from '../../src-preload/contract/index.ts';
import { type Db, openForReading } from './database.ts';
import { PastRecords, reachOf, type Scope } from './past-records.ts';
import { type ChangesQuery, RecordHistory, type RecordQuery } from './record-history.ts';
import { QUERY_LIMIT_MS, QueryLimit, withinLimit } from './query-limit.ts';
import { type SearchQuery, type SearchResult, searchRecords } from './record-search.ts';
import { RECORD_COLUMNS, recordFromRow, type StoredRecordRow } from './records.ts';
import { previewRetention } from './retention.ts';
import { cursorRow } from './rows.ts';
import { filterCandidates } from './search-candidates.ts';
import { sourcePlaces } from './source-places.ts';

/** Which records of a source are read. */
export interface RecordSet {
  /** Records as they were known then, milliseconds since the epoch; left out or `null`: as they are. */
  asOf?: number | null;
  /** Also those that are marked as deleted upstream. */
  withDeleted?: boolean;
}

/** A stretch of the records of a source, in some order. */
export interface WindowQuery extends RecordSet {
  sourceRow: number;
  /** Of the records; an order is worked out again when it rises. */
  version: number;
  offset: number;
  limit: number;
  sort: RecordSort | null;
  filter: string;
}

export interface ListQuery extends RecordSet {
  sourceRow: number;
  limit: number;
  cursor: string | undefined;
  q: string | undefined;
}

/** What a retention rule would remove. Moments are milliseconds since the epoch. */
export interface RetentionQuery {
  sourceRow: number;
  rule: Retention;
  olderThanMs: number | null;
  firstSeenBefore: number;
}

/** How many orders are remembered: a few tables that are looked at, each perhaps scrolled while it changes. */
const KEPT_ORDERS = 8;

const COLUMNS: Record<string, string> = {
  $id: 'id',
  $time: 'time',
  $firstSeen: 'first_seen_at',
  $changed: 'changed_at',
  $deleted: 'deleted_at',
};

/** Tells whether a record holds a text in its id or one of its values, in any letter case. */
export function matcher(text: string): (row: Pick<StoredRecordRow, 'id' | 'basic' | 'rich'>) => boolean {
  const wanted = text.toLowerCase();
  if (wanted === '') return () => true;
  // As it would stand within JSON text; a quick look there spares parsing what cannot match.
  const escaped = JSON.stringify(text).slice(1, -1).toLowerCase();
  const holds = (value: unknown): boolean => {
    if (typeof value === 'object' && value !== null) return Object.values(value).some(holds);
    return String(value).toLowerCase().includes(wanted);
  };
  const inJson = (json: string | null) => json !== null && json.toLowerCase().includes(escaped) && holds(JSON.parse(json));
  return (row) => row.id.toLowerCase().includes(wanted) || inJson(row.basic) || inJson(row.rich);
}

/** The SQL for a field, and its parameters. A rich field, where there is one, stands before the basic one. */
function sortExpression(field: string): { sql: string; parameters: string[] } {
  const column = COLUMNS[field];
  if (column !== undefined) return { sql: column, parameters: [] };
  // SQLite has no escape within the quoted names of its JSON paths, so these cannot be sorted by.
  if (/["\\]/.test(field)) return { sql: 'NULL', parameters: [] };
  const path = `$${field
    .split('.')
    .map((name) => `."${name}"`)
    .join('')}`;
  const rich = `$."${field}"`;
  return {
    sql: 'CASE WHEN rich IS NOT NULL AND json_type(rich, ?) IS NOT NULL THEN json_extract(rich, ?) ELSE json_extract(basic, ?) END',
    parameters: [rich, rich, path],
  };
}

/** A record as it is, or as it was with what is not known of it. */
type PossiblyPast = StoredRecordRow & { gaps: string | null };

const READ_COLUMNS = `${RECORD_COLUMNS}, gaps`;

const readRecord = (row: PossiblyPast): SourceRecord =>
  row.gaps === null ? recordFromRow(row) : { ...recordFromRow(row), gaps: JSON.parse(row.gaps) as string[] };

const shownOnly = (withDeleted: boolean) => (withDeleted ? '1' : 'deleted_at IS NULL');

/** Reads records for the screen and the API, on a connection of its own that cannot write. All throws `QueryTimeout`. */
export class RecordReader {
  readonly #db: Db;
  readonly #past: PastRecords;
  readonly #history: RecordHistory;
  readonly #orders = new Map<string, number[]>();

  readonly #limit: QueryLimit;
  readonly places: ReturnType<typeof sourcePlaces>;

  constructor(file: string, limitMs = QUERY_LIMIT_MS) {
    this.#db = openForReading(file);
    this.#limit = new QueryLimit(this.#db, limitMs);
    this.#past = new PastRecords(file, limitMs);
    this.#history = new RecordHistory(this.#db);
    this.places = sourcePlaces(this.#db);
  }

  /** One record with where its fields came from, now or as it was known. */
  record(query: RecordQuery): ReturnType<RecordHistory['record']> {
    return this.#limit.run(() => this.#history.record(query));
  }

  /** The changes of one record, newest first. */
  changes(query: ChangesQuery): ReturnType<RecordHistory['changes']> {
    return this.#limit.run(() => this.#history.changes(query));
  }

  /** How far back the log of a source goes, milliseconds since the epoch. */
  reach(sourceRow: number): number {
    return reachOf(this.#db, sourceRow);
  }

  /** Has several reads see the database as it is at one moment. */
  atOneMoment<T>(work: () => T): T {
    return this.#db.transaction(work)();
  }

  window(query: WindowQuery): { items: SourceRecord[]; total: number } {
    return this.#within(query, (scope, key) => this.#window(query, scope, key));
  }

  list(query: ListQuery): { items: SourceRecord[]; nextCursor: string | null } {
    return this.#within(query, (scope) => this.#list(query, scope));
  }

  search(query: SearchQuery): SearchResult {
    return this.#limit.run(() => searchRecords(this.#db, query));
  }

  retention(query: RetentionQuery): ReturnType<typeof previewRetention> {
    return previewRetention(this.#db, query);
  }

  close(): void {
    this.#past.close();
    this.#db.close();
  }

  #window(query: WindowQuery, scope: Scope, key: string): { items: SourceRecord[]; total: number } {
    const order = this.#order(query, scope, key);
    const wanted = JSON.stringify(order.slice(query.offset, query.offset + query.limit));
    // What is joined from the present by its row would be looked for among all records of the past.
    const isPast = scope.db !== this.#db;
    const from = isPast ? `(SELECT * FROM ${scope.from} WHERE row IN (SELECT value FROM json_each(?)))` : 'records';
    const rows = scope.db
      .prepare<unknown[], PossiblyPast>(
        `SELECT ${READ_COLUMNS.replaceAll(/\b(\w+)/g, 'r.$1').replace('r.gaps', isPast ? 'r.gaps' : 'NULL AS gaps')}
         FROM json_each(?) AS wanted CROSS JOIN ${from} AS r ON r.row = wanted.value ORDER BY wanted.key`,
      )
      .all(wanted, ...(isPast ? [...scope.parameters, wanted] : []));
    return { items: rows.map(readRecord), total: order.length };
  }

  #list(
    { sourceRow, limit, cursor, q, withDeleted = false }: ListQuery,
    scope: Scope,
  ): { items: SourceRecord[]; nextCursor: string | null } {
    const matches = matcher(q ?? '');
    const found: PossiblyPast[] = [];
    const columns = scope.db === this.#db ? `${RECORD_COLUMNS}, NULL AS gaps` : READ_COLUMNS;
    const statement = scope.db.prepare<unknown[], PossiblyPast>(
      `SELECT ${columns} FROM ${scope.from} WHERE source_row = ? AND row > ? AND ${shownOnly(withDeleted)} AND ${withinLimit('row')} ORDER BY row`,
    );
    for (const row of statement.iterate(...scope.parameters, sourceRow, cursorRow(cursor, 0))) {
      if (!matches(row)) continue;
      found.push(row);
      if (found.length > limit) break;
    }
    const page = found.slice(0, limit);
    return { items: page.map(readRecord), nextCursor: found.length > limit ? String(page.at(-1)?.row ?? 0) : null };
  }

  /** Reads records as they are, or all of one view of the database for those as they were. */
  #within<T>({ sourceRow, asOf = null }: RecordSet & { sourceRow: number }, read: (scope: Scope, key: string) => T): T {
    if (asOf === null) return this.#limit.run(() => read({ db: this.#db, from: 'records', parameters: [] }, ''));
    return this.#past.reading(() => {
      const scope = this.#past.scope(sourceRow, asOf);
      return read(scope, scope.key);
    });
  }

  /** The rows of the matching records in order, worked out once per version. */
  #order(query: WindowQuery, scope: Scope, past: string): number[] {
    const { sourceRow, version, sort, filter, withDeleted = false } = query;
    const key = JSON.stringify([sourceRow, version, sort, filter, withDeleted, past]);
    const known = this.#orders.get(key);
    if (known !== undefined) {
      this.#orders.delete(key);
      this.#orders.set(key, known);
      return known;
    }
    const order = this.#read(scope, query);
    this.#orders.set(key, order);
    const oldest = this.#orders.keys().next().value;
    if (this.#orders.size > KEPT_ORDERS && oldest !== undefined) this.#orders.delete(oldest);
    return order;
  }

  #read(scope: Scope, { sourceRow, sort, filter, withDeleted = false }: WindowQuery): number[] {
    const by = sort === null ? null : sortExpression(sort.field);
    const direction = sort?.descending === true ? 'DESC' : 'ASC';
    // Records without the field come last in both directions.
    const orderBy = by === null ? 'row' : 'value IS NULL, value COLLATE NOCASE ' + direction + ', row';
    const columns = filter === '' ? 'row' : 'row, id, basic, rich';
    const value = by === null ? '' : `, ${by.sql} AS value`;
    // The search tells which records may match; whether they do is seen in the records, with or without it.
    const candidates = scope.db === this.#db ? filterCandidates(this.#db, filter, sourceRow) : null;
    const from = candidates === null ? scope.from : `(${candidates.sql}) CROSS JOIN records ON row = found`;
    const statement = scope.db.prepare<unknown[], StoredRecordRow>(
      `SELECT ${columns}${value} FROM ${from} WHERE source_row = ? AND ${shownOnly(withDeleted)} AND ${withinLimit('row')} ORDER BY ${orderBy}`,
    );
    const parameters = [...(by?.parameters ?? []), ...(candidates?.parameters ?? []), ...scope.parameters, sourceRow];
    if (filter === '') return statement.all(...parameters).map((each) => each.row);
    const matches = matcher(filter);
    const rows: number[] = [];
    for (const row of statement.iterate(...parameters)) if (matches(row)) rows.push(row.row);
    return rows;
  }
}
