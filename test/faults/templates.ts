import { cpSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { migrations } from '../../src-main/store/migrations/index.ts';
import { makeOldDatabase } from '../support/old-database.ts';
import { eventually, kill, start } from './faulty-app.ts';
import { DETAILED, Feed } from './feed.ts';

const folders: string[] = [];

/** A folder of its own, gone when the run ends. */
export function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'freshet-faults-'));
  folders.push(folder);
  return folder;
}

export function removeFolders(): void {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}

async function makeFilled(feed: Feed): Promise<string> {
  const folder = newFolder();
  const app = await start({ dataFolder: folder });
  for (const source of feed.sources()) await app.post('/api/v1/sources', source);
  for (const { id } of feed.sources()) await app.press(String(id));
  await eventually(
    async () => (await app.get('/api/v1/sources/items')).body.enrichment,
    ({ answered }) => answered === DETAILED,
    'the details are not fetched',
  );
  await app.stop();
  return folder;
}

/** Write-ahead logs of an earlier time, in a folder of `backedUpFolder`: of a session before, and as it was a refresh ago. */
export const STALE_WALS = ['stale-session.wal', 'stale-refresh.wal'] as const;

/**
 * Version 1 in a backup, version 2 in a newer one, version 3 stored since; what came after the first backup is in the
 * write-ahead log, as the app that stored it was killed.
 */
async function makeBackedUp(from: string, feed: Feed): Promise<string> {
  const folder = newFolder();
  cpSync(from, folder, { recursive: true });
  const keepWal = (name: (typeof STALE_WALS)[number]) => cpSync(join(folder, 'freshet.db-wal'), join(folder, name));
  const earlier = await start({ dataFolder: folder });
  feed.version = 0;
  await earlier.press('big');
  await kill(earlier);
  keepWal(STALE_WALS[0]);
  const first = await start({ dataFolder: folder });
  feed.version = 1;
  await first.press('big');
  await first.post('/api/v1/backups');
  await first.stop();
  const second = await start({ dataFolder: folder });
  feed.version = 2;
  await second.press('big');
  await second.post('/api/v1/backups');
  keepWal(STALE_WALS[1]);
  feed.version = 3;
  await second.press('big');
  await kill(second);
  feed.isDown = true;
  return folder;
}

let filled: Promise<string> | null = null;
let backedUp: Promise<string> | null = null;
let filledFeed: Promise<Feed> | null = null;

const openFilledFeed = () => (filledFeed ??= Feed.open());
const openFilled = () => (filled ??= openFilledFeed().then(makeFilled));

/** Ends the upstreams that templates were filled from. */
export async function closeTemplates(): Promise<void> {
  await (await filledFeed)?.close();
}

/** A folder with both sources, all details and no backups, whose sources are those of this feed. */
export async function filledFolder(feed: Feed): Promise<string> {
  const folder = newFolder();
  cpSync(await openFilled(), folder, { recursive: true });
  const db = new Database(join(folder, 'freshet.db'));
  db.prepare('UPDATE sources SET config = replace(config, ?, ?)').run((await openFilledFeed()).url, feed.url);
  db.close();
  return folder;
}

/** A folder as a killed app left it, with backups of the versions 1 and 2 and with version 3. Its upstream answers errors. */
export async function backedUpFolder(): Promise<string> {
  backedUp ??= Promise.all([openFilled(), openFilledFeed()]).then(([from, feed]) => makeBackedUp(from, feed));
  const folder = newFolder();
  cpSync(await backedUp, folder, { recursive: true });
  return folder;
}

/** The schemas from which a database can be brought up to date. */
export const OLD_SCHEMAS = migrations.slice(1).map((_, index) => index + 1);

const oldFolders = new Map<string, string>();

/** A folder with a database of an earlier schema. */
export function oldFolder(schema: number, records: number): string {
  const key = `${schema} ${records}`;
  let template = oldFolders.get(key);
  if (template === undefined) {
    template = newFolder();
    makeOldDatabase(join(template, 'freshet.db'), schema, { records, writtenAt: Date.now() });
    oldFolders.set(key, template);
  }
  const folder = newFolder();
  cpSync(template, folder, { recursive: true });
  return folder;
}

/** What is kept of damaged databases: a folder for each time. */
export function keptIn(dataFolder: string): string[] {
  const folder = join(dataFolder, 'damaged');
  return existsSync(folder) ? readdirSync(folder).map((name) => join(folder, name)) : [];
}
