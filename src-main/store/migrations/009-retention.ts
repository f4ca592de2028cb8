import type { Migration } from './migration.ts';

export const retention: Migration = {
  name: 'retention',
  sql: `
-- Records that went by a rule and whose own time alone does not say that they are too old: a listing that still holds
-- them must not bring them back.
CREATE TABLE retired (
  source_row INTEGER NOT NULL REFERENCES sources (row),
  id TEXT NOT NULL,
  mark TEXT NOT NULL,                  -- its own time, or else a hash of what it held: with another one it is taken again
  seen_at INTEGER NOT NULL,            -- when it went, or was last seen in a listing
  PRIMARY KEY (source_row, id)
) STRICT, WITHOUT ROWID;

-- What went, by source and rule, one row for each time that the records were gone through.
CREATE TABLE retention_runs (
  row INTEGER PRIMARY KEY,
  source_row INTEGER NOT NULL REFERENCES sources (row),
  at INTEGER NOT NULL,                 -- when the last of them went
  removed INTEGER NOT NULL,
  rule TEXT NOT NULL
) STRICT;
CREATE INDEX retention_runs_by_source ON retention_runs (source_row, row);
`,
};
