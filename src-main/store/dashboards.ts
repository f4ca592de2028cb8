import type { Dashboard } from '../../src-preload/contract/index.ts';
import { dashboardSchema } from '../../src-preload/contract/index.ts';
import type { Db } from './database.ts';

/** A dashboard as it is kept. Times are milliseconds since the epoch. */
export interface KeptDashboard {
  row: number;
  dashboard: Dashboard;
  version: number;
  changedAt: number;
  removedAt: number | null;
  /** How many changes can be taken back. */
  undoable: number;
}

interface Row {
  row: number;
  id: string;
  version: number;
  body: string;
  changed_at: number;
  removed_at: number | null;
  undoable: number;
}

/** So many versions of before are kept of each dashboard. */
const KEPT_VERSIONS = 20;

/** A dashboard as it was stored, with the usual values of settings that have come since. */
function dashboardOf(body: string): Dashboard {
  const stored: unknown = JSON.parse(body);
  const parsed = dashboardSchema.safeParse(stored);
  return parsed.success ? parsed.data : (stored as Dashboard);
}

const fromRow = (row: Row): KeptDashboard => ({
  row: row.row,
  dashboard: dashboardOf(row.body),
  version: row.version,
  changedAt: row.changed_at,
  removedAt: row.removed_at,
  undoable: row.undoable,
});

const SELECT =
  'SELECT d.row, d.id, d.version, d.body, d.changed_at, d.removed_at, (SELECT count(*) FROM dashboard_versions AS v WHERE v.dashboard_row = d.row) AS undoable FROM dashboards AS d';

/** Dashboards, with what they were before they were last changed. */
export function dashboardsTable(db: Db) {
  const all = db.prepare<[], Row>(`${SELECT} WHERE removed_at IS NULL ORDER BY position, row`);
  const byId = db.prepare<[string], Row>(`${SELECT} WHERE id = ?`);
  const insert = db.prepare<[string, string, number]>(
    'INSERT INTO dashboards (id, position, version, body, changed_at) VALUES (?, (SELECT coalesce(max(position), 0) + 1 FROM dashboards), 1, ?, ?)',
  );
  const keep = db.prepare<[number]>(
    'INSERT OR REPLACE INTO dashboard_versions (dashboard_row, version, body) SELECT row, version, body FROM dashboards WHERE row = ?',
  );
  const prune = db.prepare<[{ row: number; keep: number }]>(
    `DELETE FROM dashboard_versions WHERE dashboard_row = @row AND version <=
     (SELECT version FROM dashboard_versions WHERE dashboard_row = @row ORDER BY version DESC LIMIT 1 OFFSET @keep)`,
  );
  const change = db.prepare<[string, number, number]>(
    'UPDATE dashboards SET body = ?, version = version + 1, changed_at = ?, removed_at = NULL WHERE row = ?',
  );
  const setRemoved = db.prepare<[number | null, number]>('UPDATE dashboards SET removed_at = ?, version = version + 1 WHERE row = ?');
  const last = db.prepare<[number], { version: number; body: string }>(
    'SELECT version, body FROM dashboard_versions WHERE dashboard_row = ? ORDER BY version DESC LIMIT 1',
  );
  const forget = db.prepare<[number, number]>('DELETE FROM dashboard_versions WHERE dashboard_row = ? AND version = ?');
  const place = db.prepare<[number, string]>('UPDATE dashboards SET position = ? WHERE id = ?');
  const purge = db.prepare<[number]>('DELETE FROM dashboards WHERE removed_at < ?');

  const find = (id: string): KeptDashboard | null => {
    const row = byId.get(id);
    return row === undefined ? null : fromRow(row);
  };
  const must = (id: string): KeptDashboard => {
    const found = find(id);
    if (found === null) throw new Error(`dashboard ${id} is not there`);
    return found;
  };

  return {
    /** In the order of the screen, without those that were removed. */
    all: (): KeptDashboard[] => all.all().map(fromRow),

    /** Also finds removed ones. */
    find,

    /** Adds a dashboard as the last one. One that was removed and has its id becomes its past. */
    add: db.transaction((dashboard: Dashboard, now: number): KeptDashboard => {
      const before = byId.get(dashboard.id);
      if (before === undefined) insert.run(dashboard.id, JSON.stringify(dashboard), now);
      else {
        keep.run(before.row);
        change.run(JSON.stringify(dashboard), now, before.row);
      }
      return must(dashboard.id);
    }),

    /** Changes a dashboard as a whole; what it was is kept for undo. */
    replace: db.transaction((row: number, dashboard: Dashboard, now: number): KeptDashboard => {
      keep.run(row);
      change.run(JSON.stringify(dashboard), now, row);
      prune.run({ row, keep: KEPT_VERSIONS });
      return must(dashboard.id);
    }),

    remove: (row: number, now: number): void => void setRemoved.run(now, row),

    /** Takes back a removal, or else the last change. `null` when there is nothing to take back. */
    undo: db.transaction((id: string, now: number): KeptDashboard | null => {
      const stored = byId.get(id);
      if (stored === undefined) return null;
      if (stored.removed_at !== null) {
        setRemoved.run(null, stored.row);
        return must(id);
      }
      const before = last.get(stored.row);
      if (before === undefined) return null;
      change.run(before.body, now, stored.row);
      forget.run(stored.row, before.version);
      return must(id);
    }),

    /** Puts these first, in this order. */
    arrange: db.transaction((ids: readonly string[]): void => {
      const named = new Set(ids);
      const others = all.all().flatMap(({ id }) => (named.has(id) ? [] : [id]));
      for (const [index, id] of [...named, ...others].entries()) place.run(index + 1, id);
    }),

    /** Deletes for good what was removed before `before`. */
    purgeRemoved: (before: number): number => purge.run(before).changes,
  };
}
