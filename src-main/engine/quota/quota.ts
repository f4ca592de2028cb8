import type { Quota, QuotaPeriod, QuotaUse, QuotaWindow } from '../../../src-preload/contract/index.ts';
import { budgetLimit, quotaUnit, toIsoOrNull } from '../../../src-preload/contract/index.ts';
import type { CallLog, Spent, Told } from './call-log.ts';
import { clockWindow } from './clock-window.ts';
import { anchorAfterPress, anchorFor, planFor, type QuotaAnchor, type QuotaPlan, type QuotaStanding } from './quota-plan.ts';

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

/** The longest window that a meter has to remember calls for, milliseconds; clocks that are set back make a month longer. */
export const LONGEST_WINDOW_MS = 32 * DAY_MS;

/** Of a window that is younger than this share of its length, the pace says nothing yet. */
const PACE_SHARE = 1 / 24;

type Metered = Pick<Quota, 'windows' | 'reserveForManualPercent'> & Partial<Pick<Quota, 'spread' | 'budget' | 'price' | 'cost'>>;

interface MeterWindow extends QuotaWindow {
  isBudget: boolean;
  isAligned: boolean;
  zone: string;
  /** Of the limit, kept for calls that are asked for. */
  reserved: number;
  /** Whether scheduled calls are held back so that it lasts. */
  isSpread: boolean;
  /** Names its plan. */
  name: string;
}

function metered(quota: Metered): MeterWindow[] {
  const { windows, reserveForManualPercent, spread = 'none', budget, price } = quota;
  const wished: QuotaWindow[] =
    budget === undefined
      ? []
      : [
          {
            limit: budgetLimit(budget, price),
            per: 'month',
            align: 'clock',
            ...(budget.timeZone === undefined ? {} : { timeZone: budget.timeZone }),
          },
        ];
  return [...windows, ...wished].map((window, index) => {
    const { limit, per, timeZone: zone = 'UTC' } = window;
    const isAligned = window.align === 'clock' || per === 'month';
    const reserved = Math.floor((limit * reserveForManualPercent) / 100);
    return {
      ...window,
      isBudget: index >= windows.length,
      isAligned,
      zone,
      reserved,
      isSpread: spread !== 'none' && isAligned && (per === 'day' || per === 'month'),
      name: `${per} ${zone} ${limit} ${reserved} ${spread}`,
    };
  });
}

/** When calls may leave, milliseconds since the epoch; now where nothing is in the way, `Infinity` for never. */
export interface AllowedAt {
  /** A scheduled call, by the limits. */
  scheduledAt: number;
  /** A call that was asked for, which may use the reserve. */
  askedAt: number;
  /** A scheduled call, by the plan that spreads what is left. */
  spreadAt: number;
}

/** A window whose plan holds scheduled calls back. */
export interface Held {
  limit: number;
  left: number;
  spread: 'usual-hours' | 'even';
}

/**
 * Measures one source's calls against its windows. Several sources may share a log, and then spend from the same windows;
 * the log is written before a call leaves, so a call whose answer never came counts too.
 */
export class QuotaMeter {
  readonly #quota: Metered;
  readonly #windows: readonly MeterWindow[];
  readonly #log: CallLog;
  readonly #weights: () => readonly number[];
  readonly #onPlan: (window: string, anchor: QuotaAnchor) => void;

  /** `weights` tells how usual looking is by hour of the week; `onPlan` is told where the plan of a window begins. */
  constructor(
    quota: Metered,
    log: CallLog,
    weights: () => readonly number[] = () => [],
    onPlan: (window: string, anchor: QuotaAnchor) => void = () => undefined,
  ) {
    this.#quota = quota;
    this.#windows = metered(quota);
    this.#log = log;
    this.#weights = weights;
    this.#onPlan = onPlan;
  }

  /** Counts a call that is about to leave; `correct` takes what it returns. `isAhead`: it did not ask the plan. */
  spend(now: number, cost: number, isAhead = false, row?: number): Spent {
    const before = this.#windows.filter((window) => window.isSpread).map((window) => ({ window, anchor: this.#anchor(window, now) }));
    const spent = this.#log.spend(now, cost, row);
    // The plan is remembered as of before the call; one that did not ask for its leave may have upset it.
    for (const { window, anchor } of before) {
      const next = isAhead ? anchorAfterPress(anchor, this.#standing(window, now), cost) : anchor;
      if (next === this.#log.planOf(window.name)) continue;
      this.#log.setPlan(window.name, next);
      this.#onPlan(window.name, next);
    }
    return spent;
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

  /** A scheduled refresh begins whose first call will cost this much; gives a function to call once that is spent. */
  promise(cost: number): () => void {
    return this.#log.promise(cost);
  }

  clockMovedBack(now: number): void {
    this.#log.clockMovedBack(now);
  }

  #start(window: MeterWindow, now: number): number {
    // A sliding window holds the calls of the last stretch, without the moment exactly one length ago.
    return window.isAligned ? clockWindow(window.per, window.zone, now).start : now - LENGTH_MS[window.per] + 1;
  }

  #used(window: MeterWindow, now: number): number {
    return this.#log.spentSince(this.#start(window, now));
  }

  /** The earliest moment from `now` on at which a call of that cost fits under `limit`. */
  #freeAt(window: MeterWindow, limit: number, cost: number, now: number): number {
    if (cost > limit) return Infinity;
    const over = this.#used(window, now) + cost - limit;
    if (over <= 0) return now;
    if (window.isAligned) return clockWindow(window.per, window.zone, now).end;
    return this.#log.givenBackAt(this.#start(window, now), over, LENGTH_MS[window.per]) ?? now;
  }

  #standing(window: MeterWindow, now: number, cost = 1, promised = 0): QuotaStanding {
    return {
      remaining: window.limit - window.reserved - this.#used(window, now) - promised,
      resetsAt: clockWindow(window.per, window.zone, now).end,
      now,
      weights: this.#quota.spread === 'usual-hours' ? this.#weights() : [],
      cost,
    };
  }

  #anchor(window: MeterWindow, now: number): QuotaAnchor {
    return anchorFor(this.#log.planOf(window.name), this.#standing(window, now));
  }

  /** The plan of a window, in which what refreshes under way are about to spend counts as spent. */
  #plan(window: MeterWindow, now: number, cost: number): QuotaPlan {
    return planFor(this.#standing(window, now, cost, this.#log.promised), this.#anchor(window, now));
  }

  /** The earliest moments at which calls of that cost may leave. */
  allowedAt(now: number, cost = 1): AllowedAt {
    let [scheduledAt, askedAt, spreadAt] = [now, now, now];
    for (const window of this.#windows) {
      scheduledAt = Math.max(scheduledAt, this.#freeAt(window, window.limit - window.reserved, cost, now));
      askedAt = Math.max(askedAt, this.#freeAt(window, window.limit, cost, now));
      if (window.isSpread) spreadAt = Math.max(spreadAt, this.#plan(window, now, cost).nextAllowedAt);
    }
    for (const told of this.#log.told(now)) {
      if (told.remaining >= cost) continue;
      scheduledAt = Math.max(scheduledAt, told.resetsAt);
      askedAt = Math.max(askedAt, told.resetsAt);
    }
    return { scheduledAt, askedAt, spreadAt };
  }

  /** The window whose plan holds a scheduled call of that cost back for longest; `null` where none does. */
  heldBy(now: number, cost = 1): Held | null {
    const { spread } = this.#quota;
    if (spread === undefined || spread === 'none') return null;
    let held: { until: number; window: MeterWindow } | null = null;
    for (const window of this.#windows) {
      const until = window.isSpread ? this.#plan(window, now, cost).nextAllowedAt : now;
      if (until > (held?.until ?? now)) held = { until, window };
    }
    if (held === null) return null;
    const { limit } = held.window;
    return { limit, left: Math.max(0, Math.floor(limit - this.#used(held.window, now))), spread };
  }

  /** What may still be spent when asked for, in the tightest window; `null` without windows. */
  remaining(now: number): number | null {
    const left = [
      ...this.#windows.map((window) => window.limit - this.#used(window, now)),
      ...this.#log.told(now).map((told) => told.remaining),
    ];
    return left.length === 0 ? null : Math.max(0, Math.floor(Math.min(...left)));
  }

  /** Where the spending of a day or a month leads at the pace so far, counted from the first call where that is later. */
  #forecast(window: MeterWindow, used: number, now: number): { expected: number | null; spentOn: number | null } {
    if (!window.isAligned || (window.per !== 'day' && window.per !== 'month')) return { expected: null, spentOn: null };
    const { start, end } = clockWindow(window.per, window.zone, now);
    const at = Math.max(start, this.#log.oldestSince(-Infinity) ?? now);
    if (used === 0 || now - at < (end - start) * PACE_SHARE) return { expected: null, spentOn: null };
    const { limit } = window;
    return planFor({ remaining: limit - used, resetsAt: end, now, weights: this.#weights() }, { at, remaining: limit, resetsAt: end });
  }

  /** How every window stands, for the screen. */
  use(sourceId: string, sourceName: string, now: number): QuotaUse[] {
    const { cost = 1, price = null, spread = 'none' } = this.#quota;
    const common = { sourceId, sourceName, unit: quotaUnit({ cost }), price };
    const set = this.#windows.map((window): QuotaUse => {
      const start = this.#start(window, now);
      const used = this.#log.spentSince(start);
      const oldest = this.#log.oldestSince(start);
      const { per, isAligned, zone, limit, reserved, isBudget, isSpread } = window;
      const resets = isAligned ? clockWindow(per, zone, now).end : oldest === null ? null : oldest + LENGTH_MS[per];
      const { expected, spentOn } = this.#forecast(window, used, now);
      return {
        ...common,
        per,
        align: isAligned ? 'clock' : 'sliding',
        timeZone: zone,
        learned: false,
        budget: isBudget,
        limit,
        used,
        reserved,
        remaining: Math.max(0, limit - used),
        resetsAt: used === 0 ? null : toIsoOrNull(resets),
        spread: isSpread ? spread : 'none',
        expected,
        spentOn: toIsoOrNull(spentOn),
      };
    });
    const learned = this.#log.told(now).flatMap(({ per, limit, remaining, resetsAt }): QuotaUse[] =>
      per === null || limit === null || this.#windows.some((window) => window.per === per && !window.isBudget)
        ? []
        : [
            {
              ...common,
              per,
              align: 'clock',
              timeZone: 'UTC',
              learned: true,
              budget: false,
              limit,
              used: Math.max(0, limit - remaining),
              reserved: 0,
              remaining,
              resetsAt: toIsoOrNull(resetsAt),
              spread: 'none',
              expected: null,
              spentOn: null,
            },
          ],
    );
    return [...set, ...learned];
  }
}
