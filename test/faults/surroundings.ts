import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startApp } from '../support/app.ts';
import { type AttemptOptions, expectThat, type Kind } from './fault.ts';
import { type FaultyApp, kill, start } from './faulty-app.ts';
import { DETAILED, Feed } from './feed.ts';
import { expectGoodBackups, holdingOf } from './holding.ts';
import { whole } from './random.ts';
import { filledFolder } from './templates.ts';
import { reopen, shownVersion } from './kills/reopen.ts';

const asOwner = process.getuid?.() === 0 ? [] : ['--map-root-user'];
const inNamespace = ['unshare', ...asOwner, '--mount', '--propagation', 'private', 'sh', '-c'];
const DISK_KIBIBYTES = 16_000;
const MEBIBYTE = 1_048_576;

let canMount: boolean | null = null;
const mountObstacle = () => {
  canMount ??= spawnSync('unshare', [...asOwner, '--mount', 'sh', '-c', 'mount -t tmpfs tmpfs /mnt']).status === 0;
  return canMount ? null : 'this system does not let a test mount a disk of its own';
};

/** Leaves so many bytes of a disk free. */
function fill(disk: string, leftBytes: number): void {
  const { bavail, bsize } = statfsSync(disk);
  writeFileSync(join(disk, 'filler'), Buffer.alloc(Math.max(0, bavail * bsize - leftBytes)));
}

/** Looks at the database on a disk that only the app sees. */
function holdingOn(disk: string) {
  const folder = mkdtempSync(join(tmpdir(), 'freshet-fault-'));
  try {
    for (const end of ['', '-wal'])
      if (existsSync(join(disk, `freshet.db${end}`))) cpSync(join(disk, `freshet.db${end}`), join(folder, `freshet.db${end}`));
    return holdingOf(join(folder, 'freshet.db'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What is refused says why; what is answered is there. */
async function pressWhatever(app: FaultyApp): Promise<boolean> {
  await app.settled('big');
  const { status, body } = await app.post('/api/v1/sources/big/refresh', { mode: 'force', wait: true });
  const words = JSON.stringify(body);
  const isStored = body.refresh?.outcome === 'changed';
  expectThat(isStored || /disk is full|just-asked/i.test(words), `a refresh on a full disk ended with ${status}: ${words.slice(0, 300)}`);
  return isStored;
}

async function fullDisk({ random, note }: AttemptOptions): Promise<boolean> {
  const feed = await Feed.open();
  const folder = await filledFolder(feed);
  const mount = `mkdir -p "$0.filled" && cp -a "$0/." "$0.filled" && mount -t tmpfs -o size=${DISK_KIBIBYTES}k tmpfs "$0" && cp -a "$0.filled/." "$0" && exec "$@"`;
  const app = await start({ dataFolder: folder, within: [...inNamespace, mount, folder] });
  const disk = `/proc/${app.process.pid}/root${folder}`;
  // From not a byte to enough for all: a merge, its checkpoint or a backup runs into the end at any place.
  const leftBytes = whole(random, 3 * MEBIBYTE);
  note(`${leftBytes} bytes free`);
  fill(disk, leftBytes);
  feed.version = 2;
  const isStored = await pressWhatever(app);
  await app.post('/api/v1/backups');
  expectGoodBackups(disk, new Set());
  const holding = holdingOn(disk);
  expectThat(
    holding.version === (isStored ? 2 : 1),
    `version ${holding.version} is there, and the refresh was ${isStored ? '' : 'not '}acknowledged`,
  );
  expectThat(holding.detailed.size === DETAILED, 'details are lost');
  expectThat((await shownVersion(app)) === holding.version, 'the screen shows another version than the database holds');
  rmSync(join(disk, 'filler'));
  feed.version = 3;
  await app.press('big');
  expectThat(holdingOn(disk).version === 3, 'with space again, a refresh is not stored');
  await kill(app);
  await feed.close();
  return true;
}

async function readOnlyFolder({ note }: AttemptOptions): Promise<boolean> {
  const feed = await Feed.open();
  const folder = await filledFolder(feed);
  const database = join(folder, 'freshet.db');
  const before = readFileSync(database);
  note('the folder may only be read');
  const mount = 'mount --bind "$0" "$0" && mount -o remount,bind,ro "$0" && exec "$@"';
  const said = await startApp({ dataFolder: folder, within: [...inNamespace, mount, folder] }).then(
    () => 'it started',
    (error: unknown) => String(error),
  );
  expectThat(/the app ended with 1: The data folder .* cannot be used: .*Check its permissions/.test(said), `what is said: ${said}`);
  expectThat(readFileSync(database).equals(before), 'the database has changed');
  const app = await reopen({ dataFolder: folder });
  expectThat((await shownVersion(app)) === 1, 'the records are not those that were there');
  await kill(app);
  await feed.close();
  return true;
}

async function twoProcesses({ random, note }: AttemptOptions): Promise<boolean> {
  const feed = await Feed.open();
  const folder = await filledFolder(feed);
  const processes = 2 + whole(random, 2);
  note(`${processes} processes at once`);
  const started = await Promise.allSettled(Array.from({ length: processes }, () => start({ dataFolder: folder })));
  const refused = started.flatMap((each) => (each.status === 'rejected' ? [String(each.reason)] : []));
  const served = started.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
  const [app] = served;
  expectThat(app !== undefined && served.length === 1, `${served.length} of ${processes} processes serve one folder`);
  for (const words of refused) expectThat(/ended with 3: Freshet is already running on/.test(words), `what is said: ${words}`);
  feed.version = 2;
  await app.press('big');
  // One more, at the moment at which the first is killed: it finds the lock or takes the folder over.
  const next = start({ dataFolder: folder }).then(
    (another) => another,
    () => null,
  );
  await kill(app);
  const another = (await next) ?? (await reopen({ dataFolder: folder }));
  expectThat((await shownVersion(another)) === 2, 'an acknowledged refresh is gone');
  expectThat(holdingOf(join(folder, 'freshet.db')).version === 2, 'an acknowledged refresh is gone');
  await kill(another);
  await feed.close();
  return true;
}

const kind = (
  name: string,
  what: string,
  rounds: number,
  attempt: (options: AttemptOptions) => Promise<boolean>,
  obstacle: () => string | null = () => null,
): Kind => ({
  name,
  group: 'surroundings',
  what,
  rounds,
  sampled: 1,
  roundsPerGround: 4,
  obstacle,
  open: async () => ({ attempt, close: async () => undefined }),
});

export const surroundings: Kind[] = [
  kind('full-disk', 'a disk of 16 MB that is full but for 0 to 3 MB', 12, fullDisk, mountObstacle),
  kind('read-only', 'a data folder that may only be read', 2, readOnlyFolder, mountObstacle),
  kind('two-processes', 'two or three processes on one folder, and one more when the first is killed', 6, twoProcesses),
];
