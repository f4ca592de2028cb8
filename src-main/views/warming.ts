import { type Warming, type WarmingReason, toIso } from '../../src-preload/contract/index.ts';
import type { CacheEntry } from './cache.ts';
import type { ViewClock } from './clock.ts';

const KEPT_RUNS = 50;

/** So many results are worked out at once; one process is left to those that somebody waits for. */
const AT_ONCE = 1;

/** Works results out that nobody waits for, and keeps what came of it. One that fails stops none of the others. */
export class WarmingRuns {
  readonly #clock: Pick<ViewClock, 'now'>;
  /** Whether it went well. */
  readonly #compute: (entry: CacheEntry) => Promise<boolean>;
  readonly #runs: Warming[] = [];

  constructor(clock: Pick<ViewClock, 'now'>, compute: (entry: CacheEntry) => Promise<boolean>) {
    this.#clock = clock;
    this.#compute = compute;
  }

  /** The last ones, newest first. */
  get last(): readonly Warming[] {
    return this.#runs;
  }

  async run(reason: WarmingReason, entries: readonly CacheEntry[]): Promise<Warming> {
    const begunAt = this.#clock.now();
    let successful = 0;
    const waiting = [...entries];
    const work = async () => {
      for (let entry = waiting.shift(); entry !== undefined; entry = waiting.shift()) if (await this.#compute(entry)) successful += 1;
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
    const run: Warming = {
      at: toIso(begunAt),
      reason,
      total: entries.length,
      successful,
      failed: entries.length - successful,
      keys: entries.map(({ dashboardId, panelId }) => `${dashboardId}/${panelId}`),
      tookMs: Math.max(0, this.#clock.now() - begunAt),
    };
    if (entries.length > 0) this.#runs.unshift(run);
    this.#runs.splice(KEPT_RUNS);
    return run;
  }
}
