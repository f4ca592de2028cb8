import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Why a backup was made. `before-restore` is what a restore took the place of, `before-upgrade` what a new schema did. */
export type BackupKind = 'scheduled' | 'manual' | 'before-restore' | 'before-upgrade';

/** One backup on disk. A file of this name was verified before it got it. */
export interface BackupFile {
  /** Rises with every backup of a folder, so their order does not depend on the clock. */
  number: number;
  /** When it was made, milliseconds since the epoch. */
  at: number;
  kind: BackupKind;
  /** The version of the schema that it holds. */
  schema: number;
  records: number;
  bytes: number;
  path: string;
}

/** A backup that is being written. Whoever finds one at a start may delete it. */
export const UNFINISHED = '.unfinished';

const NAME =
  /^(?<number>\d{6,15})_(?<date>\d{4}-\d\d-\d\d)T(?<h>\d\d)(?<m>\d\d)(?<s>\d\d)Z_(?<kind>scheduled|manual|before-restore|before-upgrade)_schema(?<schema>\d+)_records(?<records>\d+)\.db$/;

/** The name of a backup says all there is to know of it, and has no letter that a file system would refuse. */
export function backupName({ number, at, kind, schema, records }: Omit<BackupFile, 'bytes' | 'path'>): string {
  const time = new Date(at)
    .toISOString()
    .replace(/\.\d+Z$/, 'Z')
    .replaceAll(':', '');
  return `${String(number).padStart(6, '0')}_${time}_${kind}_schema${schema}_records${records}.db`;
}

/** What a name says; `null` for a file that is no backup. */
export function readBackupName(name: string): Omit<BackupFile, 'bytes' | 'path'> | null {
  const parts = NAME.exec(name)?.groups;
  if (parts === undefined) return null;
  const at = Date.parse(`${parts['date']}T${parts['h']}:${parts['m']}:${parts['s']}Z`);
  if (Number.isNaN(at)) return null;
  const { number, kind, schema, records } = parts;
  return { number: Number(number), at, kind: kind as BackupKind, schema: Number(schema), records: Number(records) };
}

/** The backups of a folder, the newest first. A folder that is not there has none. Throws when it cannot be read. */
export function listBackups(folder: string): BackupFile[] {
  const found: BackupFile[] = [];
  for (const name of namesIn(folder)) {
    const facts = readBackupName(name);
    if (facts === null) continue;
    const path = join(folder, name);
    const stat = statSync(path, { throwIfNoEntry: false });
    if (stat?.isFile() === true) found.push({ ...facts, bytes: stat.size, path });
  }
  return found.sort((a, b) => b.number - a.number);
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}
