import type { Failure, Outcome, Refresh, Rejected, Trigger } from '../../src-preload/contract/index.ts';
import { toIso, toIsoOrNull } from '../../src-preload/contract/index.ts';
import type { Db } from './database.ts';
import { cursorRow, pageOf } from './rows.ts';

/** What a refresh came to. */
export interface RefreshResult {
  outcome: Outcome;
  calls: number;
  notModified: number;
  bytes: number;
  pages: number;
  added: number;
  updated: number;
  unchanged: number;
  /** Marked as deleted upstream. */
  deleted: number;
  rejected: number;
  rejections: Rejected[];
  failure: Failure | null;
  note: string | null;
}

interface Row {
  row: number;
  id: string;
  source_id: string;
  config: string;
  trigger: Trigger;
  started_at: number;
  ended_at: number | null;
  outcome: Outcome | null;
  calls: number;
  not_modified: number;
  bytes: number;
  pages: number;
  added: number;
  updated: number;
  unchanged: number;
  deleted: number;
  rejected: number;
  rejections: string;
  failure: string | null;
  note: string | null;
}

const fromRow = (row: Row): Refresh => ({
  id: row.id,
  sourceId: row.source_id,
  sourceName: (JSON.parse(row.config) as { name: string }).name,
  trigger: row.trigger,
  startedAt: toIso(row.started_at),
  endedAt: toIsoOrNull(row.ended_at),
  outcome: row.outcome,
  calls: row.calls,
  notModified: row.not_modified,
  bytes: row.bytes,
  pages: row.pages,
  counts: { added: row.added, updated: row.updated, unchanged: row.unchanged, deleted: row.deleted, rejected: row.rejected },
  rejected: JSON.parse(row.rejections) as Rejected[],
  failure: row.failure === null ? null : (JSON.parse(row.failure) as Failure),
  note: row.note,
});

const SELECT = 'SELECT f.*, s.id AS source_id, s.config FROM refreshes AS f JOIN sources AS s ON s.row = f.source_row';

/** The history of refreshes. */
export function refreshesTable(db: Db) {
  const begin = db.prepare<[string, number, string, number]>(
    'INSERT INTO refreshes (id, source_row, trigger, started_at) VALUES (?, ?, ?, ?)',
  );
  const end = db.prepare(`
    UPDATE refreshes SET ended_at = @endedAt, outcome = @outcome, calls = @calls, not_modified = @notModified, bytes = @bytes, pages = @pages,
      added = @added, updated = @updated, unchanged = @unchanged, deleted = @deleted, rejected = @rejected, rejections = @rejections, failure = @failure, note = @note
    WHERE id = @id`);
  const byId = db.prepare<[string], Row>(`${SELECT} WHERE f.id = ?`);
  const lost = db.prepare<[number], { id: string; source_row: number }>(
    `UPDATE refreshes SET outcome = 'lost', ended_at = max(started_at, ?), calls = (SELECT count(*) FROM calls WHERE calls.refresh_id = refreshes.id)
     WHERE outcome IS NULL RETURNING id, source_row`,
  );
  const recent = db.prepare<[number, number], Pick<Row, 'id' | 'started_at' | 'outcome' | 'trigger'>>(
    'SELECT id, started_at, outcome, trigger FROM refreshes WHERE source_row = ? ORDER BY row DESC LIMIT ?',
  );
  const listed = db.prepare<[{ sourceId: string | null; outcome: string | null; before: number; limit: number }], Row>(
    `${SELECT} WHERE f.row < @before AND (@outcome IS NULL OR f.outcome = @outcome) AND s.removed_at IS NULL ORDER BY f.row DESC LIMIT @limit`,
  );
  const listedBySource = db.prepare<[{ sourceId: string | null; outcome: string | null; before: number; limit: number }], Row>(
    `${SELECT} WHERE f.source_row = (SELECT row FROM sources WHERE id = @sourceId) AND f.row < @before AND (@outcome IS NULL OR f.outcome = @outcome)
     ORDER BY f.row DESC LIMIT @limit`,
  );
  const prune = db.prepare<[{ sourceRow: number; keep: number }]>(
    'DELETE FROM refreshes WHERE source_row = @sourceRow AND row <= (SELECT row FROM refreshes WHERE source_row = @sourceRow ORDER BY row DESC LIMIT 1 OFFSET @keep)',
  );

  return {
    /** Written before the first call, so that a refresh that dies is found at the next start. */
    begin(id: string, sourceRow: number, trigger: Trigger, now: number): void {
      begin.run(id, sourceRow, trigger, now);
    },

    end(id: string, result: RefreshResult, now: number): void {
      const { rejections, failure, ...rest } = result;
      end.run({
        id,
        endedAt: now,
        ...rest,
        rejections: JSON.stringify(rejections),
        failure: failure === null ? null : JSON.stringify(failure),
      });
    },

    find(id: string): Refresh | null {
      const row = byId.get(id);
      return row === undefined ? null : fromRow(row);
    },

    /** Marks the refreshes of a process that died as lost; gives the rows of their sources. */
    markLost: (now: number): number[] => lost.all(now).map((each) => each.source_row),

    /** The last refreshes of a source, oldest first. */
    recent(sourceRow: number, limit: number) {
      return recent
        .all(sourceRow, limit)
        .reverse()
        .map((each) => ({ id: each.id, at: toIso(each.started_at), outcome: each.outcome, trigger: each.trigger }));
    },

    /** Newest first. */
    list(query: { sourceId?: string | undefined; outcome?: Outcome | undefined; limit: number; cursor?: string | undefined }): {
      items: Refresh[];
      nextCursor: string | null;
    } {
      const parameters = {
        sourceId: query.sourceId ?? null,
        outcome: query.outcome ?? null,
        before: cursorRow(query.cursor, Number.MAX_SAFE_INTEGER),
        limit: query.limit + 1,
      };
      const { rows, nextCursor } = pageOf((query.sourceId === undefined ? listed : listedBySource).all(parameters), query.limit);
      return { items: rows.map(fromRow), nextCursor };
    },

    /** Keeps the newest `keep` of a source. */
    prune: (sourceRow: number, keep: number): void => void prune.run({ sourceRow, keep }),
  };
}
