/** What the views need of a clock; the engine's is one. Milliseconds. */
export interface ViewClock {
  now(): number;
  /** Runs `run` once after `delayMs`; gives what ends the wait. */
  after(delayMs: number, run: () => void): () => void;
}
