/** Enough for the 95th percentile of a busy minute. */
const KEPT = 200;

/** The last times that something took, milliseconds. */
export class Latency {
  readonly #last: number[] = [];
  #next = 0;

  add(ms: number): void {
    this.#last[this.#next] = Math.max(0, ms);
    this.#next = (this.#next + 1) % KEPT;
  }

  /** The median and the 95th percentile of the last 200, milliseconds; `null` before the first. */
  summary(): { p50: number; p95: number } | null {
    if (this.#last.length === 0) return null;
    const sorted = [...this.#last].sort((a, b) => a - b);
    const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? 0;
    return { p50: at(0.5), p95: at(0.95) };
  }
}
