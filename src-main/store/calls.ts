import type { Db } from './database.ts';

/** The quota ledger: every call, written before it leaves. */
export function callsTable(db: Db) {
  const insert = db.prepare<[number, string | null, number]>('INSERT INTO calls (source_row, refresh_id, at) VALUES (?, ?, ?)');
  const end = db.prepare<[number | null, number, number]>('UPDATE calls SET status = ?, bytes = ? WHERE row = ?');
  const times = db.prepare<[number, number]>('SELECT at FROM calls WHERE source_row = ? AND at >= ? ORDER BY at').pluck();
  const pullBack = db.prepare<[{ sourceRow: number; now: number }]>(
    'UPDATE calls SET at = @now WHERE source_row = @sourceRow AND at > @now',
  );
  const prune = db.prepare<[number]>('DELETE FROM calls WHERE at < ?');
  return {
    /** Counts a call that is about to leave; gives its row. Stamps later than `now` (the clock was set back) are pulled back. */
    begin: db.transaction((sourceRow: number, refreshId: string | null, now: number): number => {
      pullBack.run({ sourceRow, now });
      return Number(insert.run(sourceRow, refreshId, now).lastInsertRowid);
    }),
    end: (row: number, status: number | null, bytes: number): void => void end.run(status, bytes, row),
    /** When calls of a source left, ascending, from `since` on. */
    times: (sourceRow: number, since: number): number[] => times.all(sourceRow, since) as number[],
    prune: (before: number): void => void prune.run(before),
  };
}
