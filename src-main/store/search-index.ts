import type { Db } from './database.ts';
import { searchBody } from './search-text.ts';

interface Row {
  row: number;
  source_row: number | null;
  id: string;
  basic: string;
  rich: string | null;
}

/** How many records are taken in by one step: about 10 ms of work in which nothing else can be stored. */
const STEP_RECORDS = 500;

/** The search is made anew when it holds so many times more outdated texts than records, of which there are at least a few. */
const OUTDATED_TIMES = 4;
const FEW_RECORDS = 10_000;

/**
 * The writing side of the search. A merge only notes which records it changed (triggers of the records table); their
 * texts are taken in afterwards, step by step, so that a merge does not pay for it.
 */
export function searchIndex(db: Db) {
  const queued = db.prepare<[number], Row>(
    'SELECT q.row, r.source_row, r.id, r.basic, r.rich FROM search_queue AS q LEFT JOIN records AS r ON r.row = q.row ORDER BY q.row LIMIT ?',
  );
  const fresh = db.prepare<[number], Row>(
    'SELECT row, source_row, id, basic, rich FROM records WHERE row > (SELECT indexed_row FROM search_state) ORDER BY row LIMIT ?',
  );
  const put = db.prepare<[number, string]>('INSERT INTO record_search (rowid, body) VALUES (?, ?)');
  const done = db.prepare<[number]>('DELETE FROM search_queue WHERE row <= ?');
  const outdate = db.prepare<[number]>('UPDATE search_state SET outdated = outdated + ?');
  const isOutdated = db
    .prepare<[], number>(`SELECT outdated > ${OUTDATED_TIMES} * max(indexed_row, ${FEW_RECORDS}) FROM search_state`)
    .pluck();
  const empty = db.prepare("INSERT INTO record_search (record_search) VALUES ('delete-all')");
  const forget = db.prepare('DELETE FROM search_queue');
  const restart = db.prepare('UPDATE search_state SET indexed_row = 0, outdated = 0');
  const reached = db.prepare<[number]>('UPDATE search_state SET indexed_row = ?');

  const take = (rows: readonly Row[]) => {
    for (const { source_row, ...row } of rows) if (source_row !== null) put.run(row.row, searchBody({ source_row, ...row }));
  };

  const step = db.transaction((): boolean => {
    if (isOutdated.get() === 1) {
      empty.run();
      forget.run();
      restart.run();
      return true;
    }
    const changed = queued.all(STEP_RECORDS);
    take(changed);
    const lastChanged = changed.at(-1);
    if (lastChanged !== undefined) {
      done.run(lastChanged.row);
      outdate.run(changed.length);
    }
    if (changed.length === STEP_RECORDS) return true;
    const added = fresh.all(STEP_RECORDS - changed.length);
    take(added);
    const lastAdded = added.at(-1);
    if (lastAdded !== undefined) reached.run(lastAdded.row);
    return changed.length + added.length === STEP_RECORDS;
  });

  return {
    /** Takes in some of the records that have changed. Gives whether there may be more. */
    step: (): boolean => step.immediate(),
  };
}
