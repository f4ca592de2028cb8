import { cpSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { Aim, until } from '../aim.ts';
import { movingClock } from '../clock.ts';
import { type AttemptOptions, expectThat, type Kind } from '../fault.ts';
import { kill, start } from '../faulty-app.ts';
import { Feed } from '../feed.ts';
import { holdingOf } from '../holding.ts';
import { whole } from '../random.ts';
import { newFolder } from '../templates.ts';
import { reopen, shownVersion } from './reopen.ts';

/** Pages that are free, before all that holds data. */
const FREE_PAGES = 2_000;
/** Enough for all of them, as each step takes more pages than the one before. */
const MOST_STEPS = 8;
const aim = new Aim(3);

function withDatabase(folder: string, sql: string): void {
  const db = new Database(join(folder, 'freshet.db'));
  db.exec(sql);
  db.close();
}

async function makeRoomy(): Promise<string> {
  const feed = await Feed.open();
  const folder = newFolder();
  await (await start({ dataFolder: folder })).stop();
  withDatabase(
    folder,
    `CREATE TABLE filler (x); WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${FREE_PAGES})
     INSERT INTO filler SELECT zeroblob(4000) FROM n`,
  );
  const app = await start({ dataFolder: folder });
  const [big, items] = feed.sources();
  await app.post('/api/v1/sources', big);
  await app.post('/api/v1/sources', { ...items, enrichment: undefined });
  await app.press('big');
  await app.stop();
  withDatabase(folder, 'DROP TABLE filler');
  await feed.close();
  return folder;
}

let roomy: Promise<string> | null = null;

async function attempt({ random, atMs, note }: AttemptOptions): Promise<boolean> {
  const folder = newFolder();
  cpSync(await (roomy ??= makeRoomy()), folder, { recursive: true });
  const clock = await movingClock();
  const app = await start({ dataFolder: folder, imports: clock.imports, env: clock.env });
  const place = app.said.place;
  clock.advance(180_000);
  const step = 1 + whole(random, MOST_STEPS);
  const begun = await app.said.heard(['begin vacuum'], place, step);
  expectThat(begun !== null, 'the process ended by itself');
  const afterMs = atMs ?? aim.draw(random);
  note(`${afterMs.toFixed(2)} ms after step ${step} began`, afterMs);
  await until(begun, afterMs);
  await kill(app);
  const landed = app.said.count('begin vacuum', place) > app.said.count('end vacuum', place);
  if (landed) aim.landed();
  else aim.missed(null);
  expectThat(holdingOf(join(folder, 'freshet.db')).version === 1, 'the records are not those that were there');
  const again = await reopen({ dataFolder: folder });
  expectThat((await shownVersion(again)) === 1, 'the records are not shown as they were');
  await kill(again);
  return landed;
}

export const vacuum: Kind = {
  name: 'vacuum',
  group: 'kill',
  what: 'within a step that gives free pages back',
  rounds: 20,
  sampled: 1,
  roundsPerGround: 5,
  open: async () => ({ attempt, close: async () => undefined }),
};
