import type { Migration } from './migration.ts';

export const alerts: Migration = {
  name: 'alerts',
  sql: `
CREATE TABLE alerts (
  row INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  body TEXT NOT NULL,                  -- the alert as JSON, without its secret
  snoozed_until INTEGER,
  removed_at INTEGER                   -- removed ones can be brought back for a while
) STRICT;

-- Where an alert stands: of a panel in one row, of sources in one for each.
CREATE TABLE alert_states (
  alert_row INTEGER NOT NULL REFERENCES alerts (row),
  subject TEXT NOT NULL,               -- the id of the source; empty for a panel
  state TEXT NOT NULL,
  PRIMARY KEY (alert_row, subject)
) STRICT, WITHOUT ROWID;

CREATE TABLE alert_messages (
  row INTEGER PRIMARY KEY AUTOINCREMENT,
  alert_row INTEGER NOT NULL REFERENCES alerts (row),
  at INTEGER NOT NULL,
  event TEXT NOT NULL,
  title TEXT NOT NULL,
  words TEXT NOT NULL
) STRICT;
CREATE INDEX alert_messages_by_alert ON alert_messages (alert_row, row);

-- The outbox: what is to be sent is here before it is sent, and stays until it was or is given up.
CREATE TABLE alert_deliveries (
  message_row INTEGER NOT NULL REFERENCES alert_messages (row),
  channel TEXT NOT NULL,
  state TEXT NOT NULL,                 -- waiting, sent or failed
  tries INTEGER NOT NULL,
  at INTEGER NOT NULL,                 -- when it was sent or given up, or is tried next
  problem TEXT,
  PRIMARY KEY (message_row, channel)
) STRICT, WITHOUT ROWID;
CREATE INDEX alert_deliveries_waiting ON alert_deliveries (at) WHERE state = 'waiting';
`,
};
