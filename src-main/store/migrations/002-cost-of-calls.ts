import type { Migration } from './migration.ts';

export const costOfCalls: Migration = {
  name: 'cost of calls',
  sql: `
ALTER TABLE calls ADD COLUMN cost REAL NOT NULL DEFAULT 1;
ALTER TABLE sources ADD COLUMN learned_cost REAL;     -- what the last call cost, as the answer said
ALTER TABLE sources ADD COLUMN lifetime_ms INTEGER;   -- how long the server says that an answer stays good
CREATE INDEX records_by_time ON records (source_row, time) WHERE time IS NOT NULL;
`,
};
