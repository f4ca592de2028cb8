import type { Rejected } from '../../src-preload/contract/index.ts';

/** Collects what could not be taken, grouped by reason, with the first example of each. */
export class Rejections {
  readonly #byReason = new Map<string, Rejected>();

  /** Counts one rejection. Gives `null`, so that a reader can return it in place of a record. */
  add(reason: string, example: string, count = 1): null {
    const before = this.#byReason.get(reason);
    if (before === undefined) this.#byReason.set(reason, { reason, count, example });
    else before.count += count;
    return null;
  }

  addAll(rejected: readonly Rejected[]): void {
    for (const { reason, example, count } of rejected) this.add(reason, example, count);
  }

  list(): Rejected[] {
    return [...this.#byReason.values()];
  }
}
