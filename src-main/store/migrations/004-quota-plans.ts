import type { Migration } from './migration.ts';

export const quotaPlans: Migration = {
  name: 'quota plans and told limits',
  sql: `
-- Limits as the last answer told them. Calls with a row after call_row were made since.
CREATE TABLE told_limits (
  source_row INTEGER NOT NULL REFERENCES sources (row),
  name TEXT NOT NULL,
  per TEXT,
  call_limit REAL,
  remaining REAL NOT NULL,
  resets_at INTEGER NOT NULL,
  call_row INTEGER NOT NULL,
  PRIMARY KEY (source_row, name)
) STRICT, WITHOUT ROWID;

-- Where the plan of a window began. A log is that of a key, or of a source without one.
CREATE TABLE quota_plans (
  log TEXT NOT NULL,
  quota_window TEXT NOT NULL,
  at INTEGER NOT NULL,
  remaining REAL NOT NULL,
  resets_at INTEGER NOT NULL,
  PRIMARY KEY (log, quota_window)
) STRICT, WITHOUT ROWID;
`,
};
