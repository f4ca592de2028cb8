import type { Failure, SourceConfig, SourceOrigin } from '../../src-preload/contract/index.ts';
import { sourceConfigSchema } from '../../src-preload/contract/index.ts';
import type { Db } from './database.ts';
import { fromColumn, toColumn } from './rows.ts';

/** What is kept of a source besides its records. Times are milliseconds since the epoch, `Infinity` for good. */
export interface StoredSource {
  row: number;
  id: string;
  origin: SourceOrigin;
  /** Without secrets: they are in the secret store. */
  config: SourceConfig;
  createdAt: number;
  removedAt: number | null;
  state: SourceState;
}

export interface SourceState {
  pausedUntil: number | null;
  checkedAt: number | null;
  changedAt: number | null;
  dataAsOf: number | null;
  fullAt: number | null;
  failures: number;
  failure: Failure | null;
  obstacle: { kind: 'needs-fix' | 'server-said-wait' | 'backing-off' | 'quarantined' | 'cancelled'; until: number } | null;
  records: number;
  version: number;
  fields: string[];
  /** What the last call cost, as the answer said; `null` until one did. */
  learnedCost: number | null;
  /** How long an answer stays good, as the server said, milliseconds; `null` where it said nothing. */
  lifetimeMs: number | null;
  /** What the probe held when a refresh last succeeded; `null` when that is not known. */
  probeValue: string | null;
  /** The greatest cursor value of an incremental source: milliseconds since the epoch, or text; `null` while there is none. */
  mark: string | null;
}

interface Row {
  row: number;
  id: string;
  origin: SourceOrigin;
  config: string;
  created_at: number;
  removed_at: number | null;
  paused_until: number | null;
  checked_at: number | null;
  changed_at: number | null;
  data_as_of: number | null;
  full_at: number | null;
  failures: number;
  failure: string | null;
  obstacle: 'needs-fix' | 'server-said-wait' | 'backing-off' | 'quarantined' | 'cancelled' | null;
  obstacle_until: number | null;
  records: number;
  version: number;
  fields: string;
  learned_cost: number | null;
  lifetime_ms: number | null;
  probe_value: string | null;
  high_water_mark: string | null;
}

/** A config as it was stored, with the usual values of settings that have come since. */
function configOf(text: string): SourceConfig {
  const stored: unknown = JSON.parse(text);
  const parsed = sourceConfigSchema.safeParse(stored);
  return parsed.success ? parsed.data : (stored as SourceConfig);
}

const fromRow = (row: Row): StoredSource => ({
  row: row.row,
  id: row.id,
  origin: row.origin,
  config: configOf(row.config),
  createdAt: row.created_at,
  removedAt: row.removed_at,
  state: {
    pausedUntil: fromColumn(row.paused_until),
    checkedAt: row.checked_at,
    changedAt: row.changed_at,
    dataAsOf: row.data_as_of,
    fullAt: row.full_at,
    failures: row.failures,
    failure: row.failure === null ? null : (JSON.parse(row.failure) as Failure),
    obstacle: row.obstacle === null ? null : { kind: row.obstacle, until: fromColumn(row.obstacle_until) ?? Infinity },
    records: row.records,
    version: row.version,
    fields: JSON.parse(row.fields) as string[],
    learnedCost: row.learned_cost,
    lifetimeMs: row.lifetime_ms,
    probeValue: row.probe_value,
    mark: row.high_water_mark,
  },
});

/** The sources table. */
export function sourcesTable(db: Db) {
  const all = db.prepare<[], Row>('SELECT * FROM sources WHERE removed_at IS NULL ORDER BY row');
  const withRemoved = db.prepare<[], Row>('SELECT * FROM sources ORDER BY row');
  const byId = db.prepare<[string], Row>('SELECT * FROM sources WHERE id = ?');
  const insert = db.prepare<[string, string, string, number]>('INSERT INTO sources (id, origin, config, created_at) VALUES (?, ?, ?, ?)');
  const setConfig = db.prepare<[string, string, number]>('UPDATE sources SET config = ?, origin = ?, removed_at = NULL WHERE row = ?');
  const setRemoved = db.prepare<[number, number]>('UPDATE sources SET removed_at = ? WHERE row = ?');
  const setState = db.prepare(`
    UPDATE sources SET paused_until = @pausedUntil, checked_at = @checkedAt, changed_at = @changedAt, data_as_of = @dataAsOf,
      full_at = @fullAt, failures = @failures, failure = @failure, obstacle = @obstacle, obstacle_until = @obstacleUntil,
      records = @records, version = @version, fields = @fields, learned_cost = @learnedCost, lifetime_ms = @lifetimeMs,
      probe_value = @probeValue, high_water_mark = @mark
    WHERE row = @row`);
  const forget = db.prepare<[number]>('DELETE FROM validators WHERE source_row = ?');
  const expired = db.prepare<[number], { row: number; id: string }>('SELECT row, id FROM sources WHERE removed_at < ?');
  const purge = [
    'records',
    'validators',
    'refreshes',
    'decisions',
    'calls',
    'days',
    'detail_requests',
    'enriching',
    'record_changes',
    'change_logs',
    'retired',
    'retention_runs',
  ].map((table) => db.prepare<[number]>(`DELETE FROM ${table} WHERE source_row = ?`));
  const drop = db.prepare<[number]>('DELETE FROM sources WHERE row = ?');
  // SQLite gives the number of the highest record that went to the next one, which would then pass for one that was seen.
  const clamp = db.prepare('UPDATE detail_requests SET seen_row = min(seen_row, (SELECT coalesce(max(row), 0) FROM records))');

  return {
    all: (): StoredSource[] => all.all().map(fromRow),

    /** Also those that were removed and can be brought back. */
    withRemoved: (): StoredSource[] => withRemoved.all().map(fromRow),

    /** Also finds removed sources. */
    find(id: string): StoredSource | null {
      const row = byId.get(id);
      return row === undefined ? null : fromRow(row);
    },

    /** Adds a source. Throws when the id is taken. */
    add(config: SourceConfig, origin: SourceOrigin, now: number): StoredSource {
      insert.run(config.id, origin, JSON.stringify(config), now);
      const row = byId.get(config.id);
      if (row === undefined) throw new Error(`source ${config.id} was not stored`);
      return fromRow(row);
    },

    /** Changes a source, bringing it back if it was removed. What the upstream said before no longer holds. */
    change: db.transaction((row: number, config: SourceConfig, origin: SourceOrigin): void => {
      setConfig.run(JSON.stringify(config), origin, row);
      forget.run(row);
    }),

    /** Changes what has no bearing on the data, bringing the source back if it was removed. */
    changeSettings(row: number, config: SourceConfig, origin: SourceOrigin): void {
      setConfig.run(JSON.stringify(config), origin, row);
    },

    /** Marks a source as removed; its records stay until `purgeRemoved`. */
    remove(row: number, now: number): void {
      setRemoved.run(now, row);
    },

    saveState(row: number, state: SourceState): void {
      setState.run({
        row,
        pausedUntil: toColumn(state.pausedUntil),
        checkedAt: toColumn(state.checkedAt),
        changedAt: toColumn(state.changedAt),
        dataAsOf: toColumn(state.dataAsOf),
        fullAt: toColumn(state.fullAt),
        failures: state.failures,
        failure: state.failure === null ? null : JSON.stringify(state.failure),
        obstacle: state.obstacle?.kind ?? null,
        obstacleUntil: toColumn(state.obstacle?.until ?? null),
        records: state.records,
        version: state.version,
        fields: JSON.stringify(state.fields),
        learnedCost: state.learnedCost,
        lifetimeMs: state.lifetimeMs,
        probeValue: state.probeValue,
        mark: state.mark,
      });
    },

    /** Deletes for good what was removed before `before`; gives the ids. */
    purgeRemoved: db.transaction((before: number): string[] => {
      const gone = expired.all(before);
      for (const { row } of gone) {
        for (const statement of purge) statement.run(row);
        drop.run(row);
      }
      if (gone.length > 0) clamp.run();
      return gone.map(({ id }) => id);
    }),
  };
}
