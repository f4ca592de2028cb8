import { hash } from 'node:crypto';
import { alertsTable } from './alerts.ts';
import { callsTable } from './calls.ts';
import { changeLogTable } from './change-log.ts';
import { dashboardsTable } from './dashboards.ts';
import { type Db, openForWriting, sqliteVersion } from './database.ts';
import { daysTable } from './days.ts';
import { decisionsTable } from './decisions.ts';
import { enrichmentsTable } from './enrichments.ts';
import { closeLog, disownLog, ownLog } from './log-owner.ts';
import { metaTable } from './meta.ts';
import { panelLooksTable } from './panel-looks.ts';
import { quotaPlansTable } from './quota-plans.ts';
import { openNewerForReading } from './newer-database.ts';
import { recordsTable } from './records.ts';
import { refreshesTable } from './refreshes.ts';
import { retentionTable } from './retention.ts';
import { searchIndex } from './search-index.ts';
import { sightingsTable } from './sightings.ts';
import { sourcesTable } from './sources.ts';
import { spaceOf } from './space.ts';
import { stagingTable } from './staging.ts';
import { validatorsTable } from './validators.ts';

/** All that is written to disk, through the one connection that writes. */
export class Store {
  readonly #db: Db;
  readonly #file: string;
  readonly #writes: boolean;
  readonly #transaction: { immediate(work: () => unknown): unknown };
  readonly sqliteVersion: string;
  /** The number of the last migration. */
  readonly schema: number;
  readonly sources: ReturnType<typeof sourcesTable>;
  readonly records: ReturnType<typeof recordsTable>;
  readonly changeLog: ReturnType<typeof changeLogTable>;
  readonly alerts: ReturnType<typeof alertsTable>;
  readonly sightings: ReturnType<typeof sightingsTable>;
  readonly validators: ReturnType<typeof validatorsTable>;
  readonly refreshes: ReturnType<typeof refreshesTable>;
  readonly decisions: ReturnType<typeof decisionsTable>;
  readonly calls: ReturnType<typeof callsTable>;
  readonly days: ReturnType<typeof daysTable>;
  readonly quotaPlans: ReturnType<typeof quotaPlansTable>;
  readonly enrichments: ReturnType<typeof enrichmentsTable>;
  readonly retention: ReturnType<typeof retentionTable>;
  readonly staging: ReturnType<typeof stagingTable>;
  readonly space: ReturnType<typeof spaceOf>;
  readonly search: ReturnType<typeof searchIndex>;
  readonly dashboards: ReturnType<typeof dashboardsTable>;
  readonly panelLooks: ReturnType<typeof panelLooksTable>;
  readonly meta: ReturnType<typeof metaTable>;

  /** Opens the database of a newer Freshet as far as it can be read. All that would write throws `SqliteError`. */
  static ofNewer(file: string): Store {
    return new Store(file, true, true);
  }

  /** Opens or makes the database. Throws `DatabaseError`. `isInspected`: its condition has just been looked at. */
  constructor(file: string, isInspected = false, isNewer = false) {
    if (!isNewer) disownLog(file);
    const db = isNewer ? openNewerForReading(file) : openForWriting(file, isInspected);
    this.#db = db;
    this.#writes = !isNewer;
    this.#file = file;
    // Made once: wrapping each piece of work anew costs more than many of them.
    this.#transaction = db.transaction((work: () => unknown) => work());
    this.sqliteVersion = sqliteVersion(db);
    this.schema = Number(db.pragma('user_version', { simple: true }));
    this.sources = sourcesTable(db);
    this.records = recordsTable(db);
    this.changeLog = changeLogTable(db);
    this.alerts = alertsTable(db);
    this.sightings = sightingsTable(db);
    this.validators = validatorsTable(db);
    this.refreshes = refreshesTable(db);
    this.decisions = decisionsTable(db);
    this.calls = callsTable(db);
    this.days = daysTable(db);
    this.quotaPlans = quotaPlansTable(db);
    this.enrichments = enrichmentsTable(db);
    this.retention = retentionTable(db);
    this.staging = stagingTable(db);
    this.space = spaceOf(db);
    this.search = searchIndex(db);
    this.dashboards = dashboardsTable(db);
    this.panelLooks = panelLooksTable(db);
    this.meta = metaTable(db);
    if (isNewer) return;
    // Writes nothing new, but begins the write-ahead log.
    db.pragma(`user_version = ${this.schema}`);
    ownLog(file);
  }

  /** Runs `work` whole or not at all. */
  transaction<T>(work: () => T): T {
    return this.#transaction.immediate(work) as T;
  }

  /** Differs from what it was whenever records or settings have changed. */
  changeMark(): string {
    const rows = (sql: string) => this.#db.prepare(sql).raw().all();
    return hash(
      'sha256',
      JSON.stringify([
        rows('SELECT row, version, removed_at, config FROM sources ORDER BY row'),
        rows('SELECT row, version, position FROM dashboards ORDER BY row'),
      ]),
    );
  }

  isSound(): boolean {
    return this.#db.pragma('quick_check(1)', { simple: true }) === 'ok';
  }

  /**
   * Takes what is in the write-ahead log into the database file, without waiting for anybody. Gives whether that is all of
   * it: whoever reads an earlier state holds up the rest. Throws what SQLite throws when the disk does not take it.
   */
  checkpoint(): boolean {
    const [did] = this.#db.pragma('wal_checkpoint(PASSIVE)') as { busy: number; log: number; checkpointed: number }[];
    ownLog(this.#file);
    return did !== undefined && did.busy === 0 && did.log === did.checkpointed;
  }

  /** Empties the write-ahead log into the database and closes it. */
  close(): void {
    try {
      if (!this.#writes) return;
      this.#db.pragma('optimize');
      // A backup that is being made reads on; what it keeps in the write-ahead log is safe there until the next start.
      this.#db.pragma('busy_timeout = 500');
      this.#db.pragma('wal_checkpoint(TRUNCATE)');
    } finally {
      this.#db.close();
    }
    closeLog(this.#file);
  }
}

export { MERGE_CHUNK } from './records.ts';
