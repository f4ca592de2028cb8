import type { Db } from './database.ts';

/** The quota ledger: every call, written before it leaves. */
export function callsTable(db: Db) {
  const insert = db.prepare<[number, string | null, number, number, number]>(
    'INSERT INTO calls (source_row, refresh_id, at, cost, detail) VALUES (?, ?, ?, ?, ?)',
  );
  const end = db.prepare<[number | null, number, number]>('UPDATE calls SET status = ?, bytes = ? WHERE row = ?');
  const setCost = db.prepare<[number, number]>('UPDATE calls SET cost = ? WHERE row = ?');
  const since = db.prepare<[number, number], { row: number; at: number; cost: number }>(
    'SELECT row, at, cost FROM calls WHERE source_row = ? AND at >= ? AND cost > 0 ORDER BY at',
  );
  const detailsSince = db.prepare<[number, number], { at: number; cost: number }>(
    'SELECT at, cost FROM calls WHERE source_row = ? AND at >= ? AND detail = 1 ORDER BY at',
  );
  const countDetails = db.prepare<[number, number]>('SELECT count(*) FROM calls WHERE source_row = ? AND at >= ? AND detail = 1').pluck();
  const pullBack = db.prepare<[{ sourceRow: number; now: number }]>(
    'UPDATE calls SET at = @now WHERE source_row = @sourceRow AND at > @now',
  );
  const prune = db.prepare<[number]>('DELETE FROM calls WHERE at < ?');
  return {
    /** Counts a call that is about to leave, `isDetail` for one that fetches details of records; gives its row. Stamps later than `now` (the clock was set back) are pulled back. */
    begin: db.transaction((sourceRow: number, refreshId: string | null, now: number, cost: number, isDetail = false): number => {
      pullBack.run({ sourceRow, now });
      return Number(insert.run(sourceRow, refreshId, now, cost, isDetail ? 1 : 0).lastInsertRowid);
    }),
    end: (row: number, status: number | null, bytes: number): void => void end.run(status, bytes, row),
    /** What the answer said that the call cost. */
    setCost: (row: number, cost: number): void => void setCost.run(cost, row),
    /** Calls of a source from `from` on that cost something, the oldest first. */
    since: (sourceRow: number, from: number) => since.all(sourceRow, from),
    /** Of these, the ones that fetched details. */
    detailsSince: (sourceRow: number, from: number) => detailsSince.all(sourceRow, from),
    countDetails: (sourceRow: number, from: number): number => Number(countDetails.get(sourceRow, from)),
    prune: (before: number): void => void prune.run(before),
  };
}
