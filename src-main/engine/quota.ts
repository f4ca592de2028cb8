import type { QuotaPeriod, QuotaUse, QuotaWindow } from '../../src-preload/contract/index.ts';
import { toIsoOrNull } from '../../src-preload/contract/index.ts';
import type { CallLog, Spent, Told } from './call-log.ts';

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

/**
 * Measures one source's calls against its windows. Several sources may share a log, and then spend from the same windows;
 * the log is written before a call leaves, so a call whose answer never came counts too.
 */
export class QuotaMeter {
  readonly windows: readonly QuotaWindow[];
  readonly #reservePercent: number;
  readonly #log: CallLog;

  constructor(windows: readonly QuotaWindow[], reservePercent: number, log: CallLog) {
    this.windows = windows;
    this.#reservePercent = reservePercent;
    this.#log = log;
  }

  /** Counts a call that is about to leave; `correct` takes what it returns. */
  spend(now: number, cost: number): Spent {
    return this.#log.spend(now, cost);
  }

  /** An answer said what its call really cost. */
  correct(spent: Spent, cost: number): void {
    this.#log.correct(spent, cost);
  }

  /** A call that `spend` counted is answered, or will never be. */
  ended(spent: Spent | undefined): void {
    this.#log.ended(spent);
  }

  /** Takes what the answer to a call told of its limits. */
  learn(limits: readonly Told[], now: number, answered?: Spent): void {
    this.#log.learn(limits, now, answered);
  }

  /** What was told of limits, under the name of the log, to be kept over a restart. */
  told(): { log: string; limits: ReturnType<CallLog['limits']> } {
    return { log: this.#log.name, limits: this.#log.limits() };
  }

  clockMovedBack(now: number): void {
    this.#log.clockMovedBack(now);
  }

  #reserved(window: QuotaWindow): number {
    return Math.floor((window.limit * this.#reservePercent) / 100);
  }

  #start(window: QuotaWindow, now: number): number {
    // A sliding window holds the calls of the last stretch, without the moment exactly one length ago.
    return isAligned(window) ? alignedStart(window.per, now) : now - LENGTH_MS[window.per] + 1;
  }

  #used(window: QuotaWindow, now: number): number {
    return this.#log.spentSince(this.#start(window, now));
  }

  /** The earliest moment from `now` on at which a call of that cost fits under `limit`. */
  #freeAt(window: QuotaWindow, limit: number, cost: number, now: number): number {
    if (cost > limit) return Infinity;
    const over = this.#used(window, now) + cost - limit;
    if (over <= 0) return now;
    if (isAligned(window)) return alignedEnd(window.per, now);
    return this.#log.givenBackAt(this.#start(window, now), over, LENGTH_MS[window.per]) ?? now;
  }

  /** The earliest moments at which a scheduled call of that cost and an asked one may leave; asked ones may use the reserve. */
  allowedAt(now: number, cost = 1): { scheduledAt: number; askedAt: number } {
    let scheduledAt = now;
    let askedAt = now;
    for (const window of this.windows) {
      scheduledAt = Math.max(scheduledAt, this.#freeAt(window, window.limit - this.#reserved(window), cost, now));
      askedAt = Math.max(askedAt, this.#freeAt(window, window.limit, cost, now));
    }
    for (const told of this.#log.told(now)) {
      if (told.remaining >= cost) continue;
      scheduledAt = Math.max(scheduledAt, told.resetsAt);
      askedAt = Math.max(askedAt, told.resetsAt);
    }
    return { scheduledAt, askedAt };
  }

  /** What may still be spent when asked for, in the tightest window; `null` without windows. */
  remaining(now: number): number | null {
    const left = [
      ...this.windows.map((window) => window.limit - this.#used(window, now)),
      ...this.#log.told(now).map((told) => told.remaining),
    ];
    return left.length === 0 ? null : Math.max(0, Math.floor(Math.min(...left)));
  }

  /** How every window stands, for the screen. */
  use(sourceId: string, sourceName: string, now: number): QuotaUse[] {
    const set = this.windows.map((window) => {
      const start = this.#start(window, now);
      const used = this.#log.spentSince(start);
      const oldest = this.#log.oldestSince(start);
      const resets = isAligned(window) ? alignedEnd(window.per, now) : oldest === null ? null : oldest + LENGTH_MS[window.per];
      return {
        sourceId,
        sourceName,
        per: window.per,
        align: isAligned(window) ? 'clock' : 'sliding',
        learned: false,
        limit: window.limit,
        used,
        reserved: this.#reserved(window),
        remaining: Math.max(0, window.limit - used),
        resetsAt: used === 0 ? null : toIsoOrNull(resets),
      } satisfies QuotaUse;
    });
    const learned = this.#log.told(now).flatMap(({ per, limit, remaining, resetsAt }): QuotaUse[] =>
      per === null || limit === null || this.windows.some((window) => window.per === per)
        ? []
        : [
            {
              sourceId,
              sourceName,
              per,
              align: 'clock',
              learned: true,
              limit,
              used: Math.max(0, limit - remaining),
              reserved: 0,
              remaining,
              resetsAt: toIsoOrNull(resetsAt),
            },
          ],
    );
    return [...set, ...learned];
  }
}
