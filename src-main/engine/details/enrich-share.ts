import type { Quota, QuotaPeriod, QuotaUse, QuotaWindow, SourceConfig } from '../../../src-preload/contract/index.ts';
import type { Store } from '../../store/store.ts';
import { CallLog, type Spent } from '../quota/call-log.ts';
import { LONGEST_WINDOW_MS, QuotaMeter } from '../quota/quota.ts';

/** Windows this short limit the pace of calls, not their number, so that one call fits into every share of them. */
const PACES: readonly QuotaPeriod[] = ['second', 'minute'];

function shareOf(window: QuotaWindow, percent: number): QuotaWindow {
  const share = Math.floor((window.limit * percent) / 100);
  return { ...window, limit: PACES.includes(window.per) ? Math.max(1, share) : share };
}

interface Metered {
  readonly row: number;
  config: SourceConfig;
}

/** What calls for details may spend, of the quota of their source: a share of every window, so that refreshes keep the rest. */
export class EnrichmentShare {
  readonly #meter: QuotaMeter;
  readonly #percent: number;

  constructor({ windows, budget, price }: Pick<Quota, 'windows' | 'budget' | 'price'>, percent: number, log: CallLog) {
    this.#percent = percent;
    this.#meter = new QuotaMeter(
      {
        windows: windows.map((window) => shareOf(window, percent)),
        reserveForManualPercent: 0,
        ...(price === undefined ? {} : { price }),
        ...(budget === undefined ? {} : { budget: { ...budget, perMonth: (budget.perMonth * percent) / 100 } }),
      },
      log,
    );
  }

  /**
   * The earliest moment from `now` on at which a call for details of that cost fits into the share; `Infinity` where it
   * never does. `told` are windows that answers told of: of what is left there, refreshes keep theirs.
   */
  allowedAt(now: number, cost: number, told: readonly QuotaUse[]): number {
    let at = this.#meter.allowedAt(now, cost).scheduledAt;
    for (const { limit, remaining, resetsAt } of told) {
      const kept = Math.ceil((limit * (100 - this.#percent)) / 100);
      if (remaining - cost < kept && resetsAt !== null) at = Math.max(at, Date.parse(resetsAt));
    }
    return at;
  }

  /** Counts a call that is about to leave; `end` takes what it returns. */
  spend(now: number, cost: number): Spent {
    return this.#meter.spend(now, cost);
  }

  /** A call ended; `cost` is what it really cost, `null` where its answer does not say. */
  end(spent: Spent, cost: number | null): void {
    this.#meter.ended(spent);
    if (cost !== null) this.#meter.correct(spent, cost);
  }

  clockMovedBack(now: number): void {
    this.#meter.clockMovedBack(now);
  }
}

/** The calls for details of each key that sources share, and of each source without one. */
export class DetailLogs {
  readonly #store: Store;
  readonly #byKey = new Map<string, CallLog>();

  constructor(store: Store) {
    this.#store = store;
  }

  /** The share of a source. `all` are the sources that may share its key. */
  shareOf(source: Metered, all: Iterable<Metered>, percent: number, now: number): EnrichmentShare {
    const { quota } = source.config;
    const { key } = quota;
    const name = key === undefined ? `source ${source.row}` : `key ${key}`;
    const known = this.#byKey.get(name);
    const log =
      known ?? this.#read(key === undefined ? [source] : [source, ...[...all].filter((each) => each.config.quota.key === key)], now);
    this.#byKey.set(name, log);
    return new EnrichmentShare(quota, percent, log);
  }

  /** Reads all logs anew when they are next asked for: who shares a key may have changed. */
  forget(): void {
    this.#byKey.clear();
  }

  #read(sources: readonly Metered[], now: number): CallLog {
    const rows = new Set(sources.map((source) => source.row));
    return new CallLog(
      [...rows].flatMap((row) => this.#store.calls.detailsSince(row, now - LONGEST_WINDOW_MS)),
      LONGEST_WINDOW_MS,
    );
  }
}
