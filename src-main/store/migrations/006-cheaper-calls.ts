import type { Migration } from './migration.ts';

export const cheaperCalls: Migration = {
  name: 'cheaper calls',
  sql: `
ALTER TABLE sources ADD COLUMN probe_value TEXT;      -- what the probe held when a refresh last succeeded, as a fingerprint
ALTER TABLE sources ADD COLUMN high_water_mark TEXT;  -- the greatest cursor value of an incremental source
`,
};
