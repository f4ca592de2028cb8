/** Calls of one source that may be under way at once, whatever they are for. */
const MOST_AT_ONCE = 3;

interface Waiting {
  enter: () => void;
  isFirst: boolean;
}

/** Lets three calls of a source be under way at once; a refresh goes before details and records that were only named. */
export class CallGate {
  #inside = 0;
  #waiting: Waiting[] = [];

  /**
   * Waits until a call may leave; gives what is to be called when it has ended. `isFirst`: goes before those that are not.
   * Rejects with the reason of `signal` when that is aborted first.
   */
  async enter(signal: AbortSignal, isFirst: boolean): Promise<() => void> {
    signal.throwIfAborted();
    if (this.#inside >= MOST_AT_ONCE) await this.#turn(signal, isFirst);
    else this.#inside += 1;
    let isInside = true;
    return () => {
      if (!isInside) return;
      isInside = false;
      this.#leave();
    };
  }

  #turn(signal: AbortSignal, isFirst: boolean): Promise<void> {
    return new Promise((resolve, reject) => {
      const waiting: Waiting = {
        isFirst,
        enter: () => {
          signal.removeEventListener('abort', giveUp);
          resolve();
        },
      };
      const giveUp = () => {
        this.#waiting = this.#waiting.filter((each) => each !== waiting);
        reject(signal.reason);
      };
      signal.addEventListener('abort', giveUp, { once: true });
      this.#waiting.push(waiting);
    });
  }

  #leave(): void {
    const next = this.#waiting.find((each) => each.isFirst) ?? this.#waiting[0];
    if (next === undefined) {
      this.#inside -= 1;
      return;
    }
    // The place goes from one to the other, so that nobody slips in between.
    this.#waiting = this.#waiting.filter((each) => each !== next);
    next.enter();
  }
}
