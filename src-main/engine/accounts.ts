import type { Core } from './core.ts';
import { ASLEEP_AFTER_MS, fixedCalls } from './counterfactual.ts';
import { addToDay } from './source-entry.ts';
import { dayOf } from '../store/days.ts';

/** Keeps count of the calls that fixed polling would have made while Freshet runs, for every source. */
export class Accounts {
  readonly #core: Core;
  #countedAt: number;

  constructor(core: Core) {
    this.#core = core;
    this.#countedAt = core.clock.now();
  }

  /** Counts up to `now`. Time asleep is left out: nothing would have polled then either. */
  count(now: number): void {
    const from = this.#countedAt;
    this.#countedAt = now;
    if (now - from > ASLEEP_AFTER_MS || fixedCalls(from, now).size === 0) return;
    const { store, entries } = this.#core;
    store.transaction(() => {
      for (const entry of entries.values()) {
        for (const [day, calls] of fixedCalls(Math.max(from, entry.createdAt), now)) {
          if (dayOf(day) === dayOf(now)) addToDay(store, entry, { fixedCalls: calls }, now);
          else store.days.add(entry.row, dayOf(day), { fixedCalls: calls });
        }
      }
    });
  }
}
