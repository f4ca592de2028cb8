import type { Db } from './database.ts';

/** Where the records of a source are, and the version of them. */
export interface SourcePlace {
  row: number;
  version: number;
}

/** Finds sources for reads that do not go through the engine. Those that were removed are not there. */
export function sourcePlaces(db: Db) {
  const byId = db.prepare<[string], SourcePlace>('SELECT row, version FROM sources WHERE id = ? AND removed_at IS NULL');
  const all = db.prepare<[], { row: number; id: string }>('SELECT row, id FROM sources WHERE removed_at IS NULL ORDER BY row');
  return {
    /** `null` when there is no such source. */
    of: (id: string): SourcePlace | null => byId.get(id) ?? null,

    /** The ids of all sources by their rows. */
    all: (): Map<number, string> => new Map(all.all().map(({ row, id }) => [row, id])),
  };
}
