import type { Clock } from '../engine/clock.ts';
import type { Store } from '../store/store.ts';

/** A query of the reading thread ends after 5 s at the latest; until then it may hold up a checkpoint. */
const TRIES = 8;
const PAUSE_MS = 1_000;

/**
 * Sees to it, after a backup, that the database file by itself is no older than that: should its write-ahead log get lost,
 * it would be sound all the same, and nobody could tell that the backup knows more. Tries again for some seconds while a
 * reader holds it up and `goesOn` says so. Throws what SQLite throws when the disk does not take it.
 */
export async function takeInLog(store: Pick<Store, 'checkpoint'>, clock: Clock, goesOn: () => boolean): Promise<void> {
  for (let tries = 1; goesOn() && !store.checkpoint() && tries < TRIES; tries += 1)
    await new Promise<void>((resolve) => void clock.after(PAUSE_MS, resolve));
}
