import type { QuotaPeriod, QuotaUse, QuotaWindow } from '../../src-preload/contract/index.ts';
import { toIsoOrNull } from '../../src-preload/contract/index.ts';

const SECOND_MS = 1_000;
const DAY_MS = 86_400_000;

const LENGTH_MS: Record<QuotaPeriod, number> = {
  second: SECOND_MS,
  minute: 60 * SECOND_MS,
  'quarter-hour': 900 * SECOND_MS,
  hour: 3_600 * SECOND_MS,
  day: DAY_MS,
  month: 31 * DAY_MS,
};

/** The longest window that a meter has to remember calls for, milliseconds. */
export const LONGEST_WINDOW_MS = LENGTH_MS.month;

const isAligned = (window: QuotaWindow) => window.align === 'clock' || window.per === 'month';

/** Start of the clock-aligned window that holds `now`, in UTC. Strava's quarter hours begin at :00, :15, :30 and :45. */
export function alignedStart(per: QuotaPeriod, now: number): number {
  if (per !== 'month') return Math.floor(now / LENGTH_MS[per]) * LENGTH_MS[per];
  const date = new Date(now);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1);
}

/** End of the clock-aligned window that holds `now`, in UTC. */
export function alignedEnd(per: QuotaPeriod, now: number): number {
  if (per !== 'month') return alignedStart(per, now) + LENGTH_MS[per];
  const date = new Date(now);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1);
}

/** Index of the first of the ascending `times` that is at or after `from`. */
function firstAtOrAfter(times: readonly number[], from: number): number {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((times[middle] ?? Infinity) < from) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * Counts the calls of one source against its windows. Fed from the ledger in the store, which is written before a call
 * leaves; so a call whose answer never came counts too.
 */
export class QuotaMeter {
  readonly windows: readonly QuotaWindow[];
  readonly #reservePercent: number;
  /** When calls left, ascending. */
  #times: number[];

  constructor(windows: readonly QuotaWindow[], reservePercent: number, times: readonly number[]) {
    this.windows = windows;
    this.#reservePercent = reservePercent;
    this.#times = [...times].sort((a, b) => a - b);
  }

  /** A meter for other windows that remembers the same calls. */
  withWindows(windows: readonly QuotaWindow[], reservePercent: number): QuotaMeter {
    return new QuotaMeter(windows, reservePercent, this.#times);
  }

  /** The clock was set back: what counts as later than now would block the source for as long as the jump. */
  clockMovedBack(now: number): void {
    const firstLater = firstAtOrAfter(this.#times, now + 1);
    if (firstLater < this.#times.length) this.#times.fill(now, firstLater);
  }

  #reserved(window: QuotaWindow): number {
    return Math.floor((window.limit * this.#reservePercent) / 100);
  }

  #start(window: QuotaWindow, now: number): number {
    // A sliding window holds the calls of the last stretch, without the moment exactly one length ago.
    return isAligned(window) ? alignedStart(window.per, now) : now - LENGTH_MS[window.per] + 1;
  }

  /** Calls in the window at `now`. Calls stamped in the future (the clock was set back) count, to be on the safe side. */
  #used(window: QuotaWindow, now: number): number {
    return this.#times.length - firstAtOrAfter(this.#times, this.#start(window, now));
  }

  /** The earliest moment from `now` on at which `limit` is not reached in the window. */
  #freeAt(window: QuotaWindow, limit: number, now: number): number {
    if (limit <= 0) return Infinity;
    const over = this.#used(window, now) - limit;
    if (over < 0) return now;
    if (isAligned(window)) return alignedEnd(window.per, now);
    const leaving = this.#times[firstAtOrAfter(this.#times, this.#start(window, now)) + over];
    return leaving === undefined ? now : leaving + LENGTH_MS[window.per];
  }

  /** The earliest moments at which a scheduled call and an asked one may leave; asked ones may use the reserve. */
  allowedAt(now: number): { scheduledAt: number; askedAt: number } {
    let scheduledAt = now;
    let askedAt = now;
    for (const window of this.windows) {
      scheduledAt = Math.max(scheduledAt, this.#freeAt(window, window.limit - this.#reserved(window), now));
      askedAt = Math.max(askedAt, this.#freeAt(window, window.limit, now));
    }
    return { scheduledAt, askedAt };
  }

  /** Calls that may still leave when asked for, in the tightest window; `null` without windows. */
  remaining(now: number): number | null {
    if (this.windows.length === 0) return null;
    return Math.max(0, Math.min(...this.windows.map((window) => window.limit - this.#used(window, now))));
  }

  /** Counts a call that is about to leave. After the clock was set back, later stamps are pulled back to `now`. */
  spend(now: number): void {
    this.clockMovedBack(now);
    this.#times.push(now);
    const forgettable = firstAtOrAfter(this.#times, now - LONGEST_WINDOW_MS);
    if (forgettable > 1_000) this.#times.splice(0, forgettable);
  }

  /** How every window stands, for the screen. */
  use(sourceId: string, sourceName: string, now: number): QuotaUse[] {
    return this.windows.map((window) => {
      const used = this.#used(window, now);
      const oldest = this.#times[this.#times.length - used];
      const resets = isAligned(window) ? alignedEnd(window.per, now) : oldest === undefined ? null : oldest + LENGTH_MS[window.per];
      return {
        sourceId,
        sourceName,
        per: window.per,
        align: isAligned(window) ? 'clock' : 'sliding',
        limit: window.limit,
        used,
        reserved: this.#reserved(window),
        remaining: Math.max(0, window.limit - used),
        resetsAt: used === 0 ? null : toIsoOrNull(resets),
      };
    });
  }
}
