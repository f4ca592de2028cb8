import type { Backup, Keeping } from '../../src-preload/contract/index.ts';
import { countWords, dateWords, timeWords } from '../ui/format.ts';

const KINDS: Record<Backup['kind'], string> = {
  scheduled: 'on schedule',
  manual: 'by hand',
  'before-restore': 'before a restore',
  'before-upgrade': 'before an upgrade',
};

/** Why a backup was made. */
export function kindWords(kind: Backup['kind']): string {
  return KINDS[kind];
}

/** How the last check of the whole database ended. */
export function checkWords(check: Keeping['check']): string {
  if (check === null) return 'not yet; once a week, in the background';
  return check.fault === null ? `${dateWords(check.at)}, good` : `${dateWords(check.at)}, damaged: ${check.fault}`;
}

/** How the last restore into a scratch folder ended: '3 Nov, 41,203 records, good'. */
export function drillWords(drill: Keeping['drill']): string {
  if (drill === null) return 'not yet; once a month the newest backup is restored into a scratch folder';
  return drill.fault === null
    ? `${dateWords(drill.at)}, ${countWords(drill.records, 'record')}, good`
    : `${dateWords(drill.at)}, failed: ${drill.fault}`;
}

/** What the last restore came to. */
export function restoreWords({ at, found, backupAt, records }: NonNullable<Keeping['restore']>): string {
  const what =
    backupAt === null
      ? 'there was no good backup, so Freshet began with an empty database'
      : `the backup of ${timeWords(backupAt)} with ${countWords(records, 'record')} was restored`;
  return found === null ? `${timeWords(at)}: ${what}.` : `${timeWords(at)}: ${found} In its place, ${what}.`;
}
