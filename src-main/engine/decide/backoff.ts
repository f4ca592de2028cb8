/** Waits between the tries of one call, milliseconds: three retries after 1, 2 and 4 seconds. */
export const RETRY_DELAYS_MS: readonly number[] = [1_000, 2_000, 4_000];

/** A server that asks for a pause up to this long is waited for within the refresh; a longer one ends it. */
export const SHORT_PAUSE_MS = 5_000;

/** No server may silence a source for longer than this, whatever its headers say. */
const LONGEST_PAUSE_MS = 24 * 3_600_000;

const FIRST_BACKOFF_MS = 60_000;
const LONGEST_BACKOFF_MS = 3_600_000;

/** `delayMs` moved by up to a fifth in either direction, so that sources that failed together do not return together. */
export function withJitter(delayMs: number, random: () => number): number {
  return Math.round(delayMs * (0.8 + 0.4 * random()));
}

/** From so many failed refreshes in a row on, a source is tried once a day: most of a day of trying brought nothing. */
export const QUARANTINE_AFTER = 24;

export const QUARANTINE_MS = 86_400_000;

/** How long a source rests after `failures` failed refreshes in a row: 1, 2, 4 … minutes, at most an hour. */
export function backoffMs(failures: number): number {
  return Math.min(LONGEST_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** Math.min(20, Math.max(0, failures - 1)));
}

/**
 * Reads a Retry-After header (RFC 9110, 10.2.3): a number of seconds or an HTTP date.
 * Returns milliseconds from `now`, never negative and never over a day, or `null` when there is nothing readable.
 */
export function retryAfterMs(header: string | null, now: number): number | null {
  if (header === null) return null;
  const text = header.trim();
  const seconds = /^\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
  const delay = Number.isNaN(seconds) ? (/[a-z]/i.test(text) ? Date.parse(text) - now : Number.NaN) : seconds * 1000;
  if (Number.isNaN(delay)) return null;
  return Math.min(LONGEST_PAUSE_MS, Math.max(0, delay));
}
