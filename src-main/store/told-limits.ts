import type { QuotaPeriod } from '../../src-preload/contract/index.ts';
import type { Db } from './database.ts';

/** A limit as an answer told it. */
export interface StoredLimit {
  name: string;
  per: QuotaPeriod | null;
  limit: number | null;
  remaining: number;
  /** Milliseconds since the epoch. */
  resetsAt: number;
  /** The last call that had left when it was told. */
  callRow: number;
}

/** What answers told of the limits of a source, so that a restart does not forget it. */
export function toldLimitsTable(db: Db) {
  const put = db.prepare(`
    INSERT INTO told_limits (source_row, name, per, call_limit, remaining, resets_at, call_row)
    VALUES (@sourceRow, @name, @per, @limit, @remaining, @resetsAt, @callRow)
    ON CONFLICT (source_row, name) DO UPDATE SET per = excluded.per, call_limit = excluded.call_limit,
      remaining = excluded.remaining, resets_at = excluded.resets_at, call_row = excluded.call_row`);
  const of = db.prepare<[number], StoredLimit>(
    'SELECT name, per, call_limit AS "limit", remaining, resets_at AS resetsAt, call_row AS callRow FROM told_limits WHERE source_row = ?',
  );
  const prune = db.prepare<[number]>('DELETE FROM told_limits WHERE resets_at < ?');
  return {
    put: (sourceRow: number, { name, per, limit, remaining, resetsAt, callRow }: StoredLimit): void =>
      void put.run({ sourceRow, name, per, limit, remaining, resetsAt: Math.round(resetsAt), callRow }),
    of: (sourceRow: number): StoredLimit[] => of.all(sourceRow),
    /** Forgets windows that ended before a moment. */
    prune: (before: number): void => void prune.run(before),
  };
}
