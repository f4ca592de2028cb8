import type { Migration } from './migration.ts';

export const deletedUpstream: Migration = {
  name: 'deleted upstream',
  sql: `
ALTER TABLE records ADD COLUMN deleted_at INTEGER;    -- when the upstream was seen to have deleted it; the record is kept
CREATE INDEX records_deleted ON records (source_row) WHERE deleted_at IS NOT NULL;
ALTER TABLE refreshes ADD COLUMN deleted INTEGER NOT NULL DEFAULT 0;
`,
};
