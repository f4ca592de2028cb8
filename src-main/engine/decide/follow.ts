import type { Follow } from '../../../src-preload/contract/index.ts';

/** What is going on among the records of a source; milliseconds since the epoch. */
export interface Events {
  /** The next time of a record. */
  nextAt: number | null;
  /** Until when the latest of those that have begun is live. */
  liveUntil: number | null;
}

/**
 * The first moment at which the records' own times ask for a call, and the interval that they ask for; `null` if none does.
 * From the odds dashboard: a day before kick-off every hour, an hour before every 5 minutes, live every 30 seconds,
 * finished never. Pure.
 */
export function dueByEvents(
  { before, liveEverySeconds }: Follow,
  { nextAt, liveUntil }: Events,
  checkedAt: number,
): { at: number; intervalMs: number } | null {
  const liveMs = liveEverySeconds * 1000;
  const wishes: { at: number; intervalMs: number; until: number }[] = [];
  if (liveUntil !== null) wishes.push({ at: checkedAt + liveMs, intervalMs: liveMs, until: liveUntil });
  if (nextAt !== null) {
    wishes.push({ at: Math.max(nextAt, checkedAt + liveMs), intervalMs: liveMs, until: Infinity });
    for (const { withinSeconds, everySeconds } of before) {
      wishes.push({
        at: Math.max(nextAt - withinSeconds * 1000, checkedAt + everySeconds * 1000),
        intervalMs: everySeconds * 1000,
        until: nextAt,
      });
    }
  }
  let first: { at: number; intervalMs: number } | null = null;
  for (const { at, intervalMs, until } of wishes) if (at < until && (first === null || at < first.at)) first = { at, intervalMs };
  return first;
}
