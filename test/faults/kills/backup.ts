import { join } from 'node:path';
import { listBackups } from '../../../src-main/store/backups/backup-file.ts';
import { Aim, until } from '../aim.ts';
import { type AttemptOptions, expectThat, type Ground, type Kind } from '../fault.ts';
import { type FaultyApp, kill } from '../faulty-app.ts';
import { Feed } from '../feed.ts';
import { expectGoodBackups, holdingOf } from '../holding.ts';
import { filledFolder } from '../templates.ts';
import { reopen, shownVersion } from './reopen.ts';

const aim = new Aim(60);

class BackupGround implements Ground {
  readonly #feed: Feed;
  readonly #folder: string;
  readonly #known = new Set<string>();
  #app: FaultyApp;
  #shown = 1;

  static async open(): Promise<Ground> {
    const feed = await Feed.open();
    const folder = await filledFolder(feed);
    return new BackupGround(feed, folder, await reopen({ dataFolder: folder }));
  }

  private constructor(feed: Feed, folder: string, app: FaultyApp) {
    this.#feed = feed;
    this.#folder = folder;
    this.#app = app;
  }

  async attempt({ random, atMs, note }: AttemptOptions): Promise<boolean> {
    const { said } = this.#app;
    const place = said.place;
    // Every other backup is made while a merge changes all of what it copies.
    if (random() < 0.5) {
      this.#feed.version += 1;
      void this.#app.press('big').catch(() => undefined);
    }
    let made: { id: string; at: number } | null = null;
    const asked = this.#app.post('/api/v1/backups').then(
      ({ status, body }) => {
        expectThat(status === 201, `no backup could be made: ${body.message}`);
        made = { id: body.id, at: performance.now() };
      },
      () => undefined,
    );
    const begun = await said.heard(['begin copy'], place);
    expectThat(begun !== null, 'the process ended by itself');
    const afterMs = atMs ?? aim.draw(random);
    note(`${afterMs.toFixed(2)} ms after copying began`, afterMs);
    await until(begun, afterMs);
    const answered = made as { id: string; at: number } | null;
    await kill(this.#app);
    await asked;
    if (answered === null) aim.landed();
    else aim.missed(answered.at - begun);

    const { version } = holdingOf(join(this.#folder, 'freshet.db'));
    expectThat(version === this.#feed.version || version === this.#shown, `version ${version} is there; ${this.#shown} was shown`);
    expectGoodBackups(this.#folder, this.#known);
    const numbers = listBackups(join(this.#folder, 'backups')).map(({ number }) => String(number));
    if (answered !== null) expectThat(numbers.includes(answered.id), `the backup ${answered.id} was acknowledged and is gone`);
    this.#app = await reopen({ dataFolder: this.#folder });
    this.#shown = await shownVersion(this.#app);
    return answered === null;
  }

  async close(): Promise<void> {
    await kill(this.#app);
    await this.#feed.close();
  }
}

export const backup: Kind = {
  name: 'backup',
  group: 'kill',
  what: 'from the first copied page to the answer, half of them during a merge',
  rounds: 40,
  sampled: 3,
  roundsPerGround: 9,
  open: () => BackupGround.open(),
};
