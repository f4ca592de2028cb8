import type { Migration } from './migration.ts';

export const dashboards: Migration = {
  name: 'dashboards',
  sql: `
CREATE TABLE dashboards (
  row INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  position INTEGER NOT NULL,           -- in the order of the screen; equal ones go by row
  version INTEGER NOT NULL,            -- rises with every change
  body TEXT NOT NULL,                  -- JSON, as it is exported
  changed_at INTEGER NOT NULL,
  removed_at INTEGER                   -- kept for a while, so that it can be brought back
) STRICT;

-- What dashboards were before they were changed, for undo.
CREATE TABLE dashboard_versions (
  dashboard_row INTEGER NOT NULL REFERENCES dashboards (row) ON DELETE CASCADE,
  version INTEGER NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (dashboard_row, version)
) STRICT, WITHOUT ROWID;

-- How long somebody looked at a panel that has a freshness target, by UTC day, and for how much of that it was too old.
CREATE TABLE panel_looks (
  dashboard_row INTEGER NOT NULL REFERENCES dashboards (row) ON DELETE CASCADE,
  panel_id TEXT NOT NULL,
  day TEXT NOT NULL,
  looked_ms INTEGER NOT NULL,
  late_ms INTEGER NOT NULL,
  PRIMARY KEY (dashboard_row, panel_id, day)
) STRICT, WITHOUT ROWID;
`,
};
