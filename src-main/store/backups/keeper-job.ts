import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type BackupFile, type BackupKind, UNFINISHED } from './backup-file.ts';
import { prepareRestore, type RestoreOptions } from './prepare-restore.ts';
import { takeBackup } from './take-backup.ts';
import { checkDatabase } from './verify.ts';

/** Work on whole databases, which takes as long as reading them. */
export type KeeperJob =
  | { kind: 'backup'; database: string; folder: string; why: BackupKind; at: number }
  | { kind: 'check'; database: string }
  | { kind: 'prepare'; backup: string; file: string; options: RestoreOptions }
  | { kind: 'drill'; backup: string; folder: string };

/** What each kind of work gives. */
export interface KeeperResults {
  backup: BackupFile;
  /** What is wrong, in words; `null` when nothing is. */
  check: string | null;
  /** How many records were prepared, and how many were restored in the drill. */
  prepare: number;
  drill: number;
}

/** Restores a backup as a restore would, in a folder of its own that is deleted again; gives its records. Throws when it is not good. */
function drill(backup: string, folder: string): number {
  const scratch = join(folder, `drill${UNFINISHED}`);
  rmSync(scratch, { recursive: true, force: true });
  mkdirSync(scratch, { recursive: true, mode: 0o700 });
  try {
    return prepareRestore(backup, join(scratch, 'freshet.db'), { repairFrom: null, present: null });
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** Does one piece of work. Throws in words. */
export function doKeeperJob(job: KeeperJob): KeeperResults[KeeperJob['kind']] {
  switch (job.kind) {
    case 'backup':
      return takeBackup(job.database, job.folder, job.why, job.at);
    case 'check':
      return checkDatabase(job.database);
    case 'prepare':
      return prepareRestore(job.backup, job.file, job.options);
    case 'drill':
      return drill(job.backup, job.folder);
  }
}
