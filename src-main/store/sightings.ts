import type { Db } from './database.ts';

/** What is heard of a record by itself is written down once in this time, milliseconds. */
const HEARD_EVERY_MS = 3_600_000;

/** When a record was last in an answer; milliseconds since the epoch. The SQL of it, for a query that names `records` as `r`. */
export const LAST_SEEN = `min(coalesce(r.deleted_at, 9007199254740991), max(r.first_seen_at, coalesce(r.seen_at, 0),
  CASE r.listed WHEN 1 THEN coalesce((SELECT listed_at FROM sources WHERE row = r.source_row), 0) ELSE 0 END))`;

/**
 * When records were last seen, without a write for each that is seen again: what the last whole listing held is marked
 * once, and shares one moment on the source.
 */
export function sightingsTable(db: Db) {
  const list = db.prepare<[number]>('UPDATE records SET listed = 1 WHERE row = ?');
  const hear = db.prepare<[number, number]>('UPDATE records SET seen_at = ? WHERE row = ?');
  const listedAt = db.prepare<[number]>('SELECT listed_at FROM sources WHERE row = ?').pluck();
  const count = db.prepare<[number]>('SELECT count(*) FROM records WHERE source_row = ? AND listed = 1').pluck();
  const drop = db.prepare<[number | null, number, string]>(
    `UPDATE records SET listed = 0, seen_at = max(coalesce(seen_at, first_seen_at), coalesce(?, 0))
     WHERE source_row = ? AND listed = 1 AND id NOT IN (SELECT value FROM json_each(?))`,
  );
  const end = db.prepare<[number, number]>('UPDATE sources SET listed_at = ? WHERE row = ?');

  return {
    /** A listing holds a record that the one before did not. */
    list: (row: number): void => void list.run(row),

    /** A message holds a record as it is known. Written at most once an hour. */
    hear(row: number, seenAt: number, now: number): void {
      if (now - seenAt >= HEARD_EVERY_MS) hear.run(now, row);
    },

    /** When the last whole listing came; 0 when none has. */
    listedAt: (sourceRow: number): number => Number(listedAt.get(sourceRow) ?? 0),

    /**
     * A listing came as a whole. `ids`: all that it held; `null` when some of it was as before and not read, so that
     * what the one before held counts as held.
     */
    listingEnded(sourceRow: number, ids: readonly string[] | null, now: number): void {
      if (ids !== null && Number(count.get(sourceRow)) > ids.length)
        drop.run(listedAt.get(sourceRow) as number | null, sourceRow, JSON.stringify(ids));
      end.run(now, sourceRow);
    },
  };
}
