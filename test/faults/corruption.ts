import { existsSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { join } from 'node:path';
import { listBackups } from '../../src-main/store/backups/backup-file.ts';
import { listAll } from '../support/app.ts';
import * as damage from './damage.ts';
import { type AttemptOptions, expectThat, type Kind } from './fault.ts';
import { type FaultyApp, kill, start } from './faulty-app.ts';
import { DETAILED, detailsOf, LISTED, listedRecord } from './feed.ts';
import { expectTidy } from './holding.ts';
import { oneOf, whole } from './random.ts';
import { backedUpFolder, keptIn, STALE_WALS } from './templates.ts';
import { noticesOf } from './kills/reopen.ts';

/** What `backedUpFolder` holds: the versions of its backups, the newest first, and of its database. */
const BACKUPS = [2, 1];
const STORED = 3;

const filesIn = (folder: string, stale: string): damage.Files => ({
  database: join(folder, 'freshet.db'),
  wal: join(folder, 'freshet.db-wal'),
  staleWal: join(folder, stale),
});

/** The version that is shown. `silent`: so many records may be other than they were, as nobody can see that they are. */
async function shownVersion(app: FaultyApp, silent: number): Promise<number> {
  const records = (await listAll(app, '/api/v1/sources/big/records')).map(({ fields }) => fields);
  const good = [0, 1, 2, STORED].map((version) => ({
    version,
    count: records.filter((record) => isDeepStrictEqual(record, listedRecord(Number(record.id), version))).length,
  }));
  const [most] = good.sort((a, b) => b.count - a.count);
  const { version, count } = most ?? { version: 0, count: 0 };
  expectThat(
    count >= LISTED - silent && records.length <= LISTED,
    `of ${records.length} records ${good.map((each) => `${each.count} have version ${each.version}`).join(', ')}`,
  );
  return version;
}

async function expectDetails(app: FaultyApp, silent: number): Promise<void> {
  const records = await listAll(app, '/api/v1/sources/items/records');
  const whole = records.filter(({ fields }) => {
    const { weight, 'about.note': note } = detailsOf(Number(fields.id));
    return fields.weight === weight && isDeepStrictEqual(fields.about, { note });
  });
  expectThat(whole.length >= DETAILED - silent, `${DETAILED - whole.length} of ${DETAILED} records have lost their details`);
}

/** What was damaged is kept, byte for byte. */
function expectKept(folder: string, before: Buffer | null): void {
  const kept = keptIn(folder);
  expectThat(kept.length > 0, 'nothing of what was damaged is kept');
  if (before === null) return;
  const files = kept.map((each) => join(each, 'freshet.db')).filter((file) => existsSync(file));
  expectThat(
    files.some((file) => readFileSync(file).equals(before)),
    'the damaged file was not kept as it was',
  );
}

const bytesOf = (database: string) => (statSync(database, { throwIfNoEntry: false })?.isFile() === true ? readFileSync(database) : null);

/** Damages the files of a folder with backups, and starts the app on what is left. */
function attemptAt(inflict: damage.Damage) {
  return async ({ random, note }: AttemptOptions): Promise<boolean> => {
    const folder = await backedUpFolder();
    const files = filesIn(folder, oneOf(random, STALE_WALS));
    const { words, silent } = inflict(files, random);
    const [newest] = listBackups(join(folder, 'backups'));
    const isBackupDamaged = newest !== undefined && random() < 0.2;
    if (isBackupDamaged) truncateSync(newest.path, whole(random, newest.bytes));
    note(`${words}${isBackupDamaged ? ', and the newest backup cut' : ''}`);
    const before = bytesOf(files.database);
    const app = await start({ dataFolder: folder });
    const version = await shownVersion(app, silent);
    await expectDetails(app, silent);
    const lastGood = BACKUPS[isBackupDamaged ? 1 : 0] ?? 0;
    expectThat(version >= lastGood, `version ${version} is shown, older than the last good backup of version ${lastGood}`);
    const notices = await noticesOf(app);
    if (notices.includes('database-recovered')) {
      expectThat(version === lastGood, `version ${version} was restored, and the last good backup has ${lastGood}`);
      expectKept(folder, before);
    } else expectThat(keptIn(folder).length > 0 === notices.includes('stray-log'), 'something was put aside and nobody was told');
    expectTidy(folder);
    await kill(app);
    rmSync(folder, { recursive: true, force: true });
    return true;
  };
}

/** Makes a database unusable where no backup is good. */
async function attemptWithoutBackup({ random, note }: AttemptOptions): Promise<boolean> {
  const folder = await backedUpFolder();
  for (const { path } of listBackups(join(folder, 'backups'))) {
    if (random() < 0.5) rmSync(path);
    else writeFileSync(path, readFileSync(path).subarray(0, 9_000));
  }
  const files = filesIn(folder, STALE_WALS[0]);
  rmSync(files.wal);
  const { words } = oneOf(random, [damage.zeroLength, damage.foreignFile])(files, random);
  note(`${words}, without a good backup`);
  const before = bytesOf(files.database);
  const app = await start({ dataFolder: folder });
  expectThat((await app.get('/api/v1/sources')).body.items.length === 0, 'sources are shown that nobody can know');
  const notices = (await app.get('/api/v1/status')).body.notices as { id: string; message: string }[];
  const told = notices.find(({ id }) => id === 'database-recovered');
  expectThat(told?.message.includes('began with an empty one') === true, `what is told: ${JSON.stringify(notices)}`);
  if (before !== null) expectKept(folder, before);
  await kill(app);
  return true;
}

const kind = (
  name: string,
  what: string,
  rounds: number,
  sampled: number,
  attempt: (options: AttemptOptions) => Promise<boolean>,
): Kind => ({
  name,
  group: 'corruption',
  what,
  rounds,
  sampled,
  roundsPerGround: 5,
  open: async () => ({ attempt, close: async () => undefined }),
});

export const corruptions: Kind[] = [
  kind('bit-flips', '1 to 64 bits of the database or its write-ahead log', 60, 6, attemptAt(damage.bitFlips)),
  kind('truncation', 'the database or its write-ahead log cut anywhere', 50, 5, attemptAt(damage.truncation)),
  kind('lost-pages', '1 to 6 pages overwritten', 25, 2, attemptAt(damage.lostPages)),
  kind('deleted-wal', 'the write-ahead log deleted', 10, 1, attemptAt(damage.deletedWal)),
  kind('stale-wal', 'a write-ahead log of an earlier time', 20, 2, attemptAt(damage.staleWal)),
  kind('zero-length', 'a database of zero length', 15, 1, attemptAt(damage.zeroLength)),
  kind('foreign-file', 'a file of something else, or none', 25, 2, attemptAt(damage.foreignFile)),
  kind('no-backup', 'unusable, and no backup is good', 10, 1, attemptWithoutBackup),
];
