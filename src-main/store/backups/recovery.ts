import { existsSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { conditionOf, DatabaseError } from '../database.ts';
import { isStrayLog } from '../log-owner.ts';
import { isFault } from '../soundness.ts';
import { Store } from '../store.ts';
import { listBackups } from './backup-file.ts';
import { discard, prepareRestore } from './prepare-restore.ts';
import { moveIntoPlace } from './sync-file.ts';
import { removeUnfinished, takeBackup } from './take-backup.ts';
import { keepUntold, type Recovery, untoldRecovery } from './untold.ts';

/** Where the database and what belongs to it are, absolute paths. */
export interface DatabasePlaces {
  database: string;
  /** The folder of the backups. */
  backups: string;
  /** The folder into which damaged databases are moved. */
  damaged: string;
}

/** The file in which a restored database is made, beside the one whose place it takes. */
export const restoringFile = ({ database }: DatabasePlaces) => `${database}.restoring`;

/** Moves what there is of the database out of the way; gives where to, or `null` when there was nothing. Nothing is deleted. */
export function moveAside(places: DatabasePlaces, now: number): string | null {
  return movePartsAside(places, ['', '-wal', '-shm', '-journal'], now);
}

function movePartsAside({ database, damaged }: DatabasePlaces, ends: readonly string[], now: number): string | null {
  const parts = ends.map((end) => `${database}${end}`).filter((part) => existsSync(part));
  if (parts.length === 0) return null;
  const time = new Date(now)
    .toISOString()
    .replace(/\.\d+Z$/, 'Z')
    .replaceAll(':', '-');
  let folder = join(damaged, time);
  for (let more = 2; existsSync(folder); more += 1) folder = join(damaged, `${time}-${more}`);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  // The database goes first: a write-ahead log alone is never taken for one, but would be for that of the next.
  for (const part of parts) renameSync(part, join(folder, basename(part)));
  return folder;
}

function recover(places: DatabasePlaces, found: string, now: number): Recovery {
  const file = restoringFile(places);
  let passedOver = 0;
  for (const { path, number, at } of listBackups(places.backups)) {
    let records: number;
    try {
      records = prepareRestore(path, file, { repairFrom: now, present: null });
    } catch (error) {
      if (!(error instanceof DatabaseError) && !isFault(error)) throw error;
      passedOver += 1;
      continue;
    }
    const recovery = { found, restored: { number, at, records }, keptIn: moveAside(places, now), passedOver };
    keepUntold(places.database, recovery);
    moveIntoPlace(file, places.database);
    return recovery;
  }
  const recovery = { found, restored: null, keptIn: moveAside(places, now), passedOver };
  keepUntold(places.database, recovery);
  return recovery;
}

/** What is wrong with the database in a sentence; `null` when it can be opened, or is rightly not there yet. */
function trouble({ database, backups }: DatabasePlaces, wasUsed: boolean): { found: string } | { isOutdated: boolean } {
  const condition = conditionOf(database);
  if (condition.is === 'damaged') return { found: `The database was damaged${condition.how}.` };
  if (condition.is === 'sound' || condition.is === 'outdated') return { isOutdated: condition.is === 'outdated' };
  if (!wasUsed && listBackups(backups).length === 0) return { isOutdated: false };
  return { found: condition.is === 'absent' ? 'The database was not there.' : 'The database was empty.' };
}

function backUpBeforeUpgrade({ database, backups }: DatabasePlaces, now: number): void {
  try {
    takeBackup(database, backups, 'before-upgrade', now);
  } catch (error) {
    throw new DatabaseError(
      `${database} is of an older Freshet and has to be brought up to date, before which a backup is made. ${error instanceof Error ? error.message : String(error)} Nothing was changed. Check ${backups} and the free space, or choose another data folder with --data.`,
    );
  }
}

export interface Opened {
  store: Store;
  /** What was done now, or at a start before that did not live to tell it; `null` when the database could be used. */
  recovery: Recovery | null;
  /** The folder that holds a write-ahead log of another time, which lay beside the database; `null` when there was none. */
  strayLog: string | null;
}

/**
 * Opens the database. One that is damaged, empty or gone is moved aside and kept, and the newest backup that is good takes
 * its place; where none is, Freshet begins anew. A write-ahead log that is known not to be its own is moved aside before it
 * can be taken in. A database of an older schema is backed up first. `wasUsed`: whether Freshet has
 * been used in this folder. Throws `DatabaseError` when it was written by a newer Freshet or the folder cannot be used.
 */
export function openStore(places: DatabasePlaces, wasUsed: boolean, now: number): Opened {
  discard(restoringFile(places));
  const strayLog = isStrayLog(places.database) ? movePartsAside(places, ['-wal', '-shm'], now) : null;
  return { ...openOrRecover(places, wasUsed, now), strayLog };
}

function openOrRecover(places: DatabasePlaces, wasUsed: boolean, now: number): Omit<Opened, 'strayLog'> {
  const untold = untoldRecovery(places.database);
  const state = trouble(places, wasUsed);
  if ('found' in state) {
    // What the start before found and put aside, where it was cut off before it put a backup in its place.
    const recovery = { ...recover(places, untold?.found ?? state.found, now) };
    recovery.keptIn ??= untold?.keptIn ?? null;
    return { store: new Store(places.database, true), recovery };
  }
  if (existsSync(places.backups)) removeUnfinished(places.backups);
  if (state.isOutdated) backUpBeforeUpgrade(places, now);
  try {
    const store = new Store(places.database, true);
    // The database file by itself must not be older than the backup that was just made.
    if (state.isOutdated) store.checkpoint();
    return { store, recovery: untold };
  } catch (error) {
    if (!isFault(error)) throw error;
    // What only shows when it is used: a schema that is not as it was made.
    const recovery = recover(places, `The database was damaged: ${error.message}.`, now);
    return { store: new Store(places.database, true), recovery };
  }
}

/** Puts a prepared database in the place of one that is closed. Throws when that was not closed cleanly; nothing is changed then. */
export function replaceDatabase(places: DatabasePlaces): void {
  // A write-ahead log that is empty is what is left of one that was taken in.
  if ((statSync(`${places.database}-wal`, { throwIfNoEntry: false })?.size ?? 0) > 0)
    throw new DatabaseError(`${places.database} is in use by another program, so it was not replaced. End that program and try again.`);
  for (const end of ['-wal', '-shm']) rmSync(`${places.database}${end}`, { force: true });
  moveIntoPlace(restoringFile(places), places.database);
}
