import type { Warming, WarmingReason } from '../../src-preload/contract/index.ts';
import { type CacheEntry, dueForWarming, isLookedAt, isOutdated, LOOK_MS, type PanelCache } from './cache.ts';
import { readsOf } from '../store/query/sql-sources.ts';
import type { ViewClock } from './clock.ts';
import { WarmingRuns } from './warming.ts';

/** What the views need to know of a source to tell whether its data, or what was done for it, are other ones than before. */
export interface ViewSource {
  id: string;
  /** Another text whenever its records are other ones, or are read otherwise. */
  records: string;
  /** Another text whenever its history is another one. */
  history: string;
  /** When it was last known to be as it is upstream, milliseconds since the epoch. */
  checkedAt: number | null;
}

export interface WarmthOptions {
  clock: ViewClock;
  cache: PanelCache;
  /** Works a result out that nobody waits for. */
  compute: (entry: CacheEntry) => Promise<boolean>;
  sources: () => readonly ViewSource[];
  /** One of them; `null` where there is none of that id. */
  source: (id: string) => ViewSource | null;
  /** Called about every 5 s while somebody looks, with the milliseconds since it was last called. */
  onTick: (sinceMs: number) => void;
}

/** How often it is looked at what is due while somebody looks, milliseconds. */
const TICK_MS = 5_000;

/** Changes that come together are answered together, milliseconds. */
const GATHER_MS = 50;

/** With more than this between two looks, the computer slept. */
const SLEPT_MS = 60_000;

/** Keeps the results warm that somebody looks at. Does nothing while nobody does. */
export class Warmth {
  readonly #options: WarmthOptions;
  readonly #runs: WarmingRuns;
  readonly #marks: Map<string, ViewSource>;
  #cancelTick: (() => void) | null = null;
  #cancelGather: (() => void) | null = null;
  #tickedAt = 0;
  #warming = false;
  #stopped = false;

  constructor(options: WarmthOptions) {
    this.#options = options;
    this.#runs = new WarmingRuns(options.clock, options.compute);
    this.#marks = new Map(options.sources().map((source) => [source.id, source]));
  }

  get runs(): readonly Warming[] {
    return this.#runs.last;
  }

  /** Somebody looks at something: from now on it is seen to that it stays warm. */
  wake(): void {
    if (this.#stopped || this.#cancelTick !== null) return;
    this.#tickedAt = this.#options.clock.now();
    this.#cancelTick = this.#options.clock.after(TICK_MS, () => this.#tick());
  }

  stop(): void {
    this.#stopped = true;
    this.#cancelTick?.();
    this.#cancelGather?.();
  }

  /** Something of a source is another one than before, or it came or went. Outdates exactly what read what changed. */
  sourceChanged(id: string): void {
    const { cache, sources, source } = this.#options;
    const before = this.#marks.get(id) ?? null;
    const now = source(id);
    if (now === null) this.#marks.delete(id);
    else this.#marks.set(id, now);
    const hasComeOrGone = (before === null) !== (now === null);
    const recordsChanged = hasComeOrGone || before?.records !== now?.records;
    const historyChanged = hasComeOrGone || before?.history !== now?.history;
    if (!recordsChanged && !historyChanged) return;
    const ids = hasComeOrGone ? sources().map((each) => each.id) : [];
    cache.invalidate((entry) => {
      const read = entry.reads.sources;
      if (hasComeOrGone) entry.reads = readsOf(entry.query, ids);
      const { reads, failure } = entry;
      if (recordsChanged && (read.includes(id) || reads.sources.includes(id))) return true;
      // A source that comes may be the table that a query did not find.
      return (historyChanged && reads.history) || (hasComeOrGone && failure !== null);
    });
    this.warmSoon();
  }

  /** Works out what is due, with all else that changes in the same moment. */
  warmSoon(): void {
    if (this.#stopped || this.#cancelGather !== null) return;
    this.#cancelGather = this.#options.clock.after(GATHER_MS, () => {
      this.#cancelGather = null;
      void this.#warmDue();
    });
  }

  /** Works these out now, whether they are due or not. */
  warm(reason: WarmingReason, entries: readonly CacheEntry[]): Promise<Warming> {
    return this.#runs.run(reason, entries);
  }

  #tick(): void {
    this.#cancelTick = null;
    if (this.#stopped) return;
    const { clock, cache, onTick } = this.#options;
    const now = clock.now();
    const sinceMs = now - this.#tickedAt;
    const before = this.#tickedAt;
    this.#tickedAt = now;
    if (sinceMs > SLEPT_MS) this.#resumed(before, now);
    else if (sinceMs > 0) onTick(sinceMs);
    void this.#warmDue();
    if (cache.all().some((entry) => isLookedAt(entry, now))) this.wake();
  }

  /** What somebody looked at before the computer slept is what is looked at now. */
  #resumed(before: number, now: number): void {
    const looked = this.#options.cache.all().filter((entry) => before - entry.lookedAt <= LOOK_MS);
    for (const entry of looked) entry.lookedAt = now;
    void this.warm(
      'resume',
      looked.filter((entry) => isOutdated(entry) || entry.expiresAt === null || entry.expiresAt <= now),
    );
  }

  async #warmDue(): Promise<void> {
    // One run at a time: what becomes due meanwhile is in the next one.
    if (this.#warming) return;
    this.#warming = true;
    try {
      const { clock, cache } = this.#options;
      const now = clock.now();
      const due = { merge: [] as CacheEntry[], expiry: [] as CacheEntry[] };
      for (const entry of cache.all()) {
        const reason = dueForWarming(entry, now);
        if (reason === 'merge' || reason === 'expiry') due[reason].push(entry);
      }
      for (const reason of ['merge', 'expiry'] as const) if (due[reason].length > 0) await this.warm(reason, due[reason]);
    } finally {
      this.#warming = false;
    }
    if (!this.#stopped && this.#isMoreDue()) this.warmSoon();
  }

  #isMoreDue(): boolean {
    const now = this.#options.clock.now();
    return this.#options.cache.all().some((entry) => dueForWarming(entry, now) === 'merge');
  }
}
