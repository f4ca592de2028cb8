import type { Cancel, Clock } from '../clock.ts';

/** Between two steps, so that whatever else waits for the engine's thread goes first. */
const PAUSE_MS = 5;

/** Takes changed records into the search, a little at a time and after everything else. */
export class SearchFeed {
  readonly #clock: Clock;
  readonly #step: () => boolean;
  #cancel: Cancel | null = null;
  #stopped = false;

  /** `step` does a little of the work and gives whether there is more. */
  constructor(clock: Clock, step: () => boolean) {
    this.#clock = clock;
    this.#step = step;
  }

  /** Records may have changed. */
  wake(): void {
    if (this.#stopped) return;
    this.#cancel ??= this.#clock.after(PAUSE_MS, () => {
      this.#cancel = null;
      if (this.#step()) this.wake();
    });
  }

  stop(): void {
    this.#stopped = true;
    this.#cancel?.();
  }
}
