import { join } from 'node:path';
import { until } from '../aim.ts';
import { type AttemptOptions, expectThat, type Ground, type Kind } from '../fault.ts';
import { eventually, type FaultyApp, kill } from '../faulty-app.ts';
import { Feed } from '../feed.ts';
import { holdingOf } from '../holding.ts';
import { whole } from '../random.ts';
import { filledFolder } from '../templates.ts';
import { listAll } from '../../support/app.ts';
import { reopen } from './reopen.ts';

/** So many records are new in each round. */
const NEW = 30;
/** So many calls for details are under way at a time. */
const UNDER_WAY = 3;
/** Longer than from one answer that is stored to the next, milliseconds. */
const BETWEEN_MS = 4;

class EnrichmentGround implements Ground {
  readonly #feed: Feed;
  readonly #folder: string;
  #app: FaultyApp;

  static async open(): Promise<Ground> {
    const feed = await Feed.open();
    const folder = await filledFolder(feed);
    return new EnrichmentGround(feed, folder, await reopen({ dataFolder: folder }));
  }

  private constructor(feed: Feed, folder: string, app: FaultyApp) {
    this.#feed = feed;
    this.#folder = folder;
    this.#app = app;
  }

  async attempt({ random, atMs, note }: AttemptOptions): Promise<boolean> {
    const { said } = this.#app;
    this.#feed.detailed += NEW;
    const before = new Set(this.#feed.asked);
    await this.#app.press('items');
    const place = said.place;
    await this.#app.post('/api/v1/sources/items/enrichment/resume');
    const answers = 1 + whole(random, NEW - UNDER_WAY);
    const begun = await said.heard(['end records'], place, answers);
    expectThat(begun !== null, 'the process ended by itself');
    // Whatever was on a screen was acknowledged.
    const shown = random() < 0.5 ? await this.#shown() : new Set<number>();
    const afterMs = atMs ?? random() * BETWEEN_MS;
    note(`${afterMs.toFixed(2)} ms after ${answers} answers were stored`, afterMs);
    await until(shown.size > 0 ? performance.now() : begun, afterMs);
    await kill(this.#app);
    const { detailed, items } = holdingOf(join(this.#folder, 'freshet.db'));
    expectThat(items === this.#feed.detailed, `${items} of ${this.#feed.detailed} records are there`);
    for (const id of shown) expectThat(detailed.has(id), `the details of ${id} were shown and are gone`);
    const asked = [...this.#feed.asked];
    // What was cut off in a round before may still wait for its turn.
    const cutOff = asked.filter((id) => !detailed.has(id) && !before.has(id));
    expectThat(cutOff.length <= UNDER_WAY, `of the answers to ${asked.length - before.size} calls ${cutOff.length} are not there`);
    this.#app = await reopen({ dataFolder: this.#folder });
    const { answered, waiting } = (await this.#app.get('/api/v1/sources/items')).body.enrichment;
    expectThat(Number(answered) + Number(waiting) === this.#feed.detailed, `${answered} details count as there and ${waiting} as waiting`);
    return detailed.size < this.#feed.detailed && asked.length > before.size;
  }

  async #shown(): Promise<Set<number>> {
    const records = await listAll(this.#app, '/api/v1/sources/items/records');
    return new Set(records.filter(({ fields }) => 'weight' in fields).map(({ id }) => Number(id)));
  }

  /** What was cut off again and again is brought to its end. */
  async close(): Promise<void> {
    await this.#app.post('/api/v1/sources/items/enrichment/resume');
    await eventually(
      () => this.#shown(),
      (shown) => shown.size === this.#feed.detailed,
      'the details are not fetched to the end',
    );
    await kill(this.#app);
    await this.#feed.close();
  }
}

export const enrichment: Kind = {
  name: 'enrichment',
  group: 'kill',
  what: 'while details are fetched, with some stored and some not',
  rounds: 40,
  sampled: 3,
  roundsPerGround: 10,
  open: () => EnrichmentGround.open(),
};
