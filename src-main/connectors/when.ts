/** Numbers below this are taken for seconds since the epoch: as milliseconds it is March 1973. */
const SECONDS_BELOW = 100_000_000_000;
/** Numbers from here on are taken for microseconds, which is 1973 too: as milliseconds it is the year 5138. */
const MICROSECONDS_FROM = 100_000_000_000_000;
/** And from here on for nanoseconds. */
const NANOSECONDS_FROM = 100_000_000_000_000_000;

/** The greatest number of milliseconds that a date can hold. */
const LATEST_MS = 8.64e15;

const NUMERIC = /^-?\d{9,19}(\.\d+)?$/;
const DATE_LIKE =
  /^\d{4}-\d{2}(-\d{2})?([T ]|$)|^(Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*,? |^(\d{1,2} )?(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.? \d{1,4}/i;
const ISO_START = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}/;
/** The basic format of ISO 8601, as calendars use it. */
const COMPACT = /^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})?(Z|[+-]\d{2}:?\d{2})?$/;
const HAS_TIME = /\d{1,2}:\d{2}/;
const ZONE = /(Z|UTC?|GMT|[ECMP][SD]T|[+-]\d{2}(:?\d{2})?)( ?\([^)]*\))?$/i;

/** Time zones that are written by name and mean one thing, beside those of RFC 822, which `Date` knows. Hours from UTC. */
const NAMED_ZONES: Record<string, string> = {
  WET: '+0000',
  WEST: '+0100',
  CET: '+0100',
  CEST: '+0200',
  EET: '+0200',
  EEST: '+0300',
  MSK: '+0300',
  JST: '+0900',
  KST: '+0900',
  AEST: '+1000',
  AEDT: '+1100',
  NZST: '+1200',
  NZDT: '+1300',
};

function msOfNumber(value: number): number {
  const size = Math.abs(value);
  if (size < SECONDS_BELOW) return value * 1000;
  if (size < MICROSECONDS_FROM) return value;
  return size < NANOSECONDS_FROM ? value / 1000 : value / 1_000_000;
}

/** A date as `Date` reads it everywhere alike: with a zone, which is UTC where the text names none. */
function withZone(text: string): string {
  const named = text.replace(/ ([A-Z]{3,4})$/, (all, zone: string) =>
    Object.hasOwn(NAMED_ZONES, zone) ? ` ${NAMED_ZONES[zone] ?? ''}` : all,
  );
  if (!HAS_TIME.test(named)) return /^\d{4}-\d{2}(-\d{2})?$/.test(named) ? named : `${named} UTC`;
  const zoned = ZONE.test(named) ? named : `${named}${ISO_START.test(named) ? 'Z' : ' UTC'}`;
  if (!ISO_START.test(zoned)) return zoned;
  return zoned
    .replace(' ', 'T')
    .replace(/,(\d+)/, '.$1')
    .replace(/ ?(UTC?|GMT)$/i, 'Z')
    .replace(/ ?([+-]\d{2})(?::?(\d{2}))?$/, (_zone, hours: string, minutes = '00') => `${hours}:${minutes}`);
}

/**
 * Reads a record's own time: ISO 8601, RFC 822, RFC 2822 or HTTP dates, or numbers of seconds, milliseconds, microseconds
 * or nanoseconds since the epoch. A date and time without a zone is taken as UTC. Gives milliseconds since the epoch, or
 * `null` when it is no time.
 */
export function readTime(value: unknown): number | null {
  if (typeof value === 'number') {
    const ms = msOfNumber(value);
    return Math.abs(ms) <= LATEST_MS ? Math.round(ms) : null;
  }
  if (typeof value !== 'string' || value.length > 100) return null;
  const text = value.trim().replace(/\s+/g, ' ');
  if (NUMERIC.test(text)) return readTime(Number(text));
  const compact = COMPACT.exec(text);
  if (compact !== null) {
    const [, year, month, day, hour, minute, second = '00', zone = 'Z'] = compact;
    return readTime(`${year}-${month}-${day}T${hour}:${minute}:${second}${zone}`);
  }
  if (!DATE_LIKE.test(text)) return null;
  const ms = Date.parse(withZone(text));
  return Number.isNaN(ms) ? null : ms;
}
