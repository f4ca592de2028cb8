import type { Db } from './database.ts';

/** What a source cost in one UTC day. */
export interface DayTotals {
  calls: number;
  notModified: number;
  /** Calls that the quota did not let leave. */
  refused: number;
  bytes: number;
  /** What the calls cost, in the unit of the source's windows. */
  cost: number;
  /** Calls that fixed polling would have made while Freshet ran. */
  fixedCalls: number;
  /** What those would have cost: each as much as a call of the source cost when it was counted. */
  fixedCost: number;
}

export const NO_TOTALS: Readonly<DayTotals> = { calls: 0, notModified: 0, refused: 0, bytes: 0, cost: 0, fixedCalls: 0, fixedCost: 0 };

/** A price of one source, as what it spent is turned into money. */
export interface PricedRow {
  row: number;
  currency: string;
  perUnit: number;
}

/** UTC days, YYYY-MM-DD, both included. */
export interface DaySpan {
  from: string;
  to: string;
}

const DAY_MS = 86_400_000;
let lastDay = { number: Number.NaN, text: '' };

/** The UTC day of a moment, YYYY-MM-DD. */
export function dayOf(ms: number): string {
  const number = Math.floor(ms / DAY_MS);
  // Asked for every source and call, and nearly always of the same day.
  if (number !== lastDay.number) lastDay = { number, text: new Date(ms).toISOString().slice(0, 10) };
  return lastDay.text;
}

const SUMS = `sum(calls) AS calls, sum(not_modified) AS notModified, sum(refused) AS refused, sum(bytes) AS bytes, sum(cost) AS cost,
  sum(fixed_calls) AS fixedCalls, sum(fixed_cost) AS fixedCost`;
const CHOSEN = 'source_row IN (SELECT value FROM json_each(@rows)) AND day BETWEEN @from AND @to';

/** Totals per source and UTC day. */
export function daysTable(db: Db) {
  const add = db.prepare(`
    INSERT INTO days (source_row, day, calls, not_modified, refused, bytes, cost, fixed_calls, fixed_cost)
    VALUES (@sourceRow, @day, @calls, @notModified, @refused, @bytes, @cost, @fixedCalls, @fixedCost)
    ON CONFLICT (source_row, day) DO UPDATE SET calls = calls + excluded.calls, not_modified = not_modified + excluded.not_modified,
      refused = refused + excluded.refused, bytes = bytes + excluded.bytes, cost = cost + excluded.cost,
      fixed_calls = fixed_calls + excluded.fixed_calls, fixed_cost = fixed_cost + excluded.fixed_cost`);
  // By far the most of what is written here, and so by a statement of its own.
  const addFixed = db.prepare<[number, string, number, number]>(
    `INSERT INTO days (source_row, day, fixed_calls, fixed_cost) VALUES (?, ?, ?, ?)
    ON CONFLICT (source_row, day) DO UPDATE SET fixed_calls = fixed_calls + excluded.fixed_calls, fixed_cost = fixed_cost + excluded.fixed_cost`,
  );
  const get = db.prepare<[number, string], DayTotals>(
    `SELECT calls, not_modified AS notModified, refused, bytes, cost, fixed_calls AS fixedCalls, fixed_cost AS fixedCost
    FROM days WHERE source_row = ? AND day = ?`,
  );
  const perDay = db.prepare<[DaySpan & { rows: string }], DayTotals & { day: string; compared: number }>(
    `SELECT day, ${SUMS}, sum(fixed_calls > 0) AS compared FROM days WHERE ${CHOSEN} GROUP BY day ORDER BY day`,
  );
  const perSource = db.prepare<[DaySpan & { rows: string }], DayTotals & { row: number; days: number }>(
    `SELECT source_row AS row, ${SUMS}, count(*) AS days FROM days WHERE ${CHOSEN} GROUP BY source_row ORDER BY source_row`,
  );
  const moneyPerDay = db.prepare<[DaySpan & { prices: string }], { day: string; currency: string; spent: number; fixed: number }>(
    // Read once: otherwise the JSON is read again for every day.
    `WITH prices AS MATERIALIZED (
      SELECT value ->> 'row' AS source_row, value ->> 'currency' AS currency, value ->> 'perUnit' AS per_unit FROM json_each(@prices)
    )
    SELECT day, currency, sum(cost * per_unit) AS spent, sum(fixed_cost * per_unit) AS fixed
    FROM prices CROSS JOIN days USING (source_row) WHERE day BETWEEN @from AND @to GROUP BY day, currency ORDER BY day, currency`,
  );
  return {
    /** Adds to the totals of a day. */
    add(sourceRow: number, day: string, totals: Partial<DayTotals>): void {
      add.run({ sourceRow, day, ...NO_TOTALS, ...totals });
    },
    /** Adds calls of fixed polling, and what they would have cost, to those of a day. */
    addFixed: (sourceRow: number, day: string, calls: number, cost: number): void => void addFixed.run(sourceRow, day, calls, cost),
    get: (sourceRow: number, day: string): DayTotals => get.get(sourceRow, day) ?? NO_TOTALS,
    /** Days over all of these sources, oldest first; `compared` is how many of them were compared with fixed polling. Days without totals are left out. */
    perDay: (rows: readonly number[], span: DaySpan) => perDay.all({ ...span, rows: JSON.stringify(rows) }),
    /** Each of these sources over all days; `days` is how many have totals. Sources without are left out. */
    perSource: (rows: readonly number[], span: DaySpan) => perSource.all({ ...span, rows: JSON.stringify(rows) }),
    /** What was spent and what fixed polling would have, by day and currency. */
    moneyPerDay: (prices: readonly PricedRow[], span: DaySpan) => moneyPerDay.all({ ...span, prices: JSON.stringify(prices) }),
  };
}
