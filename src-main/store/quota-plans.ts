import type { Db } from './database.ts';

/** Where the plan of a window began, in calls or credits and milliseconds since the epoch. */
export interface StoredPlan {
  at: number;
  remaining: number;
  resetsAt: number;
}

/** Where the plans of quota windows began; one that began anew at every start would give a call away at each. */
export function quotaPlansTable(db: Db) {
  const put = db.prepare<[string, string, number, number, number]>(`
    INSERT INTO quota_plans (log, quota_window, at, remaining, resets_at) VALUES (?, ?, ?, ?, ?)
    ON CONFLICT (log, quota_window) DO UPDATE SET at = excluded.at, remaining = excluded.remaining, resets_at = excluded.resets_at`);
  const of = db.prepare<[string], StoredPlan & { window: string }>(
    'SELECT quota_window AS window, at, remaining, resets_at AS resetsAt FROM quota_plans WHERE log = ?',
  );
  const prune = db.prepare<[number]>('DELETE FROM quota_plans WHERE resets_at < ?');
  return {
    put: (log: string, window: string, { at, remaining, resetsAt }: StoredPlan): void =>
      void put.run(log, window, at, remaining, Math.round(resetsAt)),
    /** The plans of a log, by window. */
    of: (log: string): Map<string, StoredPlan> => new Map(of.all(log).map(({ window, ...plan }) => [window, plan])),
    /** Forgets windows that ended before a moment. */
    prune: (before: number): void => void prune.run(before),
  };
}
