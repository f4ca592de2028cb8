import type { Migration } from './migration.ts';

export const search: Migration = {
  name: 'search',
  sql: `
-- Three letters at a time, so that a text is found wherever it stands. Says which records may hold a text; the records
-- themselves say whether they do. So neither places nor texts are kept here, and what a record held before it changed or
-- was deleted need not be taken out, which FTS5 does a hundred times slower than adding.
CREATE VIRTUAL TABLE record_search USING fts5(
  body, tokenize = 'trigram case_sensitive 1', detail = none, content = '', columnsize = 0
);

-- Records up to this row are in the search, but for those in search_queue. Never above the greatest row, as SQLite gives
-- the row after that to the next record.
CREATE TABLE search_state (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  indexed_row INTEGER NOT NULL,
  outdated INTEGER NOT NULL           -- how many texts are in the search that a record no longer has, at most
) STRICT;
INSERT INTO search_state VALUES (1, 0, 0);

CREATE TABLE search_queue (row INTEGER PRIMARY KEY) STRICT;

CREATE TRIGGER records_searched AFTER UPDATE OF source_row, id, basic, rich ON records
WHEN new.row <= (SELECT indexed_row FROM search_state)
BEGIN
  INSERT OR IGNORE INTO search_queue VALUES (new.row);
END;

CREATE TRIGGER records_unsearched AFTER DELETE ON records
BEGIN
  DELETE FROM search_queue WHERE row = old.row;
  UPDATE search_state SET indexed_row = (SELECT coalesce(max(row), 0) FROM records)
    WHERE indexed_row > (SELECT coalesce(max(row), 0) FROM records);
END;
`,
};
