import type { Action, Decision, DecisionInputs, Reason, Trigger } from '../../src-preload/contract/index.ts';
import { toIso, toIsoOrNull } from '../../src-preload/contract/index.ts';
import type { Db } from './database.ts';
import { cursorRow, pageOf } from './rows.ts';

interface Row {
  row: number;
  at: number;
  action: Action;
  reason: Reason;
  trigger: Trigger | null;
  due_at: number | null;
  inputs: string;
}

/** The decisions that changed something. */
export function decisionsTable(db: Db) {
  const insert = db.prepare<[number, number, string, string, string | null, number | null, string]>(
    'INSERT INTO decisions (source_row, at, action, reason, trigger, due_at, inputs) VALUES (?, ?, ?, ?, ?, ?, ?)',
  );
  const list = db.prepare<[number, number, number], Row>(
    'SELECT * FROM decisions WHERE source_row = ? AND row < ? ORDER BY row DESC LIMIT ?',
  );
  const prune = db.prepare<[{ sourceRow: number; keep: number }]>(
    'DELETE FROM decisions WHERE source_row = @sourceRow AND row <= (SELECT row FROM decisions WHERE source_row = @sourceRow ORDER BY row DESC LIMIT 1 OFFSET @keep)',
  );
  return {
    /** Gives the id of the stored decision. */
    add(
      sourceRow: number,
      decision: { at: number; action: Action; reason: Reason; trigger: Trigger | null; dueAt: number | null; inputs: DecisionInputs },
    ): string {
      const { at, action, reason, trigger, dueAt, inputs } = decision;
      return String(insert.run(sourceRow, at, action, reason, trigger, dueAt, JSON.stringify(inputs)).lastInsertRowid);
    },

    /** Newest first. */
    list(source: { row: number; id: string }, limit: number, cursor: string | undefined): { items: Decision[]; nextCursor: string | null } {
      const { rows, nextCursor } = pageOf(list.all(source.row, cursorRow(cursor, Number.MAX_SAFE_INTEGER), limit + 1), limit);
      return {
        items: rows.map((row) => ({
          id: String(row.row),
          sourceId: source.id,
          at: toIso(row.at),
          action: row.action,
          reason: row.reason,
          trigger: row.trigger,
          dueAt: toIsoOrNull(row.due_at),
          inputs: JSON.parse(row.inputs) as DecisionInputs,
        })),
        nextCursor,
      };
    },

    /** Keeps the newest `keep` of a source. */
    prune: (sourceRow: number, keep: number): void => void prune.run({ sourceRow, keep }),
  };
}
