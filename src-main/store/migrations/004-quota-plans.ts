import type { Migration } from './migration.ts';

export const quotaPlans: Migration = {
  name: 'quota plans',
  sql: `
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
