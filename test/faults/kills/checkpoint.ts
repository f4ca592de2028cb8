import { join } from 'node:path';
import { Aim, until } from '../aim.ts';
import { type AttemptOptions, expectThat, type Ground, type Kind } from '../fault.ts';
import { type FaultyApp, kill } from '../faulty-app.ts';
import { Feed } from '../feed.ts';
import { holdingOf } from '../holding.ts';
import { filledFolder } from '../templates.ts';
import { reopen } from './reopen.ts';

const aim = new Aim(5);

class CheckpointGround implements Ground {
  readonly #feed: Feed;
  readonly #folder: string;
  #app: FaultyApp;

  static async open(): Promise<Ground> {
    const feed = await Feed.open();
    const folder = await filledFolder(feed);
    return new CheckpointGround(feed, folder, await reopen({ dataFolder: folder }));
  }

  private constructor(feed: Feed, folder: string, app: FaultyApp) {
    this.#feed = feed;
    this.#folder = folder;
    this.#app = app;
  }

  async attempt({ random, atMs, note }: AttemptOptions): Promise<boolean> {
    const { said, process: child } = this.#app;
    this.#feed.version += 1;
    const acknowledged = await this.#app.press('big');
    const place = said.place;
    // Quitting takes what is in the write-ahead log into the database.
    child.kill('SIGINT');
    const begun = await said.heard(['begin checkpoint'], place);
    expectThat(begun !== null, 'the process ended by itself');
    const afterMs = atMs ?? aim.draw(random);
    note(`${afterMs.toFixed(2)} ms after the checkpoint began`, afterMs);
    await until(begun, afterMs);
    await kill(this.#app);
    const landed = said.count('end checkpoint', place) === 0;
    if (landed) aim.landed();
    else aim.missed(said.took('begin checkpoint', 'end checkpoint', place));
    const { version, refreshes } = holdingOf(join(this.#folder, 'freshet.db'));
    expectThat(version === this.#feed.version, `version ${version} is there, and ${this.#feed.version} was acknowledged`);
    expectThat(refreshes.at(-1)?.id === acknowledged.id, `the refresh ${acknowledged.id} was acknowledged and is not there`);
    this.#app = await reopen({ dataFolder: this.#folder });
    return landed;
  }

  async close(): Promise<void> {
    await kill(this.#app);
    await this.#feed.close();
  }
}

export const checkpoint: Kind = {
  name: 'checkpoint',
  group: 'kill',
  what: 'within the checkpoint of a quit that follows a refresh',
  rounds: 30,
  sampled: 2,
  roundsPerGround: 10,
  open: () => CheckpointGround.open(),
};
