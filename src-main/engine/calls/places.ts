import type { Clock } from '../clock.ts';

/** How many scheduled refreshes run at once; those that are asked for do not wait for a place. */
const MOST_AT_ONCE = 8;

/** How many of them may be of one host, so that a host that hangs leaves places to the others. */
const MOST_PER_HOST = 4;

/** A refresh that takes longer than this goes on without its place: it may hang, and then it holds up nobody. */
const HELD_FOR_MS = 10_000;

/** The places of scheduled refreshes. A host is named as `URL.host` does, with its port. */
export class Places {
  readonly #clock: Clock;
  readonly #onFree: () => void;
  readonly #taken = new Map<string, number>();
  #all = 0;

  /** `onFree` is called when a place that was taken is free again. */
  constructor(clock: Clock, onFree: () => void) {
    this.#clock = clock;
    this.#onFree = onFree;
  }

  /** Whether a refresh at this host may start now. */
  isFree(host: string): boolean {
    return this.#all < MOST_AT_ONCE && (this.#taken.get(host) ?? 0) < MOST_PER_HOST;
  }

  /** Takes a place until `ended` is fulfilled, or for 10 seconds if that takes longer. */
  take(host: string, ended: Promise<void>): void {
    this.#count(host, 1);
    let isHeld = true;
    const free = () => {
      if (!isHeld) return;
      isHeld = false;
      this.#count(host, -1);
      this.#onFree();
    };
    const cancel = this.#clock.after(HELD_FOR_MS, free);
    void ended.then(() => {
      cancel();
      free();
    });
  }

  #count(host: string, by: 1 | -1): void {
    this.#all += by;
    const left = (this.#taken.get(host) ?? 0) + by;
    if (left === 0) this.#taken.delete(host);
    else this.#taken.set(host, left);
  }
}
