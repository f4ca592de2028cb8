/** Numbers below this are taken for seconds since the epoch, others for milliseconds: as milliseconds it is March 1973. */
const SECONDS_BELOW = 100_000_000_000;

const NUMERIC = /^-?\d{9,16}(\.\d+)?$/;
const DATE_LIKE =
  /^\d{4}-\d{2}(-\d{2})?([T ]|$)|^(Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*,? |^(\d{1,2} )?(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]* \d{1,2}/;
const LACKS_ZONE = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?$/;

/** The greatest number of milliseconds that a date can hold. */
const LATEST_MS = 8.64e15;

/**
 * Reads a record's own time: ISO 8601, RFC 2822 or HTTP dates, or numbers of seconds or milliseconds since the epoch.
 * A date and time without a zone is taken as UTC. Gives milliseconds since the epoch, or `null` when it is no time.
 */
export function readTime(value: unknown): number | null {
  if (typeof value === 'number') {
    const ms = Math.abs(value) < SECONDS_BELOW ? value * 1000 : value;
    return Number.isFinite(ms) && Math.abs(ms) <= LATEST_MS ? Math.round(ms) : null;
  }
  if (typeof value !== 'string') return null;
  const text = value.trim();
  if (NUMERIC.test(text)) return readTime(Number(text));
  if (!DATE_LIKE.test(text)) return null;
  const ms = Date.parse(LACKS_ZONE.test(text) ? `${text.replace(' ', 'T')}Z` : text);
  return Number.isNaN(ms) ? null : ms;
}
