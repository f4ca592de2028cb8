import Database from 'better-sqlite3';
import { migrations } from '../../src-main/store/migrations/index.ts';

type Value = string | number | null;
type Row = Record<string, Value>;

const MINUTE_MS = 60_000;
const DAY_MS = 1_440 * MINUTE_MS;

/** The moment at which the data ends unless told otherwise, milliseconds since the epoch. */
export const WRITTEN_AT = Date.parse('2026-11-20T12:00:00Z');

export interface OldDatabaseOptions {
  /** How many records the larger source has. */
  records?: number;
  /** The moment at which the data ends, milliseconds since the epoch. */
  writtenAt?: number;
  /** Where the upstream of the sources is, without a slash at the end. */
  upstreamUrl?: string;
}

/** Settings as they were stored when an application of that schema saved them. */
function configs(schema: number, upstreamUrl: string): { odds: object; rides: object; old: object } {
  const base = {
    method: 'GET',
    headers: {},
    query: {},
    auth: { kind: 'none' },
    list: '',
    idField: 'id',
    richFields: [],
    computed: {},
    paging: { kind: 'none' },
    policy: { preset: 'manual' },
    timeoutSeconds: 30,
    maxBodyMebibytes: 64,
  };
  const quota = { windows: [{ per: 'day', limit: 500, align: 'sliding' }], reserveForManualPercent: 10 };
  const details = { url: '/rides/{id}', fields: { calories: 'calories', 'weather.wind': 'wind' } };
  return {
    odds: { id: 'odds', name: 'Odds', url: `${upstreamUrl}/odds`, ...base, quota },
    rides: {
      id: 'rides',
      name: 'Rides',
      url: `${upstreamUrl}/rides`,
      ...base,
      quota: { windows: [], reserveForManualPercent: 10 },
      timeField: 'start',
      ...(schema >= 7 ? { enrichment: { requests: [details], everySeconds: 60 } } : { richFields: ['calories', 'weather.wind'] }),
      ...(schema >= 9 ? { retention: { olderThanDays: 3_000 } } : {}),
    },
    old: { id: 'old', name: 'Old', url: `${upstreamUrl}/old`, ...base, quota },
  };
}

const inputs = {
  checkedAt: '2026-11-20T11:00:00.000Z',
  ageSeconds: 900,
  preset: 'manual',
  active: true,
  lookingSince: '2026-11-20T10:50:00.000Z',
  lastLookedAt: '2026-11-20T11:00:00.000Z',
  intervalSeconds: null,
  staleSeconds: 1_800,
  failures: 0,
  untilAt: null,
  quotaRemaining: 480,
};

/** What every table holds, in the words of the newest schema; a schema that knows less takes what it knows. */
function contents(
  schema: number,
  { records = 60, upstreamUrl = 'http://127.0.0.1:9', writtenAt = WRITTEN_AT }: OldDatabaseOptions,
): Record<string, Row[]> {
  const { odds, rides, old } = configs(schema, upstreamUrl);
  const at = (minutesBefore: number) => writtenAt - minutesBefore * MINUTE_MS;
  const day = (daysBefore: number) => new Date(writtenAt - daysBefore * DAY_MS).toISOString().slice(0, 10);
  const numbers = Array.from({ length: records }, (_, number) => number);
  const source = (row: number, config: object, more: Row): Row => ({
    row,
    id: (config as { id: string }).id,
    origin: 'app',
    config: JSON.stringify(config),
    created_at: at(20_000),
    checked_at: at(15),
    changed_at: at(30),
    data_as_of: at(16),
    full_at: at(30),
    ...more,
  });
  const failure = { code: 'server-error', message: 'The server answered 503.', advice: 'Wait.' };
  return {
    meta: [{ key: 'demo', value: 'left' }],
    sources: [
      source(1, odds, { records, version: 4, fields: '["id","price","team.name"]', learned_cost: 2, lifetime_ms: 60_000 }),
      source(2, rides, { records: 9, version: 7, fields: '["id","start","calories"]', paused_until: Number.MAX_SAFE_INTEGER }),
      source(3, old, { records: 1, removed_at: at(100), failures: 2, failure: JSON.stringify(failure) }),
    ],
    records: [
      ...numbers.map((number) => ({
        row: number + 1,
        source_row: 1,
        id: `game-${number}`,
        basic: JSON.stringify({ id: `game-${number}`, price: number / 7, team: { name: `Team ${number} é 漢字` }, text: 'x'.repeat(120) }),
        rich: null,
        time: null,
        first_seen_at: at(3_000 + number),
        changed_at: at(30 + number),
      })),
      ...Array.from({ length: 10 }, (_, number) => ({
        row: records + 1 + number,
        source_row: 2,
        id: `ride/${number}`,
        basic: JSON.stringify({ id: `ride/${number}`, start: new Date(at(number * 1_440)).toISOString(), name: `Ride "${number}"` }),
        rich: number < 6 ? JSON.stringify({ calories: number * 100, 'weather.wind': number % 2 === 0 ? null : [1, { gust: 9 }] }) : null,
        time: at(number * 1_440),
        first_seen_at: at(number * 1_440),
        changed_at: at(number * 1_440),
        deleted_at: number === 9 ? at(10) : null,
      })),
      {
        row: records + 11,
        source_row: 3,
        id: 'kept',
        basic: '{"id":"kept"}',
        rich: null,
        time: null,
        first_seen_at: at(500),
        changed_at: at(500),
      },
    ],
    validators: [
      { source_row: 1, page: 0, request: 'r1', etag: '"e1"', last_modified: null, body_hash: 'h1', next: null, entries: records },
      { source_row: 2, page: 0, request: 'r2', etag: null, last_modified: 'Fri, 20 Nov 2026', body_hash: 'h2', next: null, entries: 10 },
    ],
    refreshes: [
      {
        row: 1,
        id: 'R1',
        source_row: 1,
        trigger: 'manual',
        started_at: at(31),
        ended_at: at(30),
        outcome: 'changed',
        calls: 1,
        added: records,
      },
      {
        row: 2,
        id: 'R2',
        source_row: 1,
        trigger: 'schedule',
        started_at: at(16),
        ended_at: at(15),
        outcome: 'failed',
        calls: 4,
        failure: JSON.stringify(failure),
        rejections: JSON.stringify([{ reason: 'no id', count: 2, example: 'entry 3' }]),
        note: 'A note.',
      },
      {
        row: 3,
        id: 'R3',
        source_row: 2,
        trigger: 'open',
        started_at: at(15),
        ended_at: at(15),
        outcome: 'unchanged',
        not_modified: 1,
        calls: 1,
      },
    ],
    decisions: [
      {
        row: 1,
        source_row: 1,
        at: at(31),
        action: 'refresh',
        reason: 'asked',
        trigger: 'manual',
        due_at: null,
        inputs: JSON.stringify(inputs),
      },
      { row: 2, source_row: 2, at: at(15), action: 'wait', reason: 'paused', trigger: null, due_at: null, inputs: JSON.stringify(inputs) },
    ],
    calls: [
      { row: 1, source_row: 1, refresh_id: 'R1', at: at(31), status: 200, bytes: 9_000, cost: 2 },
      { row: 2, source_row: 1, refresh_id: 'R2', at: at(16), status: 503, bytes: 0, cost: 1 },
      // On its way when the process ended.
      { row: 3, source_row: 1, refresh_id: 'R2', at: at(15), status: null, bytes: null, cost: 1 },
      { row: 4, source_row: 2, refresh_id: 'R3', at: at(15), status: 304, bytes: 0, cost: 1 },
      { row: 5, source_row: 2, refresh_id: null, at: at(14), status: 200, bytes: 100, cost: 1, detail: 1 },
    ],
    days: [
      {
        source_row: 1,
        day: day(1),
        calls: 12,
        not_modified: 3,
        refused: 1,
        bytes: 99_000,
        fixed_calls: 288,
        cost: 14,
        fixed_cost: 336,
      },
      { source_row: 1, day: day(0), calls: 3, not_modified: 0, refused: 0, bytes: 9_000, fixed_calls: 144, cost: 4, fixed_cost: 192 },
      { source_row: 2, day: day(0), calls: 2, not_modified: 1, refused: 0, bytes: 100, fixed_calls: 144, cost: 2, fixed_cost: 144 },
    ],
    quota_plans: [{ log: 'source:odds', quota_window: 'day:500', at: at(600), remaining: 480.5, resets_at: writtenAt + DAY_MS }],
    enriching: [{ source_row: 2, paused: 1, rest: 'backing-off', rest_until: at(-5), failures: 1, failure: JSON.stringify(failure) }],
    detail_requests: [{ row: 1, source_row: 2, request: 'hash of what is asked for', seen_row: records + 10, young_ms: 21 * DAY_MS }],
    enrichments: Array.from({ length: 9 }, (_, number) => ({
      record_row: records + 1 + number,
      request_row: 1,
      state: number < 6 ? 2 : 1,
      time: at(number * 1_440),
      tries: number < 6 ? 0 : 1,
      next_at: number < 6 ? 0 : at(-600),
    })),
    retired: [{ source_row: 2, id: 'ride/gone', mark: '1700000000000', seen_at: at(60) }],
    retention_runs: [{ row: 1, source_row: 2, at: at(60), removed: 1, rule: '{"olderThanDays":3000}' }],
  };
}

const columnsOf = (db: Database.Database, table: string) =>
  db.prepare<[string], string>('SELECT name FROM pragma_table_info(?)').pluck().all(table);

/**
 * Makes a database as an application of an earlier schema left it: by its migrations, and with data in all of its tables.
 * Closed, in one file. `schema`: how many migrations it knew.
 */
export function makeOldDatabase(file: string, schema: number, options: OldDatabaseOptions = {}): void {
  const db = new Database(file);
  try {
    // Databases could not be made smaller in steps before the schema of retention.
    if (schema >= 9) db.pragma('auto_vacuum = INCREMENTAL');
    db.pragma('journal_mode = WAL');
    for (const { sql } of migrations.slice(0, schema)) db.exec(sql);
    db.pragma(`user_version = ${schema}`);
    db.transaction(() => {
      for (const [table, rows] of Object.entries(contents(schema, options))) {
        const known = columnsOf(db, table);
        if (known.length === 0) continue;
        for (const row of rows) {
          const names = Object.keys(row).filter((name) => known.includes(name));
          const values = names.map((name) => row[name]);
          db.prepare(`INSERT INTO ${table} (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})`).run(...values);
        }
      }
    })();
  } finally {
    db.close();
  }
}

/** All rows of all tables, but for those of the search, which are made from the others. */
export function rowsOf(file: string): Record<string, Row[]> {
  const db = new Database(file, { readonly: true });
  try {
    const tables = db
      .prepare<[], string>(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'record_search%' AND name NOT LIKE 'search_%'",
      )
      .pluck()
      .all();
    return Object.fromEntries(tables.map((table) => [table, db.prepare<[], Row>(`SELECT * FROM ${table} ORDER BY 1, 2`).all()]));
  } finally {
    db.close();
  }
}
