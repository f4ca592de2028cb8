import { callsTable } from './calls.ts';
import { type Db, openForWriting, sqliteVersion } from './database.ts';
import { daysTable } from './days.ts';
import { decisionsTable } from './decisions.ts';
import { enrichmentsTable } from './enrichments.ts';
import { metaTable } from './meta.ts';
import { quotaPlansTable } from './quota-plans.ts';
import { recordsTable } from './records.ts';
import { refreshesTable } from './refreshes.ts';
import { searchIndex } from './search-index.ts';
import { sourcesTable } from './sources.ts';
import { validatorsTable } from './validators.ts';

/** All that is written to disk, through the one connection that writes. */
export class Store {
  readonly #db: Db;
  readonly #transaction: { immediate(work: () => unknown): unknown };
  readonly sqliteVersion: string;
  readonly sources: ReturnType<typeof sourcesTable>;
  readonly records: ReturnType<typeof recordsTable>;
  readonly validators: ReturnType<typeof validatorsTable>;
  readonly refreshes: ReturnType<typeof refreshesTable>;
  readonly decisions: ReturnType<typeof decisionsTable>;
  readonly calls: ReturnType<typeof callsTable>;
  readonly days: ReturnType<typeof daysTable>;
  readonly quotaPlans: ReturnType<typeof quotaPlansTable>;
  readonly enrichments: ReturnType<typeof enrichmentsTable>;
  readonly search: ReturnType<typeof searchIndex>;
  readonly meta: ReturnType<typeof metaTable>;

  /** Opens or makes the database. Throws `DatabaseError`. */
  constructor(file: string) {
    const db = openForWriting(file);
    this.#db = db;
    // Made once: wrapping each piece of work anew costs more than many of them.
    this.#transaction = db.transaction((work: () => unknown) => work());
    this.sqliteVersion = sqliteVersion(db);
    this.sources = sourcesTable(db);
    this.records = recordsTable(db);
    this.validators = validatorsTable(db);
    this.refreshes = refreshesTable(db);
    this.decisions = decisionsTable(db);
    this.calls = callsTable(db);
    this.days = daysTable(db);
    this.quotaPlans = quotaPlansTable(db);
    this.enrichments = enrichmentsTable(db);
    this.search = searchIndex(db);
    this.meta = metaTable(db);
  }

  /** Runs `work` whole or not at all. */
  transaction<T>(work: () => T): T {
    return this.#transaction.immediate(work) as T;
  }

  isSound(): boolean {
    return this.#db.pragma('quick_check(1)', { simple: true }) === 'ok';
  }

  /** Empties the write-ahead log into the database and closes it. */
  close(): void {
    this.#db.pragma('optimize');
    this.#db.pragma('wal_checkpoint(TRUNCATE)');
    this.#db.close();
  }
}

export { MERGE_CHUNK } from './records.ts';
