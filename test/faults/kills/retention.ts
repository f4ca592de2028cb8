import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { Aim, until } from '../aim.ts';
import { movingClock } from '../clock.ts';
import { type AttemptOptions, expectThat, type Kind } from '../fault.ts';
import { eventually, kill, start } from '../faulty-app.ts';
import { AGING, Feed } from '../feed.ts';
import { inCopy } from '../holding.ts';
import { newFolder } from '../templates.ts';
import { reopen } from './reopen.ts';

const KEPT = 500;
const DAY_MS = 86_400_000;
const aim = new Aim(100);

/** Made 40 days ago by its own clock: none of the records is too young to go. */
async function makeAged(): Promise<string> {
  const feed = await Feed.open();
  const folder = newFolder();
  const clock = await movingClock(-40 * DAY_MS);
  const app = await start({ dataFolder: folder, imports: clock.imports, env: clock.env });
  await app.post('/api/v1/sources', {
    id: 'aging',
    name: 'Aging',
    url: `${feed.url}/aging`,
    policy: { preset: 'manual' },
    retention: { keepNewest: KEPT },
  });
  await app.press('aging');
  await app.stop();
  await feed.close();
  return folder;
}

let aged: Promise<string> | null = null;

/** A record is there or is known to have gone, and what is counted is what there is. */
function expectWhole(folder: string): void {
  inCopy(join(folder, 'freshet.db'), (db) => {
    const ids = db.prepare<[], string>('SELECT id FROM records').pluck().all().map(Number);
    const gone = new Set(db.prepare<[], string>('SELECT id FROM retired').pluck().all().map(Number));
    expectThat(ids.length + gone.size === AGING, `${ids.length} records are there and ${gone.size} are known to have gone, of ${AGING}`);
    const both = ids.filter((id) => gone.has(id));
    expectThat(both.length === 0, `${both.length} records are there and count as gone`);
    const kept = new Set(ids);
    for (let id = AGING - KEPT; id < AGING; id += 1) expectThat(kept.has(id), `the record ${id} should have stayed`);
    const counted = Number(db.prepare("SELECT records FROM sources WHERE id = 'aging'").pluck().get());
    expectThat(counted === ids.length, `${counted} records are counted and ${ids.length} are there`);
  });
}

async function attempt({ random, atMs, note }: AttemptOptions): Promise<boolean> {
  const folder = newFolder();
  cpSync(await (aged ??= makeAged()), folder, { recursive: true });
  const clock = await movingClock();
  const app = await start({ dataFolder: folder, imports: clock.imports, env: clock.env });
  const place = app.said.place;
  clock.advance(60_000);
  const begun = await app.said.heard(['begin retire'], place);
  expectThat(begun !== null, 'the process ended by itself');
  const afterMs = atMs ?? aim.draw(random);
  note(`${afterMs.toFixed(2)} ms after the first record went`, afterMs);
  await until(begun, afterMs);
  await kill(app);
  const landed = app.said.count('begin swept', place) === 0;
  if (landed) aim.landed();
  else aim.missed(app.said.took('begin retire', 'begin swept', place));
  expectWhole(folder);

  const next = await movingClock();
  const again = await reopen({ dataFolder: folder, imports: next.imports, env: next.env });
  next.advance(60_000);
  await eventually(
    async () => (await again.get('/api/v1/sources/aging')).body,
    ({ records }) => records === KEPT,
    'the rule is not carried out to the end',
  );
  await kill(again);
  expectWhole(folder);
  return landed;
}

export const retention: Kind = {
  name: 'retention',
  group: 'kill',
  what: 'from the first record that goes by a rule to the last',
  rounds: 25,
  sampled: 2,
  roundsPerGround: 5,
  open: async () => ({ attempt, close: async () => undefined }),
};
