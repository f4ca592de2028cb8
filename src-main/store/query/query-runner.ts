import { hash } from 'node:crypto';
import type { PanelQuery, ParameterValues, SqlSchema } from '../../../src-preload/contract/index.ts';
import { sourceConfigSchema } from '../../../src-preload/contract/index.ts';
import { type Db, openForReading } from '../database.ts';
import { buildPast, pastSql, pastTableSql, reachOf } from '../past-records.ts';
import { formSql } from './form-sql.ts';
import { nearNames } from './near-names.ts';
import type { RunAnswer, RunQuestion } from './query-messages.ts';
import { collectRows, columnType } from './result-rows.ts';
import { defineFunctions, FunctionMistake, FUNCTIONS, type FunctionState } from './sql-functions.ts';
import { checkText, SqlMistake, sqlMistake } from './sql-mistake.ts';
import { APP_TABLES, quotedName, sqlName } from './sql-names.ts';
import { readsAppTables, readsOf } from './sql-sources.ts';
import { hidingSql, type SqlTable, type TableSource, tablesOf, viewSql } from './sql-tables.ts';
import { parametersOf } from './sql-tokens.ts';

/** Records that are looked at to say what a column holds. */
const SAMPLED = 50;

interface SourceRow {
  row: number;
  id: string;
  config: string;
  fields: string;
}

/** Runs the queries of panels on a connection of its own that cannot write. All throws `SqlMistake`. */
export class QueryRunner {
  readonly #db: Db;
  readonly #state: FunctionState = { nowMs: 0, timeZone: 'UTC', quotas: '[]' };
  #tables: SqlTable[] = [];
  #sources: TableSource[] = [];
  /** What the tables were made from; another one when sources or fields have come or gone. */
  #version = '';
  #dataVersion = -1;

  /** `file` must be a database that has been opened for writing before. Throws `SqliteError`. */
  constructor(file: string) {
    this.#db = openForReading(file);
    // A query process is small: what it holds is held twice, as there are two.
    this.#db.pragma('cache_size = -16384');
    defineFunctions(this.#db, this.#state);
    this.#keepTables();
  }

  run(question: RunQuestion): RunAnswer {
    const { query, asOfMs, timeZone, nowMs, quotas } = question;
    Object.assign(this.#state, { timeZone, nowMs, quotas });
    this.#keepTables();
    return asOfMs === null ? this.#run(question) : this.#asKnownAt(query, asOfMs, () => this.#run(question));
  }

  #run({ query, values }: Pick<RunQuestion, 'query' | 'values'>): RunAnswer {
    const begunMs = performance.now();
    const { sql, bound } = this.#written(query, values);
    checkText(sql);
    try {
      const statement = this.#db.prepare<ParameterValues[], unknown[]>(sql);
      if (!statement.reader || !statement.readonly) throw new SqlMistake('This statement does not only read.', 'Write one SELECT.');
      const names = statement.columns().map(({ name }) => name);
      const { json, values: rows, truncated } = collectRows(statement.raw(true).iterate(bound));
      const columns = names.map((name, index) => ({
        name,
        type: columnType(
          name,
          rows.map((row) => row[index]),
        ),
      }));
      return {
        rows: json,
        columns,
        truncated,
        rowCount: rows.length,
        hash: hash('sha256', JSON.stringify([columns, truncated]) + json, 'base64url'),
        tookMs: performance.now() - begunMs,
        sql,
      };
    } catch (error) {
      throw error instanceof FunctionMistake
        ? new SqlMistake(error.message, 'Correct it and try again.')
        : sqlMistake(error, sql, this.#tables, (part) => this.#messageOf(part));
    }
  }

  /** What can be read, with what the newest records hold. */
  schema(): SqlSchema {
    this.#keepTables();
    return {
      version: this.#version,
      tables: this.#tables.map((table) => {
        const samples = this.#samplesOf(table);
        return {
          name: table.name,
          sql: sqlName(table.name),
          kind: table.sourceId === null ? ('app' as const) : ('source' as const),
          about: table.about,
          sourceId: table.sourceId,
          columns: table.columns.map(({ name, about }) => {
            const values = samples.map((row) => row[name]);
            const example = values.find((value) => value !== null && value !== undefined) ?? null;
            return { name, sql: sqlName(name), type: columnType(name, values), example: shortened(example), about };
          }),
        };
      }),
      functions: FUNCTIONS.map((each) => ({ ...each })),
    };
  }

  close(): void {
    this.#db.close();
  }

  /** The SQL of a query, and exactly the values that it uses. */
  #written(query: PanelQuery, given: ParameterValues): { sql: string; bound: ParameterValues } {
    const { sql, values } = query.kind === 'form' ? formSql(query, this.#tables) : { sql: query.sql, values: {} };
    const all: ParameterValues = { ...given, ...values };
    const bound: ParameterValues = {};
    for (const name of parametersOf(sql)) {
      if (/^\d*$/.test(name)) throw new SqlMistake('Parameters have names here.', 'Write :name in the place of ?.');
      if (!Object.hasOwn(all, name)) {
        const near = nearNames(name, Object.keys(all));
        throw new SqlMistake(
          `There is no parameter :${name}.`,
          near.length === 0
            ? 'Add it to the parameters of the dashboard.'
            : `Did you mean ${near.map((other) => `:${other}`).join(' or ')}?`,
        );
      }
      bound[name] = all[name] ?? null;
    }
    return { sql, bound };
  }

  #messageOf(part: string): string | null {
    try {
      this.#db.prepare(part);
      return null;
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  }

  /**
   * Runs a query with the tables of the sources that it reads as they were known at a moment, within one view of the
   * database that is left by taking everything back.
   */
  #asKnownAt<T>(query: PanelQuery, atMs: number, work: () => T): T {
    if (readsAppTables(query)) {
      throw new SqlMistake(
        `Only the tables of single sources can be read as they were known at a moment, not ${APP_TABLES.join(', ')}.`,
        'Read the table of a source, or go back to now.',
      );
    }
    const db = this.#db;
    const { sources } = readsOf(
      query,
      this.#sources.map(({ id }) => id),
    );
    db.pragma('query_only = OFF');
    db.exec('BEGIN');
    try {
      for (const source of this.#sources) if (sources.includes(source.id)) this.#showPast(source, atMs);
      return work();
    } finally {
      db.exec('ROLLBACK');
      db.pragma('query_only = ON');
    }
  }

  #showPast({ id, row }: TableSource, atMs: number): void {
    const table = this.#tables.find(({ sourceId }) => sourceId === id);
    if (table === undefined) return;
    const reach = reachOf(this.#db, row);
    if (atMs < reach) {
      throw new SqlMistake(
        `The log of changes of ${id} reaches back to ${new Date(reach).toISOString()}.`,
        'Choose that moment or a later one.',
      );
    }
    const past = `past_${row}`;
    this.#db.exec(pastTableSql(past));
    buildPast(this.#db, past, row, atMs);
    this.#db.exec(`DROP VIEW temp.${quotedName(table.name)}`);
    this.#db.exec(viewSql({ ...table, from: `FROM ${pastSql(past, row, atMs)} WHERE deleted_at IS NULL` }));
  }

  /** Makes the tables anew when sources or their fields are other ones than before. */
  #keepTables(): void {
    const dataVersion = Number(this.#db.pragma('data_version', { simple: true }));
    if (dataVersion === this.#dataVersion) return;
    this.#dataVersion = dataVersion;
    const rows = this.#db
      .prepare<[], SourceRow>("SELECT row, id, config, fields FROM main.sources WHERE removed_at IS NULL AND id NOT LIKE '~%' ORDER BY id")
      .all();
    const version = hash('sha256', JSON.stringify(rows), 'base64url').slice(0, 22);
    if (version === this.#version) return;
    this.#version = version;
    this.#sources = rows.flatMap(({ row, id, config, fields }) => {
      const parsed = sourceConfigSchema.safeParse(JSON.parse(config));
      return parsed.success ? [{ row, id, config: parsed.data, fields: JSON.parse(fields) as string[] }] : [];
    });
    this.#tables = tablesOf(this.#sources);
    this.#makeViews();
  }

  #makeViews(): void {
    const db = this.#db;
    const names = (schema: string, kind: string) =>
      db.prepare<[string], string>(`SELECT name FROM ${schema} WHERE type = ? AND name NOT LIKE 'sqlite_%'`).pluck().all(kind);
    // Views of this connection alone; the database itself stays as it is.
    db.pragma('query_only = OFF');
    try {
      for (const name of names('temp.sqlite_schema', 'view')) db.exec(`DROP VIEW temp."${name.replaceAll('"', '""')}"`);
      const offered = new Set(this.#tables.map(({ name }) => name.toLowerCase()));
      for (const name of names('main.sqlite_schema', 'table')) if (!offered.has(name.toLowerCase())) db.exec(hidingSql(name));
      for (const table of this.#tables) db.exec(viewSql(table));
    } finally {
      db.pragma('query_only = ON');
    }
  }

  #samplesOf({ sourceId, name, columns }: SqlTable): Record<string, unknown>[] {
    const list = columns.map((column) => sqlName(column.name)).join(', ');
    if (sourceId === null) {
      const select = `SELECT ${list} FROM temp.${sqlName(name)} LIMIT ${SAMPLED}`;
      return (APP_TABLES as readonly string[]).includes(name) ? this.#db.prepare<[], Record<string, unknown>>(select).all() : [];
    }
    const row = this.#sources.find(({ id }) => id === sourceId)?.row ?? 0;
    // In the order of the index, as sorting by anything else would read all records.
    const expressions = columns.map(({ expression, name: own }) => `${expression} AS ${sqlName(own)}`).join(', ');
    return this.#db
      .prepare<[number], Record<string, unknown>>(
        `SELECT ${expressions} FROM main.records WHERE source_row = ? AND deleted_at IS NULL ORDER BY id DESC LIMIT ${SAMPLED}`,
      )
      .all(row);
  }
}

/** An example is there to be glanced at. */
function shortened(value: unknown): unknown {
  if (typeof value === 'string' && value.length > 200) return `${value.slice(0, 200)}…`;
  return Buffer.isBuffer(value) ? `${value.length} bytes` : value;
}
