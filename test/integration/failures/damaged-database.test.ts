import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  closeSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test } from 'vitest';
import { migrations } from '../../../src-main/store/migrations/index.ts';
import { type App, newDataFolder, removeFolder, startApp } from '../../support/app.ts';
import { json, startUpstream } from '../../support/upstream.ts';
import type { Wire } from '../../support/wire.ts';

// Filled once by an app that was killed, so that a part of it is still in the write-ahead log.
let filled: string;
let folder: string;
/** The same after an app made backups of it. */
let backedUp: string;

const FILES = ['freshet.db', 'freshet.db-wal', 'secrets.json', 'secrets.key'];

beforeAll(async () => {
  const upstream = await startUpstream((_call, response) =>
    json(
      response,
      Array.from({ length: 3_000 }, (_, id) => ({ id, text: 'x'.repeat(100) })),
    ),
  );
  const first = await startApp();
  filled = first.dataFolder;
  await first.post('/api/v1/sources', { id: 'big', name: 'Big', url: upstream.url, policy: { preset: 'manual' } });
  await first.post('/api/v1/sources/big/refresh', { wait: true });
  await first.stop();
  const second = await startApp({ dataFolder: filled });
  await second.post('/api/v1/sources/big/refresh', { mode: 'force', wait: true });
  await second.kill();
  await upstream.close();
});
beforeAll(async () => {
  backedUp = newDataFolder();
  for (const name of FILES) copyFileSync(join(filled, name), join(backedUp, name));
  const app = await startApp({ dataFolder: backedUp });
  for (let made = 0; made < 3; made += 1) expect((await app.post('/api/v1/backups')).status).toBe(201);
  // Something for the write-ahead log to hold.
  await app.post('/api/v1/pause', { forSeconds: null });
  await app.post('/api/v1/resume');
  await app.kill();
});
afterAll(() => {
  removeFolder(filled);
  removeFolder(backedUp);
});

beforeEach(() => {
  folder = newDataFolder();
  for (const name of FILES) copyFileSync(join(filled, name), join(folder, name));
  onTestFinished(() => removeFolder(folder));
});

const database = () => join(folder, 'freshet.db');
const walFile = () => join(folder, 'freshet.db-wal');

/** Starts where it should end at once; gives what it printed. */
async function failedStart(within: string[] = []): Promise<string> {
  try {
    const app = await startApp({ dataFolder: folder, within });
    await app.kill();
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('The app started although it should not have.');
}

async function expectWhole(app: App) {
  expect((await app.get('/api/v1/health')).body).toMatchObject({ status: 'ok', database: { integrity: 'ok', records: 3_000 } });
}

test('the folder as it was left opens, with what was still in the write-ahead log', async () => {
  const app = await startApp({ dataFolder: folder });
  onTestFinished(() => app.kill());
  await expectWhole(app);
  expect((await app.get('/api/v1/refreshes')).body.items.length).toBe(2);
});

const backupFiles = () => readdirSync(join(folder, 'backups')).filter((name) => name.endsWith('.db'));

/** Gives the folder the first backups that were made of it, and the database as the app left it that made them. */
function withBackups(count = 2): void {
  for (const name of ['freshet.db', 'freshet.db-wal']) copyFileSync(join(backedUp, name), join(folder, name));
  mkdirSync(join(folder, 'backups'));
  const names = readdirSync(join(backedUp, 'backups')).filter((name) => name.endsWith('.db'));
  for (const name of names.slice(0, count)) copyFileSync(join(backedUp, 'backups', name), join(folder, 'backups', name));
}

/** The one folder in which what was damaged is kept. */
function keptFolder(): string {
  const kept = readdirSync(join(folder, 'damaged'));
  expect(kept.length).toBe(1);
  return join(folder, 'damaged', kept[0] ?? '');
}

const damages: { name: string; damage: () => void; says: string }[] = [
  { name: 'cut in half', damage: () => truncateSync(database(), statSync(database()).size / 2), says: 'was damaged' },
  { name: 'cut within its first page', damage: () => truncateSync(database(), 700), says: 'was damaged' },
  { name: 'emptied', damage: () => truncateSync(database(), 0), says: 'was empty' },
  {
    name: 'overwritten in the middle',
    damage: () => {
      const file = openSync(database(), 'r+');
      for (let page = 8; page < 60; page += 1) writeSync(file, Buffer.alloc(4_096, 0x5a), 0, 4_096, page * 4_096);
      closeSync(file);
    },
    says: 'was damaged',
  },
  {
    name: 'replaced by a text file',
    damage: () => writeFileSync(database(), 'Dear diary,\n'.repeat(800)),
    // The write-ahead log may still hold the first page, and then the file is a database, though a broken one.
    says: 'was damaged',
  },
  {
    name: 'replaced by a database of another program',
    damage: () => {
      for (const file of [database(), walFile()]) rmSync(file, { force: true });
      const other = new Database(database());
      other.exec('CREATE TABLE songs (title TEXT)');
      other.close();
    },
    says: 'is no database of Freshet',
  },
  {
    name: 'replaced by a folder',
    damage: () => {
      rmSync(database());
      mkdirSync(database());
      writeFileSync(join(database(), 'diary.txt'), 'Dear diary');
    },
    says: 'it is a folder',
  },
];

test.each(damages)('a database that was $name is restored from the newest backup, and what was there is kept', async ({ damage, says }) => {
  withBackups();
  damage();
  const isFile = statSync(database()).isFile();
  const before = isFile ? readFileSync(database()) : null;
  const wal = existsSync(walFile()) ? readFileSync(walFile()) : null;
  const app = await startApp({ dataFolder: folder });
  onTestFinished(() => app.kill());
  await expectWhole(app);
  const { notices } = (await app.get('/api/v1/status')).body;
  expect(notices).toMatchObject([{ id: 'database-recovered', tone: 'warning', advice: expect.stringContaining(keptFolder()) }]);
  expect(notices[0].message).toContain(says);
  expect(notices[0].message).toMatch(
    /restored the backup of \d{4}-\d\d-\d\d \d\d:\d\d UTC with 3,000 records\..*all sources are refreshed now/,
  );
  expect((await app.get('/api/v1/backups')).body.restore).toMatchObject({ records: 3_000, keptIn: keptFolder(), undoId: null });
  const kept = join(keptFolder(), 'freshet.db');
  if (before === null) expect(readFileSync(join(kept, 'diary.txt'), 'utf8')).toBe('Dear diary');
  else expect(readFileSync(kept).equals(before)).toBe(true);
  // What is only in the write-ahead log could be all that is left.
  if (wal !== null) expect(readFileSync(`${kept}-wal`).equals(wal)).toBe(true);
});

test('after a restore every source is refreshed, also one that is refreshed only by hand, and the reason is told', async () => {
  withBackups();
  truncateSync(database(), 700);
  const app = await startApp({ dataFolder: folder });
  onTestFinished(() => app.kill());
  await expect
    .poll(async () => (await app.get('/api/v1/refreshes?limit=1')).body.items[0], { timeout: 35_000 })
    .toMatchObject({ sourceId: 'big', trigger: 'repair' });
  expect((await app.get('/api/v1/sources/big/why')).body.items.map((item: Wire) => item.reason)).toContain('restored');
}, 60_000);

test.each(damages)('without a backup, a database that was $name makes room for an empty one and is kept', async ({ damage, says }) => {
  writeFileSync(
    join(folder, 'freshet.config.json'),
    JSON.stringify({ sources: [{ id: 'written', name: 'Written', url: 'http://127.0.0.1:9/list', policy: { preset: 'manual' } }] }),
  );
  damage();
  const app = await startApp({ dataFolder: folder, args: [] });
  onTestFinished(() => app.kill());
  const { notices, demo } = (await app.get('/api/v1/status')).body;
  expect(notices[0].message).toContain(says);
  expect(notices[0].message).toContain('There was no backup, so Freshet began with an empty one.');
  expect((await app.get('/api/v1/sources')).body.items.map((source: Wire) => source.id)).toEqual(['written']);
  expect(demo.on).toBe(false);
  expect(existsSync(join(keptFolder(), 'freshet.db'))).toBe(true);
});

test('a backup that is damaged too is passed over for the one before, and stays', async () => {
  withBackups(3);
  const [first, second, third] = backupFiles();
  truncateSync(join(folder, 'backups', third ?? ''), 9_000);
  writeFileSync(join(folder, 'backups', second ?? ''), 'no database');
  truncateSync(database(), 700);
  const app = await startApp({ dataFolder: folder });
  onTestFinished(() => app.kill());
  await expectWhole(app);
  expect((await app.get('/api/v1/status')).body.notices[0].message).toContain('2 newer backups were damaged too.');
  expect(backupFiles()).toEqual([first, second, third]);
});

test('a database of an older schema is backed up before it is brought up to date', async () => {
  const app = await startApp();
  onTestFinished(() => removeFolder(app.dataFolder));
  await app.stop();
  const file = join(app.dataFolder, 'freshet.db');
  rmSync(file);
  const old = new Database(file);
  old.exec(migrations[0]?.sql ?? '');
  old.pragma('user_version = 1');
  old.close();
  const again = await startApp({ dataFolder: app.dataFolder });
  onTestFinished(() => again.kill());
  expect((await again.get('/api/v1/backups')).body.items).toMatchObject([{ kind: 'before-upgrade', schema: 1, records: 0 }]);
  expect((await again.get('/api/v1/status')).body.notices).toEqual([]);
});

/** A generator of numbers from 0 to below 1 that is the same for a seed (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

test.each([1, 2, 3, 4, 5, 6, 7, 8])(
  'the app starts and shows the data after damage at random places, seed %i',
  async (seed) => {
    withBackups(1);
    const random = seeded(seed);
    for (let round = 0; round < 3; round += 1) {
      const target = random() < 0.75 || !existsSync(walFile()) ? database() : walFile();
      const { size } = statSync(target);
      const file = openSync(target, 'r+');
      const kind = Math.floor(random() * 4);
      if (kind === 0) truncateSync(target, Math.floor(random() * size));
      else if (kind === 1) rmSync(walFile(), { force: true });
      else
        for (let flip = 0; flip < (kind === 2 ? 1 : 64); flip += 1) {
          const at = Math.floor(random() * size);
          const byte = Buffer.alloc(1);
          readSync(file, byte, 0, 1, at);
          writeSync(file, Buffer.from([(byte[0] ?? 0) ^ (1 << Math.floor(random() * 8))]), 0, 1, at);
        }
      closeSync(file);
      const app = await startApp({ dataFolder: folder });
      await expectWhole(app);
      await app.kill();
    }
  },
  60_000,
);

test('a write-ahead log that was cut off loses what was in it and nothing else', async () => {
  truncateSync(walFile(), Math.floor(statSync(walFile()).size / 2));
  const app = await startApp({ dataFolder: folder });
  onTestFinished(() => app.kill());
  await expectWhole(app);
});

test('a database that is gone is made anew where there is no backup, and that is told', async () => {
  rmSync(database());
  rmSync(walFile());
  const app = await startApp({ dataFolder: folder });
  onTestFinished(() => app.kill());
  const { notices } = (await app.get('/api/v1/status')).body;
  expect(notices).toMatchObject([{ tone: 'warning', message: expect.stringContaining('was not there. There was no backup') }]);
});

test('a database that is gone is restored, and the write-ahead log that it left behind is kept and not taken for its own', async () => {
  withBackups(1);
  const wal = readFileSync(walFile());
  rmSync(database());
  const app = await startApp({ dataFolder: folder });
  onTestFinished(() => app.kill());
  await expectWhole(app);
  expect(readFileSync(join(keptFolder(), 'freshet.db-wal')).equals(wal)).toBe(true);
});

test('a write-ahead log that is lost takes nothing back that a backup holds', async () => {
  const app = await startApp({ dataFolder: folder });
  await app.post('/api/v1/sources', { id: 'later', name: 'Later', url: 'http://127.0.0.1:9/list', policy: { preset: 'manual' } });
  expect((await app.post('/api/v1/backups')).status).toBe(201);
  await app.kill();
  rmSync(walFile(), { force: true });
  const again = await startApp({ dataFolder: folder });
  onTestFinished(() => again.kill());
  await expectWhole(again);
  expect((await again.get('/api/v1/sources/later')).status).toBe(200);
  expect((await again.get('/api/v1/status')).body.notices).toEqual([]);
});

test('a stale write-ahead log of an earlier time does no harm', async () => {
  const stale = readFileSync(walFile());
  withBackups(1);
  const app = await startApp({ dataFolder: folder });
  await app.stop();
  writeFileSync(walFile(), stale);
  const again = await startApp({ dataFolder: folder });
  onTestFinished(() => again.kill());
  await expectWhole(again);
  expect((await again.get('/api/v1/status')).body.notices).toMatchObject([
    { id: 'stray-log', tone: 'warning', advice: expect.stringContaining(keptFolder()) },
  ]);
  expect(readFileSync(join(keptFolder(), 'freshet.db-wal')).equals(stale)).toBe(true);
});

test('a first start says nothing of a database that was not there', async () => {
  const app = await startApp();
  onTestFinished(async () => {
    await app.kill();
    removeFolder(app.dataFolder);
  });
  expect((await app.get('/api/v1/status')).body.notices).toEqual([]);
});

const asOwner = process.getuid?.() === 0 ? [] : ['--map-root-user'];
const readOnly = ['unshare', ...asOwner, '--mount', '--propagation', 'private', 'sh', '-c'];
const canMount = spawnSync('unshare', [...asOwner, '--mount', 'sh', '-c', 'mount -t tmpfs tmpfs /mnt']).status === 0;
if (!canMount) process.stdout.write('Skipped: a read-only disk, because this system does not let the test mount one.\n');

test.runIf(canMount)('a data folder on a disk that may only be read is not opened, and the words say why', async () => {
  const said = await failedStart([...readOnly, 'mount --bind "$0" "$0" && mount -o remount,bind,ro "$0" && exec "$@"', folder]);
  expect(said).toMatch(/^the app ended with 1: The data folder .* cannot be used: .*Check its permissions/);
});

test.runIf(process.getuid?.() !== 0)('a data folder without permissions is not opened, and the words say why', async () => {
  chmodSync(folder, 0o500);
  onTestFinished(() => chmodSync(folder, 0o700));
  expect(await failedStart()).toMatch(/cannot be used: .*Check its permissions/);
});

test('secrets that were damaged are told, and the database is not touched', async () => {
  writeFileSync(join(folder, 'secrets.key'), 'short');
  const before = readFileSync(database());
  expect(await failedStart()).toMatch(/secrets\.key is damaged: it must hold 32 bytes and has 5/);
  expect(readFileSync(database()).equals(before)).toBe(true);
});
