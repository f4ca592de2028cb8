/** Ends a wait that has not run yet. */
export type Cancel = () => void;

/**
 * The only source of time in the engine. `after` waits for a length of time rather than for a moment of the wall
 * clock, so a clock that is set back cannot make a two-second wait last a day; whoever waits for a moment sleeps in
 * short stretches and looks at `now` again (see `schedule.ts`).
 */
export interface Clock {
  /** Milliseconds since the epoch. May jump in either direction when the computer's clock is set. */
  now(): number;
  /** Runs `run` once after `delayMs` milliseconds of real time, not counting time asleep. */
  after(delayMs: number, run: () => void): Cancel;
}

// Longer delays overflow setTimeout and would fire at once.
const LONGEST_TIMEOUT_MS = 2_147_483_647;

export const systemClock: Clock = {
  now: () => Date.now(),
  after(delayMs, run) {
    const timer = setTimeout(run, Math.min(Math.max(0, delayMs), LONGEST_TIMEOUT_MS));
    return () => clearTimeout(timer);
  },
};

/** Resolves after `delayMs`, or rejects with the signal's reason as soon as it is aborted. */
export function sleep(clock: Clock, delayMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const onAbort = () => {
      cancel();
      reject(signal.reason);
    };
    const cancel = clock.after(delayMs, () => {
      signal.removeEventListener('abort', onAbort);
      resolve();
    });
    signal.addEventListener('abort', onAbort, { once: true });
  });
}
