import { join } from 'node:path';
import type { Backup, Keeping } from '../../src-preload/contract/index.ts';
import { toIso, toIsoOrNull } from '../../src-preload/contract/index.ts';
import type { Cancel, Clock } from '../engine/clock.ts';
import type { Log } from '../engine/core.ts';
import type { Engine } from '../engine/engine.ts';
import { Problem } from '../engine/calls/problem.ts';
import { type BackupFile, type BackupKind, listBackups } from '../store/backups/backup-file.ts';
import type { KeeperClient } from '../store/backups/keeper-client.ts';
import { type Chore, dueChore } from '../store/backups/keeping.ts';
import { type KeepingState, readKeepingState, writeKeepingState } from '../store/backups/keeping-state.ts';
import { type DatabasePlaces, moveAside, replaceDatabase, restoringFile } from '../store/backups/recovery.ts';
import { removeBackups, rotation } from '../store/backups/rotation.ts';
import type { Recovery } from '../store/backups/untold.ts';
import type { Store } from '../store/store.ts';
import { takeInLog } from './take-in-log.ts';

/** How often it is looked whether something is due. */
const LOOK_EVERY_MS = 60_000;

const NOTICES: Record<Chore, string> = { backup: 'backup-failed', check: 'check-failed', drill: 'drill-failed' };

export interface BackupsOptions {
  clock: Clock;
  keeper: KeeperClient;
  places: DatabasePlaces;
  store: Pick<Store, 'changeMark' | 'checkpoint'>;
  engine: Pick<Engine, 'notify' | 'dismiss' | 'appChanged'>;
  log: Log;
}

/** A backup as the contract shows it. */
export const shownBackup = ({ number, at, kind, bytes, records, schema }: BackupFile): Backup => ({
  id: String(number),
  at: toIso(at),
  kind,
  bytes,
  records,
  schema,
  verified: true,
});

const wordsOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

/** Makes backups on schedule and on demand, lets old ones go, and sees to it that the database and the newest backup are good. */
export class Backups {
  readonly #options: BackupsOptions;
  readonly #stateFile: string;
  readonly #openedAt: number;
  readonly #failedAt: Partial<Record<Chore, number>> = {};
  #state: KeepingState;
  #cancel: Cancel | null = null;
  #stopped = false;
  /** One piece of work at a time: they read all of the same disk. */
  #last: Promise<unknown> = Promise.resolve();
  #busy = false;

  constructor(options: BackupsOptions) {
    this.#options = options;
    this.#stateFile = join(options.places.backups, 'state.json');
    this.#openedAt = options.clock.now();
    this.#state = readKeepingState(this.#stateFile, this.#openedAt);
  }

  /** Begins to look after the database. `recovery`: what was done at the start because it could not be used. */
  start(recovery: Recovery | null): void {
    if (recovery !== null) {
      const { found, restored, keptIn } = recovery;
      this.#keep({
        restore: { at: this.#openedAt, found, backupAt: restored?.at ?? null, records: restored?.records ?? 0, undo: null, keptIn },
      });
    } else this.#keep({});
    this.#arm();
  }

  /** Throws when the folder of the backups cannot be read. */
  show(): Keeping {
    const files = listBackups(this.#options.places.backups);
    const { check, drill, restore } = this.#state;
    const undo = files.find(({ number }) => number === restore?.undo);
    return {
      items: files.map(shownBackup),
      nextCursor: null,
      quickCheckedAt: toIso(this.#openedAt),
      check: check === null ? null : { at: toIso(check.at), fault: check.fault },
      drill: drill === null ? null : { ...drill, at: toIso(drill.at), backupAt: toIso(drill.backupAt) },
      restore:
        restore === null
          ? null
          : {
              at: toIso(restore.at),
              found: restore.found,
              backupAt: toIsoOrNull(restore.backupAt),
              records: restore.records,
              keptIn: restore.keptIn,
              undoId: undo === undefined ? null : String(undo.number),
            },
    };
  }

  /** Backs up now. Rejects with `Problem` when it cannot be done. */
  async create(): Promise<Backup> {
    return shownBackup(await this.#asked('manual'));
  }

  /** Backs up what a restore will take the place of. Rejects with `Problem` when there is no such backup, or that cannot be done. */
  async beforeRestore(id: string): Promise<{ wanted: BackupFile; undo: BackupFile | null }> {
    const wanted = listBackups(this.#options.places.backups).find(({ number }) => String(number) === id);
    if (wanted === undefined)
      throw new Problem('NOT_FOUND', `There is no backup ${id}.`, 'GET /api/v1/backups lists those that there are.');
    try {
      return { wanted, undo: await this.#asked('before-restore') };
    } catch (error) {
      // What is damaged cannot be backed up; it is moved aside as it is.
      const fault = await this.#inTurn(() => this.#options.keeper.run({ kind: 'check', database: this.#options.places.database }));
      if (fault === null) throw error;
      return { wanted, undo: null };
    }
  }

  /**
   * Puts a backup in the place of the database, which must have been closed. What was spent since stays counted. Rejects
   * with an `Error` in words when the backup is not good; the database is as it was then.
   */
  async replace(wanted: BackupFile, undo: BackupFile | null): Promise<void> {
    const { places, keeper, clock } = this.#options;
    const now = clock.now();
    const options = undo === null ? { repairFrom: now, present: null } : { repairFrom: null, present: places.database };
    const records = await keeper.run({ kind: 'prepare', backup: wanted.path, file: restoringFile(places), options });
    const keptIn = undo === null ? moveAside(places, now) : null;
    replaceDatabase(places);
    this.#keep({ restore: { at: now, found: null, backupAt: wanted.at, records, undo: undo?.number ?? null, keptIn } });
  }

  /** Ends the schedule. Resolves when what is under way has ended. */
  async stop(): Promise<void> {
    this.giveUp();
    await this.#last;
  }

  /** Ends the schedule without waiting for what is under way. */
  giveUp(): void {
    this.#stopped = true;
    this.#cancel?.();
  }

  #arm(): void {
    if (this.#stopped) return;
    this.#cancel = this.#options.clock.after(LOOK_EVERY_MS, () => {
      try {
        if (!this.#busy) this.#look();
      } catch (error) {
        // A disk that fails is told by whoever has to write to it.
        this.#options.log.warn({ err: error }, 'it could not be seen whether a backup is due');
      }
      this.#arm();
    });
  }

  #look(): void {
    const now = this.#options.clock.now();
    const { backedUpAt, backedUpMark, check, drill, since } = this.#state;
    const [newest] = this.#newest();
    const chore = dueChore(
      {
        changed: this.#options.store.changeMark() !== backedUpMark,
        hasBackup: newest !== undefined,
        backedUpAt,
        checkedAt: check?.at ?? null,
        drilledAt: drill?.at ?? null,
        since,
        failedAt: this.#failedAt,
      },
      now,
    );
    if (chore === null) return;
    void this.#inTurn(async () => {
      try {
        if (chore === 'backup') await this.#backUp(now);
        else if (chore === 'check') await this.#check(now);
        else if (newest !== undefined) await this.#drill(newest, now);
        if (this.#failedAt[chore] === undefined) return;
        delete this.#failedAt[chore];
        this.#options.engine.dismiss(NOTICES[chore]);
      } catch (error) {
        this.#failed(chore, error, now);
      }
    });
  }

  #newest(): BackupFile[] {
    try {
      return listBackups(this.#options.places.backups);
    } catch {
      return [];
    }
  }

  async #backUp(now: number): Promise<void> {
    const { number } = await this.#make('scheduled', now);
    this.#options.log.info({ backup: number }, 'backed up');
  }

  async #make(why: BackupKind, at: number): Promise<BackupFile> {
    const { keeper, places, engine } = this.#options;
    const mark = this.#options.store.changeMark();
    const made = await keeper.run({ kind: 'backup', database: places.database, folder: places.backups, why, at });
    try {
      await takeInLog(this.#options.store, this.#options.clock, () => !this.#stopped);
    } catch (error) {
      this.#options.log.warn({ err: error }, 'the write-ahead log could not be taken in');
    }
    removeBackups(rotation(listBackups(places.backups), at));
    this.#keep(why === 'scheduled' ? { backedUpAt: at, backedUpMark: mark } : { backedUpMark: mark });
    engine.appChanged();
    return made;
  }

  async #check(now: number): Promise<void> {
    const { keeper, places, engine, log } = this.#options;
    const fault = await keeper.run({ kind: 'check', database: places.database });
    this.#keep({ check: { at: now, fault } });
    engine.appChanged();
    if (fault === null) return;
    log.error({ fault }, 'the weekly check found damage');
    engine.notify(
      'check-found',
      'error',
      `The weekly check of the database found damage: ${fault}.`,
      'Restore the newest backup in Settings. What is there now is kept.',
    );
  }

  async #drill(newest: BackupFile, now: number): Promise<void> {
    const { keeper, places, engine, log } = this.#options;
    const result = await keeper.run({ kind: 'drill', backup: newest.path, folder: places.backups }).then(
      (records) => ({ records, fault: null }),
      (error: unknown) => ({ records: 0, fault: wordsOf(error) }),
    );
    if (this.#stopped) return;
    this.#keep({ drill: { at: now, backupAt: newest.at, ...result } });
    engine.appChanged();
    if (result.fault === null) return;
    log.error({ fault: result.fault }, 'the newest backup could not be restored');
    engine.notify(
      'drill-found',
      'warning',
      `The newest backup could not be restored in the monthly drill: ${result.fault}`,
      'The database itself is in use and sound. Press "Back up now" in Settings for another backup.',
    );
  }

  async #asked(why: BackupKind): Promise<BackupFile> {
    try {
      return await this.#inTurn(() => this.#make(why, this.#options.clock.now()));
    } catch (error) {
      throw new Problem('CONFLICT', wordsOf(error), `Check ${this.#options.places.backups} and the free space, and try again.`);
    }
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(async () => {
      if (this.#stopped) throw new Error('Freshet ends.');
      this.#busy = true;
      try {
        return await work();
      } finally {
        this.#busy = false;
      }
    });
    this.#last = turn.catch(() => undefined);
    return turn;
  }

  #failed(chore: Chore, error: unknown, now: number): void {
    if (this.#stopped) return;
    const { log, engine, places } = this.#options;
    const what = { backup: '', check: 'The weekly check of the database failed: ', drill: 'The monthly drill failed: ' }[chore];
    this.#failedAt[chore] = now;
    log.warn({ err: error }, `${chore} failed`);
    engine.notify(
      NOTICES[chore],
      'warning',
      `${what}${wordsOf(error)}`,
      `The data is safe, and it is tried again in 10 minutes. Check ${places.backups} and the free space.`,
    );
  }

  #keep(change: Partial<KeepingState>): void {
    this.#state = { ...this.#state, ...change };
    try {
      writeKeepingState(this.#stateFile, this.#state);
    } catch (error) {
      // Backups say by themselves what they hold; at worst one is made too early.
      this.#options.log.warn({ err: error }, 'what is known of the backups could not be kept');
    }
  }
}
