import type { Cancel, Clock } from '../clock.ts';

/** How long it waits while something that somebody waits for is under way. */
const BUSY_PAUSE_MS = 1_000;

/** Runs the next step of work that can wait, once its time has come and nothing else is to be done. */
export class IdleTimer {
  readonly #clock: Clock;
  readonly #isBusy: () => boolean;
  readonly #step: () => void;
  #cancel: Cancel | null = null;
  #stopped = false;

  constructor(clock: Clock, isBusy: () => boolean, step: () => void) {
    this.#clock = clock;
    this.#isBusy = isBusy;
    this.#step = step;
  }

  get isWaiting(): boolean {
    return this.#cancel !== null;
  }

  get isStopped(): boolean {
    return this.#stopped;
  }

  /** Runs the step after `ms` milliseconds, or later while something else is to be done. Does nothing once stopped. */
  wait(ms: number): void {
    if (this.#stopped) return;
    this.#cancel = this.#clock.after(ms, () => {
      this.#cancel = null;
      if (this.#isBusy()) this.wait(BUSY_PAUSE_MS);
      else this.#step();
    });
  }

  stop(): void {
    this.#stopped = true;
    this.#cancel?.();
    this.#cancel = null;
  }
}
