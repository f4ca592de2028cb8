import { join } from 'node:path';
import { Aim, until } from '../aim.ts';
import { type AttemptOptions, expectThat, type Ground, type Kind } from '../fault.ts';
import { type FaultyApp, kill } from '../faulty-app.ts';
import { DETAILED, Feed } from '../feed.ts';
import { holdingOf } from '../holding.ts';
import { filledFolder } from '../templates.ts';
import type { Wire } from '../../support/wire.ts';
import { reopen, shownVersion } from './reopen.ts';

const aim = new Aim(30);

class MergeGround implements Ground {
  readonly #feed: Feed;
  readonly #folder: string;
  #app: FaultyApp;
  /** The version that was shown last. */
  #shown = 1;
  /** Calls in the ledger before the first of this ground. */
  readonly #callsBefore: number;

  static async open(): Promise<Ground> {
    const feed = await Feed.open();
    const folder = await filledFolder(feed);
    const { calls } = holdingOf(join(folder, 'freshet.db'));
    return new MergeGround(feed, folder, await reopen({ dataFolder: folder }), calls);
  }

  private constructor(feed: Feed, folder: string, app: FaultyApp, callsBefore: number) {
    this.#feed = feed;
    this.#folder = folder;
    this.#app = app;
    this.#callsBefore = callsBefore;
  }

  async attempt({ random, atMs, note }: AttemptOptions): Promise<boolean> {
    const { said } = this.#app;
    this.#feed.version += 1;
    const place = said.place;
    let acknowledged: Wire = null;
    const pressed = this.#app.press('big').then(
      (refresh) => (acknowledged = refresh),
      () => undefined,
    );
    const begun = await said.heard(['begin records'], place);
    expectThat(begun !== null, 'the process ended by itself');
    const afterMs = atMs ?? aim.draw(random);
    note(`${afterMs.toFixed(2)} ms after the first record was written`, afterMs);
    await until(begun, afterMs);
    await kill(this.#app);
    await pressed;
    const landed = said.count('end records', place) === 0;
    if (landed) aim.landed();
    else aim.missed(said.took('begin records', 'end records', place));
    this.#expectWhole(acknowledged);
    this.#app = await reopen({ dataFolder: this.#folder });
    this.#shown = await shownVersion(this.#app);
    return landed;
  }

  #expectWhole(acknowledged: Wire): void {
    const { version, refreshes, detailed, calls } = holdingOf(join(this.#folder, 'freshet.db'));
    const wanted = this.#feed.version;
    expectThat(version === wanted || version === this.#shown, `version ${version} is there; ${this.#shown} was, and ${wanted} came`);
    const last = refreshes.at(-1);
    const isStored = last?.outcome === 'changed' && version === wanted;
    expectThat(
      isStored || (last?.outcome === null && version === this.#shown),
      `the refresh says ${last?.outcome}, and the records have version ${version}`,
    );
    if (acknowledged !== null)
      expectThat(
        isStored && acknowledged.id === last.id && acknowledged.counts.updated === last.updated,
        `the refresh ${acknowledged.id} was acknowledged as ${acknowledged.outcome} and is not there`,
      );
    expectThat(detailed.size === DETAILED, `${DETAILED - detailed.size} records have lost their details`);
    expectThat(calls >= this.#callsBefore + this.#feed.listings, 'a call that left is not in the ledger');
  }

  async close(): Promise<void> {
    await kill(this.#app);
    await this.#feed.close();
  }
}

export const merge: Kind = {
  name: 'merge',
  group: 'kill',
  what: 'within the transaction of a merge, its checkpoint included',
  rounds: 55,
  sampled: 5,
  roundsPerGround: 10,
  open: () => MergeGround.open(),
};
