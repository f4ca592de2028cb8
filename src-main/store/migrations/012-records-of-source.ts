import type { Migration } from './migration.ts';

export const recordsOfSource: Migration = {
  name: 'records of a source',
  sql: `
-- The records of a source in the order of their rows, so that a listing goes on from its cursor without sorting all of them.
-- Without a condition on deleted_at: every update of a record sets that, and would have to write here too.
CREATE INDEX records_of_source ON records (source_row);
`,
};
