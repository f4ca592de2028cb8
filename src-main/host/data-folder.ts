import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { DatabasePlaces } from '../store/backups/recovery.ts';
import { type FolderLock, lockFolder } from '../store/folder-lock.ts';

/** Where Freshet keeps everything unless told otherwise: the usual place of the system for an application's data. */
export function defaultDataFolder(): string {
  if (process.platform === 'win32') return join(process.env['APPDATA'] ?? join(homedir(), 'AppData', 'Roaming'), 'Freshet');
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'Freshet');
  return join(process.env['XDG_DATA_HOME'] ?? join(homedir(), '.local', 'share'), 'freshet');
}

/** The database of a data folder. */
export const databaseIn = (folder: string): string => join(folder, 'freshet.db');

/** The data folder is in use by another Freshet. */
export class DataFolderInUse extends Error {
  readonly pid: number | null;
  /** Where the other one serves the app; `null` when it is the desktop app. */
  readonly url: string | null;

  constructor(folder: string, pid: number | null, url: string | null) {
    super(
      `Freshet is already running on ${folder}${pid === null ? '' : ` (process ${pid})`}${url === null ? '' : `: ${url}`}. Use that one, or choose another folder with --data.`,
    );
    this.name = 'DataFolderInUse';
    this.pid = pid;
    this.url = url;
  }
}

export interface OpenFolder {
  places: DatabasePlaces;
  secrets: string;
  secretKey: string;
  config: string;
  /** Files that define sources, beside the config file. */
  sources: string;
  /** Presets that the user has put there. */
  presets: string;
  log: string;
  /** Whether Freshet was used in this folder, so that a database must be there. */
  wasUsed: boolean;
  /** Writes down where the app is served, for a second start to read. */
  announce(url: string | null): void;
  close(): void;
}

function running(file: string): { pid: number | null; url: string | null } {
  try {
    const { pid, url } = JSON.parse(readFileSync(file, 'utf8')) as { pid?: unknown; url?: unknown };
    return { pid: typeof pid === 'number' ? pid : null, url: typeof url === 'string' ? url : null };
  } catch {
    return { pid: null, url: null };
  }
}

/** Makes the folder if need be and takes its lock. Throws `DataFolderInUse`, or an `Error` in words when it cannot be used. */
export function openDataFolder(folder: string): OpenFolder {
  let lock: FolderLock | null;
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    lock = lockFolder(join(folder, 'lock.db'));
  } catch (error) {
    throw new Error(
      `The data folder ${folder} cannot be used: ${error instanceof Error ? error.message : String(error)}. Check its permissions and the free space, or choose another with --data.`,
      { cause: error },
    );
  }
  const runningFile = join(folder, 'running.json');
  if (lock === null) {
    const { pid, url } = running(runningFile);
    throw new DataFolderInUse(folder, pid, url);
  }
  const secrets = join(folder, 'secrets.json');
  const announce = (url: string | null) => writeFileSync(runningFile, JSON.stringify({ pid: process.pid, url }), { mode: 0o600 });
  announce(null);
  return {
    places: { database: join(folder, 'freshet.db'), backups: join(folder, 'backups'), damaged: join(folder, 'damaged') },
    secrets,
    // The first start that succeeds writes the secrets, after the database.
    wasUsed: existsSync(secrets),
    secretKey: join(folder, 'secrets.key'),
    config: join(folder, 'freshet.config.json'),
    sources: join(folder, 'sources'),
    presets: join(folder, 'presets'),
    log: join(folder, 'freshet.log'),
    announce,
    close: () => {
      rmSync(runningFile, { force: true });
      lock.release();
    },
  };
}
