import type { Db } from './database.ts';
import { allOf } from './search-text.ts';

/** How many of the newest records with a trigram tell how rare it is. */
const SAMPLE = 200;
/** So few records are sooner looked at than another long list is walked through. */
const FEW = 100;
/** A list that is so many times longer than the shortest one is walked through only where it is needed. */
const LONG_TIMES = 20;

/** Pure. Those of the trigrams, with the share of records that hold each, that find the fewest records in the least time. */
export function rarest(shares: ReadonlyMap<string, number>, records: number): string[] {
  const [first, ...others] = [...shares].sort(([, a], [, b]) => a - b);
  if (first === undefined) return [];
  const chosen = [first[0]];
  let expected = first[1] * records;
  for (const [trigram, share] of others) {
    if (expected <= FEW && share > first[1] * LONG_TIMES) break;
    chosen.push(trigram);
    expected *= share;
  }
  return chosen;
}

/**
 * An FTS5 expression for the records that hold the rarest of some trigrams. Each that is asked for costs a walk through
 * all records that hold it, so what nearly every record holds makes a search slower and finds nothing less: the records
 * that are found are looked at in any case.
 */
export function narrowExpression(db: Db, trigrams: readonly string[]): string {
  const highest = Number(db.prepare('SELECT indexed_row FROM search_state').pluck().get());
  const nth = db
    .prepare<[string, number], number>('SELECT rowid FROM record_search WHERE record_search MATCH ? ORDER BY rowid DESC LIMIT 1 OFFSET ?')
    .pluck();
  const shares = new Map<string, number>();
  for (const trigram of trigrams) {
    const row = nth.get(allOf([trigram]), SAMPLE);
    shares.set(trigram, row === undefined ? SAMPLE / Math.max(SAMPLE, highest) : Math.min(1, SAMPLE / Math.max(1, highest - row)));
  }
  return allOf(rarest(shares, highest));
}
