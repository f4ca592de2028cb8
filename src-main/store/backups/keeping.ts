const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** The shortest time from one scheduled backup to the next, milliseconds. */
export const BACKUP_EVERY_MS = HOUR_MS;
/** How often the whole database is checked. */
export const CHECK_EVERY_MS = 7 * DAY_MS;
/** How often the newest backup is restored into a scratch folder, to see that it can be. */
export const DRILL_EVERY_MS = 30 * DAY_MS;
/** After something of this failed, for example because the disk is full, it is tried again. */
export const RETRY_AFTER_MS = 10 * 60_000;

/** What is done for the database in the background. */
export type Chore = 'backup' | 'check' | 'drill';

/** Moments are milliseconds since the epoch; `null`: never. */
export interface KeepingFacts {
  /** Whether anything has changed since the last backup. */
  changed: boolean;
  hasBackup: boolean;
  backedUpAt: number | null;
  checkedAt: number | null;
  drilledAt: number | null;
  /** When the first thing was seen that should be looked after; checks and drills count from here until there was one. */
  since: number;
  /** When each last failed; none where it succeeded since. */
  failedAt: Partial<Record<Chore, number>>;
}

/** A moment that lies ahead was written by a clock that has been set back since, so it says nothing. */
function hasPassed(at: number | null, ms: number, now: number): boolean {
  return at === null || at > now || now - at >= ms;
}

/** What is to be done for the database now; `null`: nothing. The backup comes first. Pure. */
export function dueChore(facts: KeepingFacts, now: number): Chore | null {
  const mayTry = (chore: Chore) => hasPassed(facts.failedAt[chore] ?? null, RETRY_AFTER_MS, now);
  if (facts.changed && hasPassed(facts.backedUpAt, BACKUP_EVERY_MS, now) && mayTry('backup')) return 'backup';
  if (hasPassed(facts.checkedAt ?? facts.since, CHECK_EVERY_MS, now) && mayTry('check')) return 'check';
  if (facts.hasBackup && hasPassed(facts.drilledAt ?? facts.since, DRILL_EVERY_MS, now) && mayTry('drill')) return 'drill';
  return null;
}
