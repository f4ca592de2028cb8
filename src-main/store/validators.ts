import type { Db } from './database.ts';

/** What an upstream said of one page of a listing. */
export interface Validator {
  page: number;
  request: string;
  etag: string | null;
  lastModified: string | null;
  bodyHash: string;
  next: string | null;
  entries: number;
}

/** The validators table. */
export function validatorsTable(db: Db) {
  const all = db.prepare<[number], Validator>(
    'SELECT page, request, etag, last_modified AS lastModified, body_hash AS bodyHash, next, entries FROM validators WHERE source_row = ? ORDER BY page',
  );
  const clear = db.prepare<[number]>('DELETE FROM validators WHERE source_row = ?');
  const insert = db.prepare(
    'INSERT INTO validators VALUES (@sourceRow, @page, @request, @etag, @lastModified, @bodyHash, @next, @entries)',
  );
  return {
    of: (sourceRow: number): Validator[] => all.all(sourceRow),
    /** Must run within the transaction that stores what the pages held. */
    replace(sourceRow: number, validators: readonly Validator[]): void {
      clear.run(sourceRow);
      for (const validator of validators) insert.run({ sourceRow, ...validator });
    },
    clear: (sourceRow: number): void => void clear.run(sourceRow),
  };
}
