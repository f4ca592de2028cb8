import { join } from 'node:path';
import { listBackups } from '../../../src-main/store/backups/backup-file.ts';
import { Aim, until } from '../aim.ts';
import { type AttemptOptions, expectThat, type Ground, type Kind } from '../fault.ts';
import { type FaultyApp, kill } from '../faulty-app.ts';
import { expectGoodBackups, type Holding, holdingOf } from '../holding.ts';
import { oneOf } from '../random.ts';
import { backedUpFolder, keptIn } from '../templates.ts';
import { noticesOf, reopen, shownVersion } from './reopen.ts';

const aim = new Aim(300);

/** Restores by choice, on a folder whose versions are all in backups. */
class RestoreGround implements Ground {
  readonly #folder: string;
  readonly #known = new Set<string>();
  #app: FaultyApp;

  static async open(): Promise<Ground> {
    const folder = await backedUpFolder();
    return new RestoreGround(folder, await reopen({ dataFolder: folder }));
  }

  private constructor(folder: string, app: FaultyApp) {
    this.#folder = folder;
    this.#app = app;
  }

  #holding(): Holding {
    return holdingOf(join(this.#folder, 'freshet.db'));
  }

  async attempt({ random, atMs, note }: AttemptOptions): Promise<boolean> {
    const { said } = this.#app;
    const before = this.#holding();
    const wanted = oneOf(random, listBackups(join(this.#folder, 'backups')).slice(-2));
    const { version: wantedVersion } = holdingOf(wanted.path);
    const place = said.place;
    let endedAt: number | null = null;
    const asked = this.#app.post(`/api/v1/backups/${wanted.number}/restore`).then(
      ({ status, body }) => {
        expectThat(status === 200, `the backup could not be restored: ${body.message}`);
        endedAt = performance.now();
      },
      () => undefined,
    );
    const begun = await said.heard(['begin copy'], place);
    expectThat(begun !== null, 'the process ended by itself');
    const afterMs = atMs ?? aim.draw(random);
    note(`${afterMs.toFixed(2)} ms after the backup of what was there began`, afterMs);
    await until(begun, afterMs);
    const answeredAt = endedAt as number | null;
    await kill(this.#app);
    await asked;
    if (answeredAt === null) aim.landed();
    else aim.missed(answeredAt - begun);

    const isMissing = keptIn(this.#folder).length > 0;
    expectThat(!isMissing, 'a restore by choice has put a sound database aside');
    const { version, calls, detailed } = this.#holding();
    const mayBe = answeredAt === null ? [before.version, wantedVersion] : [wantedVersion];
    expectThat(mayBe.includes(version), `version ${version} is there; it should be ${mayBe.join(' or ')}`);
    expectThat(calls >= before.calls, 'a restore has given calls back that had left');
    expectThat(detailed.size === before.detailed.size, 'details are lost');
    expectGoodBackups(this.#folder, this.#known);
    this.#app = await reopen({ dataFolder: this.#folder });
    expectThat((await shownVersion(this.#app)) === version, 'the screen shows another version than the database holds');
    expectThat(!(await noticesOf(this.#app)).includes('database-recovered'), 'the database had to be recovered after a restore by choice');
    return answeredAt === null;
  }

  close(): Promise<void> {
    return kill(this.#app);
  }
}

export const restore: Kind = {
  name: 'restore',
  group: 'kill',
  what: 'from the backup of what was there to the answer',
  rounds: 40,
  sampled: 3,
  roundsPerGround: 9,
  open: () => RestoreGround.open(),
};
