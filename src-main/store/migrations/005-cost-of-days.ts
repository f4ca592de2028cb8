import type { Migration } from './migration.ts';

// The ledger keeps calls for 62 days. Calls that are gone left before calls had a cost, when each counted 1.
export const costOfDays: Migration = {
  name: 'cost of days',
  sql: `
ALTER TABLE days ADD COLUMN cost REAL NOT NULL DEFAULT 0;       -- what the calls cost, in the unit of the source's windows
ALTER TABLE days ADD COLUMN fixed_cost REAL NOT NULL DEFAULT 0; -- what the calls of fixed polling would have cost
WITH kept AS (
  SELECT source_row, date(at / 1000, 'unixepoch') AS day, count(*) AS calls, sum(cost) AS cost FROM calls GROUP BY 1, 2
)
UPDATE days SET cost = coalesce(
  (SELECT kept.cost + max(0, days.calls - kept.calls) FROM kept WHERE kept.source_row = days.source_row AND kept.day = days.day),
  days.calls
);
UPDATE days SET fixed_cost = fixed_calls * CASE WHEN calls > 0 THEN cost / calls ELSE 1 END;
`,
};
