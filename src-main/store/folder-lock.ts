import Database from 'better-sqlite3';

/** A lock that ends with the process, however it ends. */
export interface FolderLock {
  release(): void;
}

/**
 * Takes the lock of a data folder, or gives `null` when another process has it. The operating system holds the lock on an
 * open file of its own, so one that was left behind by a crash is free again by itself, which a file with a process id is not.
 */
export function lockFolder(file: string): FolderLock | null {
  const db = new Database(file, { timeout: 0 });
  try {
    db.pragma('locking_mode = EXCLUSIVE');
    db.exec('BEGIN EXCLUSIVE');
    return { release: () => db.close() };
  } catch (error) {
    db.close();
    if (error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY')) return null;
    throw error;
  }
}
