import { copyFileSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { verifyDatabase } from '../../src-main/store/backups/verify.ts';
import { listBackups } from '../../src-main/store/backups/backup-file.ts';
import type { Wire } from '../support/wire.ts';
import { memoryDisk } from '../support/temp-folder.ts';
import { expectThat, Lost } from './fault.ts';
import { detailsOf, LISTED, listedRecord } from './feed.ts';

/** What a database holds of the sources of `Feed`. */
export interface Holding {
  /** The version that every record of the listing has. */
  version: number;
  /** Ids of the records whose details are there. */
  detailed: Set<number>;
  /** Records of the second source. */
  items: number;
  /** Refreshes of the listing, the oldest first. */
  refreshes: { id: string; outcome: string | null; updated: number }[];
  /** Calls for the listing in the ledger. */
  calls: number;
}

const scratchFolder = () => mkdtempSync(join(memoryDisk, 'freshet-fault-'));

/** Has a database read in a copy, so that what is looked at stays as the fault left it. */
export function inCopy<T>(database: string, read: (db: Database.Database, file: string) => T): T {
  const folder = scratchFolder();
  try {
    for (const end of ['', '-wal', '-journal'])
      if (existsSync(`${database}${end}`)) copyFileSync(`${database}${end}`, join(folder, `copy.db${end}`));
    const file = join(folder, 'copy.db');
    const db = new Database(file);
    try {
      const integrity = String(db.pragma('integrity_check(3)', { simple: true }));
      expectThat(integrity === 'ok', `integrity_check says: ${integrity}`);
      return read(db, file);
    } finally {
      db.close();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The one version that all of these records have. Throws `Lost` for a mixture, and for a record that is not as any version has it. */
export function versionOf(records: readonly Wire[], where: string): number {
  expectThat(records.length === LISTED, `${where}: ${records.length} of ${LISTED} records are there`);
  const versions = new Set(records.map(({ version }) => Number(version)));
  expectThat(versions.size === 1, `${where}: half of a refresh; the records have the versions ${[...versions].join(', ')}`);
  const [version = 0] = versions;
  const wrong = records.find((record) => !isDeepStrictEqual(record, listedRecord(Number(record.id), version)));
  expectThat(wrong === undefined, `${where}: a record is not as it was stored: ${JSON.stringify(wrong ?? null).slice(0, 200)}`);
  return version;
}

function read(db: Database.Database, where: string): Holding {
  const rows = (id: string) =>
    db
      .prepare<[string], { id: string; basic: string; rich: string | null; row: number }>(
        'SELECT r.row, r.id, basic, rich FROM records AS r JOIN sources AS s ON s.row = r.source_row WHERE s.id = ?',
      )
      .all(id);
  const items = rows('items');
  const detailed = new Set<number>();
  for (const { id, rich } of items) {
    if (rich === null) continue;
    expectThat(isDeepStrictEqual(JSON.parse(rich), detailsOf(Number(id))), `${where}: the details of ${id} are ${rich}`);
    detailed.add(Number(id));
  }
  const answered = db.prepare<[], string>('SELECT r.id FROM enrichments AS e JOIN records AS r ON r.row = e.record_row WHERE e.state = 2');
  for (const id of answered.pluck().all())
    expectThat(detailed.has(Number(id)), `${where}: the details of ${id} count as answered and are not there`);
  const ofBig = 'source_row = (SELECT row FROM sources WHERE id = ?)';
  return {
    version: versionOf(
      rows('big').map(({ basic }) => JSON.parse(basic)),
      where,
    ),
    detailed,
    items: items.length,
    refreshes: db
      .prepare<[string], Holding['refreshes'][number]>(`SELECT id, outcome, updated FROM refreshes WHERE ${ofBig} ORDER BY row`)
      .all('big'),
    calls: Number(db.prepare<[string], number>(`SELECT count(*) FROM calls WHERE ${ofBig}`).pluck().get('big')),
  };
}

/** What the database of a folder holds. Throws `Lost` when it is damaged or holds half of something. */
export function holdingOf(database: string): Holding {
  return inCopy(database, (db) => read(db, 'the database'));
}

/** Every file that has the name of a backup is a good one. Gives how many there are. */
export function expectGoodBackups(dataFolder: string, known: Set<string>): number {
  const backups = listBackups(join(dataFolder, 'backups'));
  for (const { path, records } of backups) {
    if (known.has(path)) continue;
    try {
      expectThat(verifyDatabase(path).records === records, `${path} does not hold the ${records} records that its name says`);
      inCopy(path, (db) => read(db, path));
    } catch (error) {
      throw error instanceof Lost ? error : new Lost(`a backup that has its final name is not good: ${String(error)}`);
    }
    known.add(path);
  }
  return backups.length;
}

/** Nothing that was begun is left lying about after a start. */
export function expectTidy(dataFolder: string): void {
  const names = ['', 'backups'].flatMap((part) => (existsSync(join(dataFolder, part)) ? readdirSync(join(dataFolder, part)) : []));
  const left = names.filter((name) => /unfinished|restoring|recovered/.test(name) && name !== 'state.json.unfinished');
  expectThat(left.length === 0, `left behind: ${left.join(', ')}`);
}
