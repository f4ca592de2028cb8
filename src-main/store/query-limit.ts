import type { Db } from './database.ts';

/** How long a query may take, milliseconds. */
export const QUERY_LIMIT_MS = 5_000;

/** A query was ended because it took longer than its limit. Nothing was changed. */
export class QueryTimeout extends Error {
  override name = 'QueryTimeout';
  readonly advice = 'Ask for less: a longer or rarer text, or one source instead of all. If it stays slow, restart Freshet.';

  constructor(limitMs: number) {
    super(`This query took longer than ${limitMs / 1000} s, so it was ended.`);
  }
}

/**
 * SQL that holds for every row, and ends the query with `QueryTimeout` once its time is over. SQLite cannot be stopped from
 * outside while it goes through rows, so those queries that may go through many ask for themselves, at one row in 256.
 */
export const withinLimit = (rowColumn: string): string => `(${rowColumn} & 255 <> 0 OR within_limit() = 1)`;

/** Times the queries of one connection. */
export class QueryLimit {
  readonly #limitMs: number;
  #endsAt = Infinity;

  /** Makes `withinLimit` known to the connection. */
  constructor(db: Db, limitMs: number) {
    this.#limitMs = limitMs;
    db.function('within_limit', { deterministic: false, directOnly: true }, () => {
      if (performance.now() > this.#endsAt) throw new QueryTimeout(this.#limitMs);
      return 1;
    });
  }

  /** Runs a query under the limit. Throws `QueryTimeout`. */
  run<T>(query: () => T): T {
    this.#endsAt = performance.now() + this.#limitMs;
    try {
      return query();
    } finally {
      this.#endsAt = Infinity;
    }
  }
}
