import type { Migration } from './migration.ts';

// Times are milliseconds since the epoch. Ids that people see are text; tables refer to each other by row.
export const firstLight: Migration = {
  name: 'first light',
  sql: `
CREATE TABLE meta (
  key TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE sources (
  row INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  origin TEXT NOT NULL CHECK (origin IN ('app', 'config', 'demo')),
  config TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  removed_at INTEGER,
  paused_until INTEGER,               -- 9007199254740991: until resumed
  checked_at INTEGER,                 -- last answer, also 304
  changed_at INTEGER,                 -- last answer that brought something new
  data_as_of INTEGER,
  full_at INTEGER,                    -- last fetch without conditions
  failures INTEGER NOT NULL DEFAULT 0,
  failure TEXT,
  obstacle TEXT,
  obstacle_until INTEGER,
  records INTEGER NOT NULL DEFAULT 0,
  version INTEGER NOT NULL DEFAULT 0, -- rises with every change of the records
  fields TEXT NOT NULL DEFAULT '[]'
) STRICT;

CREATE TABLE records (
  row INTEGER PRIMARY KEY,
  source_row INTEGER NOT NULL REFERENCES sources (row),
  id TEXT NOT NULL,
  basic TEXT NOT NULL,                -- JSON, owned by list responses
  rich TEXT,                          -- JSON by field path, owned by enrichment
  time INTEGER,
  first_seen_at INTEGER NOT NULL,
  changed_at INTEGER NOT NULL,
  UNIQUE (source_row, id)
) STRICT;

-- What an upstream said of each page, so that the next call can ask whether anything changed.
CREATE TABLE validators (
  source_row INTEGER NOT NULL REFERENCES sources (row),
  page INTEGER NOT NULL,
  request TEXT NOT NULL,              -- identifies the request, without secrets
  etag TEXT,
  last_modified TEXT,
  body_hash TEXT NOT NULL,
  next TEXT,
  entries INTEGER NOT NULL,
  PRIMARY KEY (source_row, page)
) STRICT, WITHOUT ROWID;

CREATE TABLE refreshes (
  row INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  source_row INTEGER NOT NULL REFERENCES sources (row),
  trigger TEXT NOT NULL,
  started_at INTEGER NOT NULL,
  ended_at INTEGER,
  outcome TEXT,                       -- NULL while it runs
  calls INTEGER NOT NULL DEFAULT 0,
  not_modified INTEGER NOT NULL DEFAULT 0,
  bytes INTEGER NOT NULL DEFAULT 0,
  pages INTEGER NOT NULL DEFAULT 0,
  added INTEGER NOT NULL DEFAULT 0,
  updated INTEGER NOT NULL DEFAULT 0,
  unchanged INTEGER NOT NULL DEFAULT 0,
  rejected INTEGER NOT NULL DEFAULT 0,
  rejections TEXT NOT NULL DEFAULT '[]',
  failure TEXT,
  note TEXT
) STRICT;
CREATE INDEX refreshes_by_source ON refreshes (source_row, row);
CREATE INDEX refreshes_running ON refreshes (row) WHERE outcome IS NULL;

CREATE TABLE decisions (
  row INTEGER PRIMARY KEY,
  source_row INTEGER NOT NULL REFERENCES sources (row),
  at INTEGER NOT NULL,
  action TEXT NOT NULL,
  reason TEXT NOT NULL,
  trigger TEXT,
  due_at INTEGER,
  inputs TEXT NOT NULL
) STRICT;
CREATE INDEX decisions_by_source ON decisions (source_row, row);

-- The quota ledger. A row is written before the call leaves; without status the answer never came.
CREATE TABLE calls (
  row INTEGER PRIMARY KEY,
  source_row INTEGER NOT NULL REFERENCES sources (row),
  refresh_id TEXT,
  at INTEGER NOT NULL,
  status INTEGER,
  bytes INTEGER
) STRICT;
CREATE INDEX calls_by_source ON calls (source_row, at);

-- Totals per UTC day, kept when the calls behind them are gone.
CREATE TABLE days (
  source_row INTEGER NOT NULL REFERENCES sources (row),
  day TEXT NOT NULL,
  calls INTEGER NOT NULL DEFAULT 0,
  not_modified INTEGER NOT NULL DEFAULT 0,
  refused INTEGER NOT NULL DEFAULT 0,
  bytes INTEGER NOT NULL DEFAULT 0,
  fixed_calls INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (source_row, day)
) STRICT, WITHOUT ROWID;
`,
};
