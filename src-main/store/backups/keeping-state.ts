import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** What is known of backups and checks beyond the backups themselves. Moments are milliseconds since the epoch. */
export interface KeepingState {
  /** When this was first kept. */
  since: number;
  /** When the last scheduled backup was made. */
  backedUpAt: number | null;
  /** `Store.changeMark` of what the last backup of any kind holds. */
  backedUpMark: string | null;
  /** The last check of the whole database; `fault` is what was wrong. */
  check: { at: number; fault: string | null } | null;
  /** The last restore into a scratch folder. */
  drill: { at: number; backupAt: number; records: number; fault: string | null } | null;
  /** The last restore. `undo`: the number of the backup of what it took the place of. */
  restore: {
    at: number;
    found: string | null;
    backupAt: number | null;
    records: number;
    undo: number | null;
    keptIn: string | null;
  } | null;
}

/** Reads what was kept; what cannot be read begins anew, because the backups say by themselves what they hold. */
export function readKeepingState(file: string, now: number): KeepingState {
  const blank: KeepingState = { since: now, backedUpAt: null, backedUpMark: null, check: null, drill: null, restore: null };
  try {
    return { ...blank, ...(JSON.parse(readFileSync(file, 'utf8')) as Partial<KeepingState>) };
  } catch {
    return blank;
  }
}

/** Writes it whole or not at all. Throws when the disk does not take it. */
export function writeKeepingState(file: string, state: KeepingState): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const unfinished = `${file}.unfinished`;
  writeFileSync(unfinished, JSON.stringify(state, null, 2), { mode: 0o600 });
  renameSync(unfinished, file);
}
