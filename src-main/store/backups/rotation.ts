import { rmSync } from 'node:fs';
import type { BackupFile } from './backup-file.ts';

const DAY_MS = 86_400_000;

/** How many of the scheduled backups are kept: the newest of so many hours, days and weeks that have one. */
export const KEPT = { hours: 24, days: 7, weeks: 4 } as const;

/** How long backups that were made for a reason of their own are kept, milliseconds. */
export const KEPT_APART_MS = 30 * DAY_MS;

/** The epoch began on a Thursday; weeks begin on Monday, UTC. */
const THURSDAY_DAYS = 3;

type Facts = Pick<BackupFile, 'number' | 'at' | 'kind'>;

const hourOf = (at: number) => Math.floor(at / 3_600_000);
const dayOf = (at: number) => Math.floor(at / DAY_MS);
const weekOf = (at: number) => Math.floor((dayOf(at) + THURSDAY_DAYS) / 7);

/** The newest of each of the newest `count` spans of time that have a backup. */
function newestOfEach<T extends Facts>(newestFirst: readonly T[], spanOf: (at: number) => number, count: number): T[] {
  const seen = new Set<number>();
  return newestFirst.filter(({ at }) => {
    const span = spanOf(at);
    if (seen.has(span) || seen.size >= count) return false;
    seen.add(span);
    return true;
  });
}

/**
 * Which backups go. The order is that of their numbers and not of the clock, so one that was made while the clock was wrong
 * neither stays for ever nor drives out a good one. Those made by hand, before an upgrade and before a restore are kept for
 * 30 days, apart from the rotation. The newest of all always stays. Pure.
 */
export function rotation<T extends Facts>(backups: readonly T[], now: number): T[] {
  const newestFirst = [...backups].sort((a, b) => b.number - a.number);
  const scheduled = newestFirst.filter(({ kind }) => kind === 'scheduled');
  const kept = new Set<T>([
    ...newestFirst.slice(0, 1),
    ...newestOfEach(scheduled, hourOf, KEPT.hours),
    ...newestOfEach(scheduled, dayOf, KEPT.days),
    ...newestOfEach(scheduled, weekOf, KEPT.weeks),
    ...newestFirst.filter(({ kind, at }) => kind !== 'scheduled' && now - at < KEPT_APART_MS),
  ]);
  return newestFirst.filter((backup) => !kept.has(backup));
}

/** Deletes backups. One that is gone already is no matter. */
export function removeBackups(backups: readonly Pick<BackupFile, 'path'>[]): void {
  for (const { path } of backups) rmSync(path, { force: true });
}
