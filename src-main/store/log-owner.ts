import { closeSync, openSync, readFileSync, readSync, rmSync, statSync, writeFileSync } from 'node:fs';

/** Says which write-ahead log belongs to a database; lies beside it. */
const ownerFile = (database: string) => `${database}-log.json`;

/** Where the header of a write-ahead log holds the first of its salts (sqlite.org/walformat.html). */
const SALT_AT = 16;

/**
 * A log begins with a random salt, and adds one whenever it is begun anew, which no session does so often between two
 * notes of it. A log of another time passes for the own one once in 4,000 times.
 */
const MOST_RESTARTS = 1_000_000;
const SALTS = 2 ** 32;

/** The first salt of a write-ahead log; `null` where there is none, or nothing in it. */
function saltOf(database: string): number | null {
  const log = `${database}-wal`;
  if ((statSync(log, { throwIfNoEntry: false })?.size ?? 0) < SALT_AT + 4) return null;
  const file = openSync(log, 'r');
  try {
    const salt = Buffer.alloc(4);
    readSync(file, salt, 0, 4, SALT_AT);
    return salt.readUInt32BE();
  } finally {
    closeSync(file);
  }
}

/** What was written down; `undefined` where nothing was, or nothing that can be read. */
function ownerOf(database: string): number | null | undefined {
  try {
    const { salt } = JSON.parse(readFileSync(ownerFile(database), 'utf8')) as { salt?: unknown };
    return salt === null || typeof salt === 'number' ? salt : undefined;
  } catch {
    return undefined;
  }
}

function write(database: string, salt: number | null): void {
  try {
    writeFileSync(ownerFile(database), JSON.stringify({ salt }), { mode: 0o600 });
  } catch {
    // As on a full disk. Without it every log is taken for the database's own.
    disownLog(database);
  }
}

/** To be called before anything is written: from now on any log may be the database's own. */
export function disownLog(database: string): void {
  rmSync(ownerFile(database), { force: true });
}

/** To be called once something was written: the log that there is, with what follows on it, is the database's own. */
export function ownLog(database: string): void {
  const salt = saltOf(database);
  if (salt !== null) write(database, salt);
}

/** To be called after the database was closed: where that left no log, none that turns up later is its own. */
export function closeLog(database: string): void {
  if (saltOf(database) === null) write(database, null);
}

/**
 * Whether the write-ahead log that lies beside a database is known to be that of another time. SQLite cannot tell: it would
 * put the pages of then in the place of newer ones, and be sound.
 */
export function isStrayLog(database: string): boolean {
  const salt = saltOf(database);
  const owner = ownerOf(database);
  if (salt === null || owner === undefined) return false;
  return owner === null || (salt - owner + SALTS) % SALTS > MOST_RESTARTS;
}
