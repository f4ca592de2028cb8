const MINUTE_MS = 60_000;
const QUARTER_MS = 15 * MINUTE_MS;
const DAY_MS = 86_400_000;
/** Monday, as weeks begin then. */
const FIRST_MONDAY_MS = 4 * DAY_MS;

/** What `time_bucket` can cut time to. */
export const GRAINS = ['minute', 'quarter-hour', 'hour', 'day', 'week', 'month', 'year'] as const;
export type Grain = (typeof GRAINS)[number];

const LENGTHS: Partial<Record<Grain, number>> = { minute: MINUTE_MS, 'quarter-hour': QUARTER_MS, hour: 3_600_000 };

/** More than this many quarters of an hour are forgotten and worked out again. */
const MOST_KNOWN = 200_000;

/** Cuts moments to the beginning of an hour, a day and so on in one time zone. */
export class TimeBuckets {
  readonly #format: Intl.DateTimeFormat;
  /** How far the clocks of the zone are ahead of UTC, by quarter of an hour: asked for every row of a query. */
  readonly #offsets = new Map<number, number>();

  /** Throws `RangeError` for a time zone that is not known. */
  constructor(timeZone: string) {
    const two = '2-digit' as const;
    this.#format = new Intl.DateTimeFormat('en-GB', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: two,
      day: two,
      hour: two,
      minute: two,
      second: two,
    });
  }

  /** The beginning of the stretch that holds a moment; both are milliseconds since the epoch. */
  startOf(ms: number, grain: Grain): number {
    const local = ms + this.#offset(ms);
    const length = LENGTHS[grain];
    if (length !== undefined) return Math.floor(local / length) * length - this.#offset(ms);
    const start = localStart(local, grain);
    // The clocks may have been set between the start and the moment.
    return start - this.#offset(start - this.#offset(ms));
  }

  #offset(ms: number): number {
    const quarter = Math.floor(ms / QUARTER_MS);
    const known = this.#offsets.get(quarter);
    if (known !== undefined) return known;
    if (this.#offsets.size >= MOST_KNOWN) this.#offsets.clear();
    const at = quarter * QUARTER_MS;
    const parts = Object.fromEntries(this.#format.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
    const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
    const offset = Date.UTC(year, month - 1, day, hour, minute, second) - at;
    this.#offsets.set(quarter, offset);
    return offset;
  }
}

/** The beginning of a day, week, month or year, all by the clocks of one zone. */
function localStart(local: number, grain: Grain): number {
  if (grain === 'day') return Math.floor(local / DAY_MS) * DAY_MS;
  if (grain === 'week') return Math.floor((local - FIRST_MONDAY_MS) / (7 * DAY_MS)) * 7 * DAY_MS + FIRST_MONDAY_MS;
  const date = new Date(local);
  return Date.UTC(date.getUTCFullYear(), grain === 'month' ? date.getUTCMonth() : 0, 1);
}
