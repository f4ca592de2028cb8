import type { Cancel, Clock } from '../clock.ts';

/** Batches are at least this far apart, milliseconds. */
export const BATCH_MS = 50;

/**
 * Hands items over in batches: the first at once, those that follow within 50 ms together. Of items with the same key
 * only the last stays, in its place; items without a key all stay.
 */
export class Batches<T> {
  readonly #clock: Clock;
  readonly #keyOf: (item: T) => string | null;
  readonly #onBatch: (items: T[]) => void;
  /** By key, or by a symbol of their own. */
  #pending = new Map<string | symbol, T>();
  #cancel: Cancel | null = null;

  constructor(clock: Clock, keyOf: (item: T) => string | null, onBatch: (items: T[]) => void) {
    this.#clock = clock;
    this.#keyOf = keyOf;
    this.#onBatch = onBatch;
  }

  add(items: readonly T[]): void {
    for (const item of items) {
      const key = this.#keyOf(item) ?? Symbol('without a key');
      // Deleted first, or it would keep the place of the earlier one.
      this.#pending.delete(key);
      this.#pending.set(key, item);
    }
    if (this.#cancel === null) this.#handOver();
  }

  /** Hands over what is pending, and waits for nothing any more. */
  stop(): void {
    this.#cancel?.();
    this.#cancel = null;
    this.#give();
  }

  #handOver(): void {
    if (this.#pending.size === 0) return;
    this.#cancel = this.#clock.after(BATCH_MS, () => {
      this.#cancel = null;
      this.#handOver();
    });
    this.#give();
  }

  #give(): void {
    if (this.#pending.size === 0) return;
    const items = [...this.#pending.values()];
    this.#pending = new Map();
    this.#onBatch(items);
  }
}
