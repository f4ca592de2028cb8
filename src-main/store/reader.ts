import type { RecordSort, Retention, SourceRecord } from '../../src-preload/contract/index.ts';
import { type Db, openForReading } from './database.ts';
import { QUERY_LIMIT_MS, QueryLimit, withinLimit } from './query-limit.ts';
import { type SearchQuery, type SearchResult, searchRecords } from './record-search.ts';
import { RECORD_COLUMNS, recordFromRow, type StoredRecordRow } from './records.ts';
import { previewRetention } from './retention.ts';
import { cursorRow } from './rows.ts';
import { filterCandidates } from './search-candidates.ts';

/** A stretch of the records of a source, in some order. */
export interface WindowQuery {
  sourceRow: number;
  /** Of the records; an order is worked out again when it rises. */
  version: number;
  offset: number;
  limit: number;
  sort: RecordSort | null;
  filter: string;
}

export interface ListQuery {
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

const COLUMNS: Record<string, string> = { $id: 'id', $time: 'time', $firstSeen: 'first_seen_at', $changed: 'changed_at' };

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

/** Reads records for the screen and the API, on a connection of its own that cannot write. All throws `QueryTimeout`. */
export class RecordReader {
  readonly #db: Db;
  readonly #orders = new Map<string, number[]>();

  readonly #limit: QueryLimit;

  constructor(file: string, limitMs = QUERY_LIMIT_MS) {
    this.#db = openForReading(file);
    this.#limit = new QueryLimit(this.#db, limitMs);
  }

  window(query: WindowQuery): { items: SourceRecord[]; total: number } {
    return this.#limit.run(() => this.#window(query));
  }

  list(query: ListQuery): { items: SourceRecord[]; nextCursor: string | null } {
    return this.#limit.run(() => this.#list(query));
  }

  search(query: SearchQuery): SearchResult {
    return this.#limit.run(() => searchRecords(this.#db, query));
  }

  close(): void {
    this.#db.close();
  }

  #window(query: WindowQuery): { items: SourceRecord[]; total: number } {
    const order = this.#order(query);
    const rows = this.#db
      .prepare<[string], StoredRecordRow>(
        `SELECT ${RECORD_COLUMNS.replaceAll(/\b(\w+)/g, 'r.$1')} FROM json_each(?) AS wanted CROSS JOIN records AS r ON r.row = wanted.value ORDER BY wanted.key`,
      )
      .all(JSON.stringify(order.slice(query.offset, query.offset + query.limit)));
    return { items: rows.map(recordFromRow), total: order.length };
  }

  #list({ sourceRow, limit, cursor, q }: ListQuery): { items: SourceRecord[]; nextCursor: string | null } {
    const matches = matcher(q ?? '');
    const found: StoredRecordRow[] = [];
    const statement = this.#db.prepare<[number, number], StoredRecordRow>(
      `SELECT ${RECORD_COLUMNS} FROM records WHERE source_row = ? AND row > ? AND deleted_at IS NULL AND ${withinLimit('row')} ORDER BY row`,
    );
    for (const row of statement.iterate(sourceRow, cursorRow(cursor, 0))) {
      if (!matches(row)) continue;
      found.push(row);
      if (found.length > limit) break;
    }
    const page = found.slice(0, limit);
    return { items: page.map(recordFromRow), nextCursor: found.length > limit ? String(page.at(-1)?.row ?? 0) : null };
  }

  retention(query: RetentionQuery): ReturnType<typeof previewRetention> {
    return previewRetention(this.#db, query);
  }

  /** The rows of the matching records in order, worked out once per version. */
  #order(query: WindowQuery): number[] {
    const { sourceRow, version, sort, filter } = query;
    const key = JSON.stringify([sourceRow, version, sort, filter]);
    const known = this.#orders.get(key);
    if (known !== undefined) {
      this.#orders.delete(key);
      this.#orders.set(key, known);
      return known;
    }
    const order = this.#read(sourceRow, sort, filter);
    this.#orders.set(key, order);
    const oldest = this.#orders.keys().next().value;
    if (this.#orders.size > KEPT_ORDERS && oldest !== undefined) this.#orders.delete(oldest);
    return order;
  }

  #read(sourceRow: number, sort: RecordSort | null, filter: string): number[] {
    const by = sort === null ? null : sortExpression(sort.field);
    const direction = sort?.descending === true ? 'DESC' : 'ASC';
    // Records without the field come last in both directions.
    const orderBy = by === null ? 'row' : 'value IS NULL, value COLLATE NOCASE ' + direction + ', row';
    const columns = filter === '' ? 'row' : 'row, id, basic, rich';
    const value = by === null ? '' : `, ${by.sql} AS value`;
    // The search tells which records may match; whether they do is seen in the records, with or without it.
    const candidates = filterCandidates(this.#db, filter, sourceRow);
    const from = candidates === null ? 'records' : `(${candidates.sql}) CROSS JOIN records ON row = found`;
    const statement = this.#db.prepare<unknown[], StoredRecordRow>(
      `SELECT ${columns}${value} FROM ${from} WHERE source_row = ? AND deleted_at IS NULL AND ${withinLimit('row')} ORDER BY ${orderBy}`,
    );
    const parameters = [...(by?.parameters ?? []), ...(candidates?.parameters ?? []), sourceRow];
    if (filter === '') return statement.all(...parameters).map((each) => each.row);
    const matches = matcher(filter);
    const rows: number[] = [];
    for (const row of statement.iterate(...parameters)) if (matches(row)) rows.push(row.row);
    return rows;
  }
}
