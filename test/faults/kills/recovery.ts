import { closeSync, openSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { Aim } from '../aim.ts';
import { type AttemptOptions, expectThat, type Ground, type Kind } from '../fault.ts';
import { kill } from '../faulty-app.ts';
import { expectGoodBackups } from '../holding.ts';
import { oneOf } from '../random.ts';
import { backedUpFolder, keptIn } from '../templates.ts';
import { killStart } from './kill-start.ts';
import { noticesOf, reopen, shownVersion } from './reopen.ts';

const aim = new Aim(150);

/** The version of the newest backup of `backedUpFolder`. */
const NEWEST_BACKUP = 2;

const damages: ((database: string) => void)[] = [
  (database) => truncateSync(database, Math.floor(statSync(database).size / 3)),
  (database) => writeFileSync(database, 'Dear diary,\n'.repeat(5_000)),
  (database) => {
    const file = openSync(database, 'r+');
    writeSync(file, Buffer.alloc(40 * 4_096, 0x5a), 0, 40 * 4_096, 4_096);
    closeSync(file);
    rmSync(`${database}-wal`);
  },
];

async function attempt(options: AttemptOptions): Promise<boolean> {
  const folder = await backedUpFolder();
  const database = join(folder, 'freshet.db');
  oneOf(options.random, damages)(database);
  const broken = readFileSync(database);
  const landed = await killStart(folder, ['begin check'], aim, options, `ms after the check of the backup began`);

  const app = await reopen({ dataFolder: folder });
  expectThat((await shownVersion(app)) === NEWEST_BACKUP, 'it is not the newest backup that is shown');
  const kept = keptIn(folder).map((each) => join(each, 'freshet.db'));
  expectThat(
    kept.some((file) => statSync(file, { throwIfNoEntry: false })?.isFile() === true && readFileSync(file).equals(broken)),
    'the damaged file was not kept as it was',
  );
  const { restore } = (await app.get('/api/v1/backups')).body;
  const told = restore !== null && restore.found !== null;
  expectThat(told, `nobody was told that a backup took the place of the database (${(await noticesOf(app)).join()})`);
  expectGoodBackups(folder, new Set());
  await kill(app);
  return landed;
}

export const recovery: Kind = {
  name: 'recovery',
  group: 'kill',
  what: 'from the check of a backup at a start on a damaged database to the end of the start',
  rounds: 25,
  sampled: 2,
  roundsPerGround: 5,
  open: async () => ({ attempt, close: async () => undefined }) satisfies Ground,
};
