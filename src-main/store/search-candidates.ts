import type { Db } from './database.ts';
import { fold, sourceMarker, trigramsOf } from './search-text.ts';
import { narrowExpression } from './trigram-choice.ts';

/** How many records may wait to be taken in before a filter goes without the search: they may be of any source. */
const MOST_BEHIND = 20_000;

/** A query of one column, `found`, and its parameters. */
interface Candidates {
  sql: string;
  parameters: (string | number)[];
}

/** How many records have changed and are not in the search yet; at most, as rows without a record count too. */
export function searchBehind(db: Db): number {
  return Number(
    db
      .prepare(
        'SELECT (SELECT count(*) FROM search_queue) + (SELECT coalesce(max(row), 0) FROM records) - (SELECT indexed_row FROM search_state)',
      )
      .pluck()
      .get(),
  );
}

/**
 * The rows below `below` of all records that may hold all of the folded `terms`, and of some that do not, the greatest
 * first; `null` where the terms are too short to tell. What is not in the search yet is always among them.
 * `sourceRow` null: of any source.
 */
export function searchCandidates(db: Db, terms: readonly string[], sourceRow: number | null, below: number): Candidates | null {
  const trigrams = trigramsOf(terms);
  if (trigrams.length === 0) return null;
  const expression = narrowExpression(db, sourceRow === null ? trigrams : [...trigrams, sourceMarker(sourceRow)]);
  // Each part is in order, so SQLite merges them as it goes; LIMIT -1 keeps it from taking the order for needless.
  return {
    sql: `SELECT rowid AS found FROM record_search WHERE record_search MATCH ?
        AND rowid < min(CAST(? AS INTEGER), (SELECT indexed_row + 1 FROM search_state)) AND rowid NOT IN (SELECT row FROM search_queue)
      UNION ALL SELECT row FROM search_queue WHERE row < ?
      UNION ALL SELECT row FROM records WHERE row > (SELECT indexed_row FROM search_state) AND row < ?
      ORDER BY found DESC LIMIT -1`,
    parameters: [expression, below, below, below],
  };
}

/**
 * The rows of all records of a source that may contain `text` in any letter case: what contains it contains its folded form
 * too. `null` where going through all records of the source takes less: the text is too short, or much is still to be taken in.
 */
export function filterCandidates(db: Db, text: string, sourceRow: number): Candidates | null {
  if (text === '' || searchBehind(db) > MOST_BEHIND) return null;
  return searchCandidates(db, [fold(text)], sourceRow, Number.MAX_SAFE_INTEGER);
}
