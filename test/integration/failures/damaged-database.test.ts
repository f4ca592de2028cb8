import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  closeSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test } from 'vitest';
import { type App, newDataFolder, removeFolder, startApp } from '../../support/app.ts';
import { json, startUpstream } from '../../support/upstream.ts';

// Filled once by an app that was killed, so that a part of it is still in the write-ahead log.
let filled: string;
let folder: string;

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
afterAll(() => removeFolder(filled));

beforeEach(() => {
  folder = newDataFolder();
  for (const name of ['freshet.db', 'freshet.db-wal', 'secrets.json', 'secrets.key']) copyFileSync(join(filled, name), join(folder, name));
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

const damages: { name: string; damage: () => void; says: RegExp }[] = [
  { name: 'cut in half', damage: () => truncateSync(database(), statSync(database()).size / 2), says: /damaged/ },
  { name: 'cut within its first page', damage: () => truncateSync(database(), 700), says: /damaged/ },
  { name: 'emptied', damage: () => (truncateSync(database(), 0), rmSync(walFile())), says: /is empty/ },
  {
    name: 'overwritten in the middle',
    damage: () => {
      const file = openSync(database(), 'r+');
      for (let page = 8; page < 60; page += 1) writeSync(file, Buffer.alloc(4_096, 0x5a), 0, 4_096, page * 4_096);
      closeSync(file);
    },
    says: /damaged/,
  },
  { name: 'replaced by a text file', damage: () => writeFileSync(database(), 'Dear diary,\n'.repeat(800)), says: /damaged or no database/ },
  {
    name: 'replaced by a folder',
    damage: () => {
      rmSync(database());
      mkdirSync(database());
    },
    says: /cannot be opened/,
  },
];

test.each(damages)('a database that was $name is left as it is, and the words say what to do', async ({ damage, says }) => {
  damage();
  const isFile = statSync(database()).isFile();
  const before = isFile ? readFileSync(database()) : null;
  const wal = existsSync(walFile()) ? readFileSync(walFile()) : null;
  const said = await failedStart();
  expect(said).toMatch(/^the app ended with 1: /);
  expect(said).toMatch(says);
  expect(said).toContain(database());
  expect(said).toContain('--data');
  expect(said.trim().split('\n').length).toBe(1);
  if (before !== null) expect(readFileSync(database()).equals(before)).toBe(true);
  // What is only in the write-ahead log could be all that is left.
  if (wal !== null) expect(readFileSync(walFile()).equals(wal)).toBe(true);
});

test('a write-ahead log that was cut off loses what was in it and nothing else', async () => {
  truncateSync(walFile(), Math.floor(statSync(walFile()).size / 2));
  const app = await startApp({ dataFolder: folder });
  onTestFinished(() => app.kill());
  await expectWhole(app);
});

test('a database that is gone is made anew, and that is told', async () => {
  rmSync(database());
  rmSync(walFile());
  const app = await startApp({ dataFolder: folder });
  onTestFinished(() => app.kill());
  const { notices } = (await app.get('/api/v1/status')).body;
  expect(notices).toMatchObject([{ tone: 'warning', message: expect.stringContaining('was not there') }]);
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
