import type { Migration } from './migration.ts';

export const changeLog: Migration = {
  name: 'change log',
  sql: `
ALTER TABLE records ADD COLUMN hash TEXT;             -- of basic; NULL until the record is merged again
ALTER TABLE records ADD COLUMN seen_at INTEGER;       -- the last answer that held it by itself, beside the last listing
ALTER TABLE records ADD COLUMN listed INTEGER NOT NULL DEFAULT 0;  -- 1: the last whole listing held it, see sources.listed_at
ALTER TABLE records ADD COLUMN added_from INTEGER;    -- as record_changes.origin; NULL: older than the log
ALTER TABLE records ADD COLUMN added_by TEXT;         -- the refresh that added it
ALTER TABLE records ADD COLUMN last_change INTEGER NOT NULL DEFAULT 0;  -- the row of record_changes that holds its last change; it may be pruned
ALTER TABLE records ADD COLUMN changes INTEGER NOT NULL DEFAULT 0;      -- how many there were, also those that were pruned
CREATE INDEX records_listed ON records (source_row) WHERE listed = 1;
ALTER TABLE sources ADD COLUMN listed_at INTEGER;     -- the last listing that was answered as a whole

-- Changes of records, many to a row: a row for each of them would cost as much as the records themselves.
-- Each names the row that holds the one before of the same record. An addition is none: the record itself says it.
CREATE TABLE record_changes (
  row INTEGER PRIMARY KEY AUTOINCREMENT,
  source_row INTEGER NOT NULL REFERENCES sources (row),
  at INTEGER NOT NULL,
  origin INTEGER NOT NULL,             -- 0 list, 1 detail, 2 push
  refresh_id TEXT,
  count INTEGER NOT NULL,
  entries TEXT NOT NULL                -- JSON: what each record was before, see change-entries.ts
) STRICT;
CREATE INDEX record_changes_by_source ON record_changes (source_row, row);

-- How far back the log of a source goes, where that is not to its beginning, and how many changes it holds.
CREATE TABLE change_logs (
  source_row INTEGER PRIMARY KEY REFERENCES sources (row),
  since INTEGER,                       -- every change after this moment is kept
  changes INTEGER NOT NULL DEFAULT 0
) STRICT;
INSERT INTO change_logs (source_row, since) SELECT row, CAST(unixepoch('subsec') * 1000 AS INTEGER) FROM sources;
`,
};
