import type { Migration } from './migration.ts';

export const enrichment: Migration = {
  name: 'enrichment',
  sql: `
ALTER TABLE calls ADD COLUMN detail INTEGER NOT NULL DEFAULT 0;  -- 1: for the details of records
CREATE INDEX calls_for_details ON calls (source_row, at) WHERE detail = 1;

-- How the enrichment of a source stands, where it is more than "nothing special".
CREATE TABLE enriching (
  source_row INTEGER PRIMARY KEY REFERENCES sources (row),
  paused INTEGER NOT NULL,
  rest TEXT,
  rest_until INTEGER,
  failures INTEGER NOT NULL,
  failure TEXT
) STRICT;

CREATE TABLE detail_requests (
  row INTEGER PRIMARY KEY,
  source_row INTEGER NOT NULL REFERENCES sources (row),
  request TEXT NOT NULL,               -- a hash of what is asked for and kept; another one is asked anew
  seen_row INTEGER NOT NULL,           -- records up to this row are in enrichments, if they are young enough
  young_ms INTEGER NOT NULL,
  unused_since INTEGER,                -- when it fell out of the settings; kept a while, for who takes that back
  UNIQUE (source_row, request)
) STRICT;

-- One row for each record that is, was or will be asked about.
CREATE TABLE enrichments (
  record_row INTEGER NOT NULL REFERENCES records (row) ON DELETE CASCADE,
  request_row INTEGER NOT NULL REFERENCES detail_requests (row) ON DELETE CASCADE,
  state INTEGER NOT NULL,              -- 0 due, 1 rests until next_at, 2 answered, 3 given up
  time INTEGER NOT NULL,               -- of the record: its own, or else when it was first seen
  tries INTEGER NOT NULL DEFAULT 0,    -- that failed
  next_at INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (record_row, request_row)
) STRICT, WITHOUT ROWID;
CREATE INDEX enrichments_by_state ON enrichments (request_row, state, time);
CREATE INDEX enrichments_resting ON enrichments (request_row, next_at) WHERE state = 1;

-- The time of a record decides whether it is young enough, and which comes first. changed_at is the moment of the change.
CREATE TRIGGER records_moved AFTER UPDATE OF time ON records
WHEN new.time IS NOT old.time AND EXISTS (SELECT 1 FROM detail_requests WHERE source_row = new.source_row)
BEGIN
  UPDATE enrichments SET time = coalesce(new.time, new.first_seen_at) WHERE record_row = new.row;
  INSERT OR IGNORE INTO enrichments (record_row, request_row, state, time)
    SELECT new.row, row, 0, coalesce(new.time, new.first_seen_at) FROM detail_requests
    WHERE source_row = new.source_row AND unused_since IS NULL AND seen_row >= new.row AND new.deleted_at IS NULL
      AND coalesce(new.time, new.first_seen_at) >= new.changed_at - young_ms;
END;

-- A record that was deleted upstream is not asked about; one that comes back is, unless it was answered before.
CREATE TRIGGER records_gone AFTER UPDATE OF deleted_at ON records
WHEN (new.deleted_at IS NULL) <> (old.deleted_at IS NULL) AND EXISTS (SELECT 1 FROM detail_requests WHERE source_row = new.source_row)
BEGIN
  DELETE FROM enrichments WHERE new.deleted_at IS NOT NULL AND record_row = new.row AND state IN (0, 1);
  INSERT OR IGNORE INTO enrichments (record_row, request_row, state, time)
    SELECT new.row, row, 0, coalesce(new.time, new.first_seen_at) FROM detail_requests
    WHERE new.deleted_at IS NULL AND source_row = new.source_row AND unused_since IS NULL AND seen_row >= new.row
      AND coalesce(new.time, new.first_seen_at) >= new.changed_at - young_ms;
END;
`,
};
