import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { BackupFile } from './backup-file.ts';

/** What was done because the database could not be used. */
export interface Recovery {
  /** What was wrong, a whole sentence. */
  found: string;
  /** The backup that took its place; `null` when there was no good one and Freshet began anew. */
  restored: Pick<BackupFile, 'number' | 'at' | 'records'> | null;
  /** The folder that holds what was there; `null` when nothing was. */
  keptIn: string | null;
  /** Backups that were damaged too. */
  passedOver: number;
}

/** Holds what was done with a damaged database until somebody was told; a start that is cut off must not hide it. */
const untoldFile = (database: string) => `${database}.recovered.json`;

/** Keeps what was done, to be told now or at the next start. */
export function keepUntold(database: string, recovery: Recovery): void {
  try {
    writeFileSync(untoldFile(database), JSON.stringify(recovery), { mode: 0o600 });
  } catch {
    // To start is more important; this start tells it, if it is not cut off.
  }
}

/** What was done at a start that did not live to tell it; `null` when there was none. */
export function untoldRecovery(database: string): Recovery | null {
  try {
    const { found, restored, keptIn, passedOver } = JSON.parse(readFileSync(untoldFile(database), 'utf8')) as Recovery;
    return typeof found === 'string' ? { found, restored, keptIn, passedOver } : null;
  } catch {
    return null;
  }
}

/** To be called once what was done is told and kept elsewhere. */
export function recoveryTold(database: string): void {
  rmSync(untoldFile(database), { force: true });
}
