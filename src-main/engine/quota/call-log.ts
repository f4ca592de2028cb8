import type { QuotaPeriod } from '../../../src-preload/contract/index.ts';
import type { QuotaAnchor } from './quota-plan.ts';

/** One call as the quota sees it. */
export interface Spent {
  /** When it left, milliseconds since the epoch. */
  at: number;
  /** What it cost: 1 where calls are counted, more where credits are. Corrected once the answer says so. */
  cost: number;
  /** Its row in the ledger, where it is known. */
  row?: number;
}

/** A limit as the last answer told it. */
export interface Told {
  name: string;
  per: QuotaPeriod | null;
  limit: number | null;
  remaining: number;
  /** When it turns over, milliseconds since the epoch. */
  resetsAt: number;
}

/** A limit as it is kept: when it was told, milliseconds since the epoch, and after how many calls. */
interface Kept extends Told {
  toldAt: number;
  afterCalls: number;
}

/** Servers that say in how many seconds a window turns over name another moment of the same window each time. */
const SAME_WINDOW_MS = 2_000;

/** Index of the first call at or after `from`. */
function firstAtOrAfter(calls: readonly Spent[], from: number): number {
  let low = 0;
  let high = calls.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((calls[middle]?.at ?? Infinity) < from) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The calls of everything that shares a key, in the order in which they left. Fed from the ledger in the store. */
export class CallLog {
  readonly #calls: Spent[];
  readonly #keepMs: number;
  /** While every call cost 1, counting them is enough. */
  #isCounted: boolean;
  readonly #told = new Map<string, Kept>();
  /** Calls that have left and are not answered, each with how many had left before. */
  readonly #underWay = new Map<Spent, number>();
  #left = 0;
  /** Names the log among all of them. */
  readonly name: string;
  readonly #plans = new Map<string, QuotaAnchor>();
  #promised = 0;

  /** Calls older than `keepMs` may be forgotten. `limits` are what `limits()` gave when the log was last open. */
  constructor(calls: readonly Spent[], keepMs: number, name = '', limits: readonly (Told & { toldAt: number })[] = []) {
    this.name = name;
    for (const limit of limits) this.#told.set(limit.name, { ...limit, afterCalls: 0 });
    this.#calls = [...calls].sort((a, b) => a.at - b.at);
    this.#keepMs = keepMs;
    this.#isCounted = calls.every((call) => call.cost === 1);
  }

  /** Counts a call that is about to leave. */
  spend(now: number, cost: number, row?: number): Spent {
    this.clockMovedBack(now);
    const spent = row === undefined ? { at: now, cost } : { at: now, cost, row };
    this.#calls.push(spent);
    this.#underWay.set(spent, (this.#left += 1));
    this.#isCounted &&= cost === 1;
    for (const told of this.#told.values()) told.remaining = Math.max(0, told.remaining - cost);
    const forgettable = firstAtOrAfter(this.#calls, now - this.#keepMs);
    if (forgettable > 1_000) this.#calls.splice(0, forgettable);
    return spent;
  }

  /** An answer said what its call really cost. */
  correct(spent: Spent, cost: number): void {
    // Settings that were changed meanwhile made the log be read anew, and with it the call.
    const own = this.#calls.findLast((call) => call === spent || (call.row !== undefined && call.row === spent.row));
    if (own !== undefined) own.cost = cost;
    this.#isCounted &&= cost === 1;
  }

  /** A call is answered, or will never be. */
  ended(spent: Spent | undefined): void {
    if (spent !== undefined) this.#underWay.delete(spent);
  }

  /**
   * Takes what the answer to `answered`, which has just ended or ends with this, told of the limits at `now`. It counts
   * until they turn over, or the next answer tells better. Calls under way may not be counted in it yet, and answers
   * overtake each other: of those that were under way together the one that leaves least counts.
   */
  learn(limits: readonly Told[], now: number, answered?: Spent): void {
    const leftAs = answered === undefined ? 0 : (this.#underWay.get(answered) ?? 0);
    this.ended(answered);
    let pending = 0;
    for (const { cost } of this.#underWay.keys()) pending += cost;
    // A server may call each of its windows something else.
    for (const [name, { resetsAt }] of this.#told) if (resetsAt <= now) this.#told.delete(name);
    for (const limit of limits) {
      const before = this.#told.get(limit.name);
      const isOvertaken =
        before !== undefined && before.afterCalls >= leftAs && Math.abs(before.resetsAt - limit.resetsAt) <= SAME_WINDOW_MS;
      const remaining = Math.max(0, limit.remaining - pending);
      this.#told.set(limit.name, {
        ...limit,
        remaining: isOvertaken ? Math.min(before.remaining, remaining) : remaining,
        toldAt: now,
        afterCalls: this.#left,
      });
    }
  }

  /** What is to be kept while the log is closed: servers do not forget when Freshet does. */
  limits(): (Told & { toldAt: number })[] {
    return [...this.#told.values()].map(({ afterCalls: _afterCalls, ...limit }) => limit);
  }

  /** A scheduled refresh begins that will cost this much; gives a function that takes the promise back once it is spent. */
  promise(cost: number): () => void {
    this.#promised += cost;
    let open = true;
    return () => {
      if (open) this.#promised -= cost;
      open = false;
    };
  }

  /** What scheduled refreshes that have begun are yet to spend on their first calls. */
  get promised(): number {
    return this.#promised;
  }

  /** Where the plan of a window began. */
  planOf(window: string): QuotaAnchor | null {
    return this.#plans.get(window) ?? null;
  }

  setPlan(window: string, anchor: QuotaAnchor): void {
    this.#plans.set(window, anchor);
  }

  /** What the answers told and what still holds. */
  told(now: number): Told[] {
    return [...this.#told.values()].filter((each) => each.resetsAt > now);
  }

  /** The clock was set back: what counts as later than now would block for as long as the jump. */
  clockMovedBack(now: number): void {
    for (let index = firstAtOrAfter(this.#calls, now + 1); index < this.#calls.length; index += 1) {
      const call = this.#calls[index];
      if (call !== undefined) call.at = now;
    }
    for (const told of this.#told.values()) {
      if (told.toldAt <= now) continue;
      told.resetsAt -= told.toldAt - now;
      told.toldAt = now;
    }
  }

  /** What was spent from a moment on. Calls stamped in the future (the clock was set back) count, to be on the safe side. */
  spentSince(from: number): number {
    if (this.#isCounted) return this.#calls.length - firstAtOrAfter(this.#calls, from);
    let sum = 0;
    for (let index = firstAtOrAfter(this.#calls, from); index < this.#calls.length; index += 1) sum += this.#calls[index]?.cost ?? 0;
    return sum;
  }

  /** When the oldest call from a moment on left; `null` when there is none. */
  oldestSince(from: number): number | null {
    return this.#calls[firstAtOrAfter(this.#calls, from)]?.at ?? null;
  }

  /** When the calls from a moment on will have given back at least `cost`, if each counts for `lengthMs`; `null` if they never do. */
  givenBackAt(from: number, cost: number, lengthMs: number): number | null {
    if (this.#isCounted) {
      const last = this.#calls[firstAtOrAfter(this.#calls, from) + Math.ceil(cost) - 1];
      return last === undefined ? null : last.at + lengthMs;
    }
    let given = 0;
    for (let index = firstAtOrAfter(this.#calls, from); index < this.#calls.length; index += 1) {
      const call = this.#calls[index];
      given += call?.cost ?? 0;
      if (given >= cost && call !== undefined) return call.at + lengthMs;
    }
    return null;
  }
}
