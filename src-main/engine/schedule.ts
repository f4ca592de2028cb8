import type { Cancel, Clock } from './clock.ts';

/** The timer never sleeps longer, so that a clock that was set, or a computer that woke, is noticed soon. */
const LONGEST_SLEEP_MS = 60_000;

/** A timer this late did not merely wait for a busy thread: the computer slept or the clock was set forward. */
const GAP_MS = 60_000;

/** A clock is corrected by less than this in daily life. */
const TOLERANCE_MS = 2_000;

export interface ScheduleOptions {
  clock: Clock;
  /** The next moment at which something is due, milliseconds since the epoch; `Infinity` for none. */
  nextAt: () => number;
  /** Something may be due, or a minute has passed. */
  onTick: (now: number) => void;
  /** Time went by in which the timer did not run. */
  onGap: (from: number, to: number) => void;
  /** The clock was set back by `byMs`. */
  onBack: (byMs: number) => void;
}

/** One timer for all sources. It sleeps until the next due moment, but at most a minute. */
export class Schedule {
  readonly #options: ScheduleOptions;
  #cancel: Cancel | null = null;
  #sleepMs = 0;
  /** What the clock said when it was last looked at. */
  #seenAt: number;
  #stopped = false;

  constructor(options: ScheduleOptions) {
    this.#options = options;
    this.#seenAt = options.clock.now();
  }

  /** Call after everything that may have changed what is due next. */
  arm(): void {
    if (this.#stopped) return;
    this.#cancel?.();
    const now = this.#look();
    this.#sleepMs = Math.min(LONGEST_SLEEP_MS, Math.max(0, this.#options.nextAt() - now));
    this.#cancel = this.#options.clock.after(this.#sleepMs, () => {
      this.#cancel = null;
      this.#options.onTick(this.#look());
      this.arm();
    });
  }

  stop(): void {
    this.#stopped = true;
    this.#cancel?.();
    this.#cancel = null;
  }

  #look(): number {
    const now = this.#options.clock.now();
    const before = this.#seenAt;
    this.#seenAt = now;
    if (now - before > this.#sleepMs + GAP_MS) this.#options.onGap(before, now);
    else if (now < before - TOLERANCE_MS) this.#options.onBack(before - now);
    return now;
  }
}
