import type { Failure } from '../../src-preload/contract/index.ts';
import type { Db } from './database.ts';
import { fromColumn, toColumn } from './rows.ts';

/** What keeps a source's calls for details from being made. */
export type EnrichmentRest = 'needs-fix' | 'server-said-wait' | 'backing-off';

/** How the enrichment of a source stands as a whole. Times are milliseconds since the epoch. */
export interface EnrichmentState {
  paused: boolean;
  rest: { kind: EnrichmentRest; until: number } | null;
  /** Runs in a row that ended in a failure. */
  failures: number;
  /** Of the last call, if it failed. */
  failure: Failure | null;
}

/** A record that details are to be fetched for. */
export interface Wanted {
  row: number;
  id: string;
  /** The basic fields as JSON text. */
  basic: string;
  rich: string | null;
}

/** How many records of a request are in which state. */
export interface EnrichmentCounts {
  answered: number;
  waiting: number;
  givenUp: number;
}

const DUE = 0;
const RESTING = 1;
const ANSWERED = 2;
const GIVEN_UP = 3;

const WANTED = 'r.row, r.id, r.basic, r.rich';

/** The statements that are asked for again and again, and must not go through all records. */
export const ENRICHMENT_QUERIES = {
  newest: `SELECT ${WANTED} FROM enrichments AS e CROSS JOIN records AS r ON r.row = e.record_row
    WHERE e.request_row = ? AND e.state = ${DUE} AND e.time >= ? ORDER BY e.time DESC LIMIT ?`,
  lookedAt: `SELECT ${WANTED} FROM json_each(?) AS looked CROSS JOIN records AS r ON r.source_row = ? AND r.id = looked.value
    CROSS JOIN enrichments AS e ON e.record_row = r.row AND e.request_row = ? WHERE e.state = ${DUE} AND e.time >= ? ORDER BY looked.key LIMIT ?`,
  rested: `UPDATE enrichments SET state = ${DUE} WHERE request_row = ? AND state = ${RESTING} AND (next_at <= ? OR next_at > ?)`,
  nextTry: `SELECT min(next_at) FROM enrichments WHERE request_row = ? AND state = ${RESTING}`,
  plan: `INSERT OR IGNORE INTO enrichments (record_row, request_row, state, time)
    SELECT r.row, q.row, ${DUE}, coalesce(r.time, r.first_seen_at) FROM detail_requests AS q CROSS JOIN records AS r ON r.row > q.seen_row
    WHERE q.row = ? AND r.source_row = q.source_row AND r.deleted_at IS NULL AND coalesce(r.time, r.first_seen_at) >= ?`,
} as const;

interface StateRow {
  paused: number;
  rest: EnrichmentRest | null;
  rest_until: number | null;
  failures: number;
  failure: string | null;
}

/** Which records have been asked for details, and which are to be. */
export function enrichmentsTable(db: Db) {
  const open = db.prepare<[number, string, number], { row: number }>(`
    INSERT INTO detail_requests (source_row, request, seen_row, young_ms) VALUES (?, ?, 0, ?)
    ON CONFLICT (source_row, request) DO UPDATE SET unused_since = NULL, young_ms = excluded.young_ms,
      seen_row = CASE WHEN excluded.young_ms > young_ms OR unused_since IS NOT NULL THEN 0 ELSE seen_row END
    RETURNING row`);
  const leave = db.prepare<[number, number, string]>(
    'UPDATE detail_requests SET unused_since = ? WHERE source_row = ? AND unused_since IS NULL AND row NOT IN (SELECT value FROM json_each(?))',
  );
  const forget = db.prepare<[number]>('DELETE FROM detail_requests WHERE unused_since < ?');
  // Rows of records that are gone may be given to new ones.
  const clamp = db.prepare('UPDATE detail_requests SET seen_row = min(seen_row, (SELECT coalesce(max(row), 0) FROM records))');
  const plan = db.prepare<[number, number]>(ENRICHMENT_QUERIES.plan);
  const planned = db.prepare<[number]>('UPDATE detail_requests SET seen_row = (SELECT coalesce(max(row), 0) FROM records) WHERE row = ?');
  const rested = db.prepare<[number, number, number]>(ENRICHMENT_QUERIES.rested);
  const newest = db.prepare<[number, number, number], Wanted>(ENRICHMENT_QUERIES.newest);
  const lookedAt = db.prepare<[string, number, number, number, number], Wanted>(ENRICHMENT_QUERIES.lookedAt);
  const nextTry = db.prepare<[number]>(ENRICHMENT_QUERIES.nextTry).pluck();
  const count = db.prepare<[number, number], { state: number; young: number; n: number }>(
    'SELECT state, time >= ? AS young, count(*) AS n FROM enrichments WHERE request_row = ? GROUP BY 1, 2',
  );
  const answer = db.prepare<[number, number]>(`UPDATE enrichments SET state = ${ANSWERED} WHERE record_row = ? AND request_row = ?`);
  const fail = db.prepare<[{ recordRow: number; requestRow: number; nextAt: number; mostTries: number | null }]>(`
    UPDATE enrichments SET tries = tries + 1, next_at = @nextAt, state = CASE WHEN tries + 1 >= @mostTries THEN ${GIVEN_UP} ELSE ${RESTING} END
    WHERE record_row = @recordRow AND request_row = @requestRow`);
  const isKnown = db.prepare<[number, string], { row: number }>(
    'SELECT row FROM records WHERE source_row = ? AND id = ? AND deleted_at IS NULL',
  );
  const isWaiting = db
    .prepare<[number, string]>(
      `SELECT count(*) FROM enrichments WHERE record_row = ? AND state IN (${DUE}, ${RESTING}) AND request_row IN (SELECT value FROM json_each(?))`,
    )
    .pluck();
  const state = db.prepare<[number], StateRow>('SELECT paused, rest, rest_until, failures, failure FROM enriching WHERE source_row = ?');
  const saveState = db.prepare(`
    INSERT INTO enriching VALUES (@sourceRow, @paused, @rest, @restUntil, @failures, @failure)
    ON CONFLICT (source_row) DO UPDATE SET paused = excluded.paused, rest = excluded.rest, rest_until = excluded.rest_until,
      failures = excluded.failures, failure = excluded.failure`);

  return {
    /** The row of a request of a source. Records younger than `youngMs` are asked about; a longer time takes in older ones too. */
    openRequest(sourceRow: number, request: string, youngMs: number): number {
      const opened = open.get(sourceRow, request, Math.round(youngMs));
      if (opened === undefined) throw new Error('the request was not stored');
      return opened.row;
    },

    /** Of a source, all requests but these are no longer in its settings. */
    leaveOthers: (sourceRow: number, rows: readonly number[], now: number): void => void leave.run(now, sourceRow, JSON.stringify(rows)),

    /** To be called at the start: forgets requests that fell out of the settings before `before`. */
    tidy: db.transaction((before: number): void => {
      forget.run(before);
      clamp.run();
    }),

    /** Takes in the records that came since the last time, and those whose rest is over. A rest that ends after `latest` was made by a clock that was wrong. */
    plan: db.transaction((requestRow: number, cutoff: number, now: number, latest: number): void => {
      plan.run(requestRow, cutoff);
      planned.run(requestRow);
      rested.run(requestRow, now, latest);
    }),

    /** The records to ask about next, those of `looked` first in their order, then the newest. None is older than `cutoff`. */
    next(sourceRow: number, requestRow: number, looked: readonly string[], cutoff: number, limit: number): Wanted[] {
      const first = looked.length === 0 ? [] : lookedAt.all(JSON.stringify(looked), sourceRow, requestRow, cutoff, limit);
      if (first.length === 0) return newest.all(requestRow, cutoff, limit);
      const known = new Set(first.map((each) => each.row));
      return [...first, ...newest.all(requestRow, cutoff, limit).filter((each) => !known.has(each.row))].slice(0, limit);
    },

    /** When the next rest is over; `null` when none rests. */
    nextTryAt: (requestRow: number): number | null => nextTry.get(requestRow) as number | null,

    /** `due` are those of the waiting that may be asked about now. */
    counts(requestRow: number, cutoff: number): EnrichmentCounts & { due: number } {
      const rows = count.all(cutoff, requestRow);
      const sum = (matches: (state: number, young: boolean) => boolean) =>
        rows.reduce((total, row) => total + (matches(row.state, row.young === 1) ? row.n : 0), 0);
      const isOpen = (each: number) => each === DUE || each === RESTING;
      return {
        answered: sum((each) => each === ANSWERED),
        waiting: sum((each, young) => isOpen(each) && young),
        givenUp: sum((each, young) => each === GIVEN_UP || (isOpen(each) && !young)),
        due: sum((each, young) => each === DUE && young),
      };
    },

    answer: (recordRow: number, requestRow: number): void => void answer.run(recordRow, requestRow),

    /** Counts a failed try. After `mostTries` of them the record is given up; `null`: never. */
    fail(recordRow: number, requestRow: number, nextAt: number, mostTries: number | null): void {
      fail.run({ recordRow, requestRow, nextAt: Math.round(nextAt), mostTries });
    },

    /** Whether any of the requests has still to be answered for a record; `null` when there is no such record. */
    isWaiting(sourceRow: number, recordId: string, requestRows: readonly number[]): boolean | null {
      const record = isKnown.get(sourceRow, recordId);
      return record === undefined ? null : Number(isWaiting.get(record.row, JSON.stringify(requestRows))) > 0;
    },

    state(sourceRow: number): EnrichmentState {
      const row = state.get(sourceRow);
      if (row === undefined) return { paused: false, rest: null, failures: 0, failure: null };
      return {
        paused: row.paused === 1,
        rest: row.rest === null ? null : { kind: row.rest, until: fromColumn(row.rest_until) ?? Infinity },
        failures: row.failures,
        failure: row.failure === null ? null : (JSON.parse(row.failure) as Failure),
      };
    },

    saveState(sourceRow: number, { paused, rest, failures, failure }: EnrichmentState): void {
      saveState.run({
        sourceRow,
        paused: paused ? 1 : 0,
        rest: rest?.kind ?? null,
        restUntil: toColumn(rest?.until ?? null),
        failures,
        failure: failure === null ? null : JSON.stringify(failure),
      });
    },
  };
}
