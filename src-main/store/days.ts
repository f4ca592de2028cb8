import type { Db } from './database.ts';

/** What a source cost in one UTC day. */
export interface DayTotals {
  calls: number;
  notModified: number;
  refused: number;
  bytes: number;
  /** Calls that fixed polling would have made while Freshet ran. */
  fixedCalls: number;
}

export const NO_TOTALS: Readonly<DayTotals> = { calls: 0, notModified: 0, refused: 0, bytes: 0, fixedCalls: 0 };

const DAY_MS = 86_400_000;
let lastDay = { number: Number.NaN, text: '' };

/** The UTC day of a moment, YYYY-MM-DD. */
export function dayOf(ms: number): string {
  const number = Math.floor(ms / DAY_MS);
  // Asked for every source and call, and nearly always of the same day.
  if (number !== lastDay.number) lastDay = { number, text: new Date(ms).toISOString().slice(0, 10) };
  return lastDay.text;
}

const SUMS =
  'sum(calls) AS calls, sum(not_modified) AS notModified, sum(refused) AS refused, sum(bytes) AS bytes, sum(fixed_calls) AS fixedCalls';

/** Totals per source and UTC day. */
export function daysTable(db: Db) {
  const add = db.prepare(`
    INSERT INTO days (source_row, day, calls, not_modified, refused, bytes, fixed_calls) VALUES (@sourceRow, @day, @calls, @notModified, @refused, @bytes, @fixedCalls)
    ON CONFLICT (source_row, day) DO UPDATE SET calls = calls + excluded.calls, not_modified = not_modified + excluded.not_modified,
      refused = refused + excluded.refused, bytes = bytes + excluded.bytes, fixed_calls = fixed_calls + excluded.fixed_calls`);
  const get = db.prepare<[number, string], DayTotals>(
    'SELECT calls, not_modified AS notModified, refused, bytes, fixed_calls AS fixedCalls FROM days WHERE source_row = ? AND day = ?',
  );
  const list = db.prepare<[{ sourceId: string | null; from: string }], DayTotals & { day: string }>(
    `SELECT day, ${SUMS} FROM days WHERE day >= @from AND source_row IN (SELECT row FROM sources WHERE removed_at IS NULL AND (id = @sourceId OR (@sourceId IS NULL AND origin <> 'demo'))) GROUP BY day ORDER BY day`,
  );
  return {
    /** Adds to the totals of a day. */
    add(sourceRow: number, day: string, totals: Partial<DayTotals>): void {
      add.run({ sourceRow, day, ...NO_TOTALS, ...totals });
    },
    get: (sourceRow: number, day: string): DayTotals => get.get(sourceRow, day) ?? NO_TOTALS,
    /** Days from `from` on, oldest first, over one source or all. The demo is hurried to show life and would make a poor example. */
    list: (sourceId: string | null, from: string): (DayTotals & { day: string })[] => list.all({ sourceId, from }),
  };
}
