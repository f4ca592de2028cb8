import { mkdirSync, readdirSync, rmSync, statfsSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import Database from 'better-sqlite3';
import { type BackupFile, type BackupKind, backupName, listBackups, UNFINISHED } from './backup-file.ts';
import { moveIntoPlace } from './sync-file.ts';
import { verifyDatabase } from './verify.ts';

/** A disk that a backup would fill is left alone: the data itself needs the rest. */
const ROOM = 1.1;

function checkRoom(database: string, folder: string): void {
  const { bavail, bsize } = statfsSync(folder);
  const needed = statSync(database).size * ROOM;
  if (bavail * bsize >= needed) return;
  throw new Error(
    `the disk has too little space: a backup needs ${Math.ceil(needed / 1_048_576)} MiB, and ${Math.floor((bavail * bsize) / 1_048_576)} MiB are free`,
  );
}

/** Removes what a process that died left unfinished. */
export function removeUnfinished(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  for (const name of readdirSync(folder)) if (name.includes(UNFINISHED)) rmSync(join(folder, name), { recursive: true, force: true });
}

/**
 * Copies a database as it is at one moment into a folder, while others go on writing to it, and gives the copy its name only
 * once it has been opened, checked and counted, and is on disk. Takes as long as reading and writing all of it, so it does
 * not belong into the engine's thread while that works. Throws when it cannot be done; nothing is left behind then.
 */
export function takeBackup(database: string, folder: string, kind: BackupKind, now: number): BackupFile {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const number = (listBackups(folder)[0]?.number ?? 0) + 1;
  const unfinished = join(folder, `${number}${UNFINISHED}`);
  rmSync(unfinished, { force: true });
  try {
    checkRoom(database, folder);
    const db = new Database(database, { readonly: true, fileMustExist: true });
    try {
      // Reads row by row within one snapshot: writers are not held up, and a damaged page is found rather than copied.
      db.prepare('VACUUM INTO ?').run(unfinished);
    } finally {
      db.close();
    }
    // A name holds whole seconds.
    const facts = { number, at: Math.floor(now / 1000) * 1000, kind, ...verifyDatabase(unfinished) };
    const path = join(folder, backupName(facts));
    moveIntoPlace(unfinished, path);
    return { ...facts, bytes: statSync(path).size, path };
  } catch (error) {
    rmSync(unfinished, { force: true });
    rmSync(`${unfinished}-journal`, { force: true });
    throw new Error(`No backup of ${basename(database)} could be made: ${error instanceof Error ? error.message : String(error)}.`, {
      cause: error,
    });
  }
}
