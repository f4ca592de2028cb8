import type { Db } from './database.ts';

/** How long somebody looked at a panel on one UTC day, and for how much of that its data were too old. Milliseconds. */
export interface PanelLook {
  day: string;
  lookedMs: number;
  lateMs: number;
}

/** How long panels with a freshness target were looked at, by day. */
export function panelLooksTable(db: Db) {
  const add = db.prepare<[number, string, string, number, number]>(
    `INSERT INTO panel_looks VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET
     looked_ms = looked_ms + excluded.looked_ms, late_ms = late_ms + excluded.late_ms`,
  );
  const since = db.prepare<[number, string, string], PanelLook>(
    'SELECT day, looked_ms AS lookedMs, late_ms AS lateMs FROM panel_looks WHERE dashboard_row = ? AND panel_id = ? AND day >= ? ORDER BY day',
  );
  const prune = db.prepare<[string]>('DELETE FROM panel_looks WHERE day < ?');
  return {
    add: (dashboardRow: number, panelId: string, { day, lookedMs, lateMs }: PanelLook): void =>
      void add.run(dashboardRow, panelId, day, Math.round(lookedMs), Math.round(lateMs)),

    /** From `day` on, the oldest first. */
    since: (dashboardRow: number, panelId: string, day: string): PanelLook[] => since.all(dashboardRow, panelId, day),

    /** Forgets what was before `day`. */
    prune: (day: string): void => void prune.run(day),
  };
}
