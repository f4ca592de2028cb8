import type { SourceConfig } from '../../../src-preload/contract/index.ts';
import type { Store } from '../../store/store.ts';
import { CallLog } from './call-log.ts';
import { LONGEST_WINDOW_MS, QuotaMeter } from './quota.ts';

const limitsKey = (log: string) => `limits ${log}`;

/** Keeps what was told of the limits of a meter for the next start. */
export function keepLimits(store: Store, meter: QuotaMeter): void {
  const { log, limits } = meter.told();
  if (limits.length > 0) store.meta.set(limitsKey(log), JSON.stringify(limits));
}

interface Metered {
  readonly row: number;
  config: SourceConfig;
}

/** The call logs: one for each key that sources share, one for each source without. */
export class CallLogs {
  readonly #store: Store;
  readonly #weights: () => readonly number[];
  readonly #byKey = new Map<string, CallLog>();

  /** `weights` tells how usual looking is by hour of the week, for the plans that spread calls. */
  constructor(store: Store, weights: () => readonly number[]) {
    this.#store = store;
    this.#weights = weights;
  }

  /** The meter of a source. `others` are all sources that may share its key. */
  meterOf(source: Metered, others: Iterable<Metered>, now: number): QuotaMeter {
    const { key } = source.config.quota;
    const name = key === undefined ? `of source ${source.row}` : `of key ${key}`;
    const log = key === undefined ? this.#read(name, [source.row], now) : this.#shared(key, name, source, others, now);
    return new QuotaMeter(source.config.quota, log, this.#weights, (window, anchor) => this.#store.quotaPlans.put(name, window, anchor));
  }

  /** A meter for looking only: what the settings of a draft would make of the calls so far. `row` of the source that it changes. */
  peek(draft: { row: number | null; config: SourceConfig }, others: Iterable<Metered>, now: number): QuotaMeter {
    const { key } = draft.config.quota;
    const sharing = key === undefined ? [] : [...others].filter((each) => each.config.quota.key === key).map((each) => each.row);
    const rows = new Set(draft.row === null ? sharing : [draft.row, ...sharing]);
    return new QuotaMeter(draft.config.quota, this.#read('', [...rows], now), this.#weights);
  }

  /** Reads the log of a key anew when it is next asked for: who shares it has changed. */
  forget(key: string | undefined): void {
    if (key !== undefined) this.#byKey.delete(key);
  }

  #shared(key: string, name: string, source: Metered, others: Iterable<Metered>, now: number): CallLog {
    const known = this.#byKey.get(key);
    if (known !== undefined) return known;
    const rows = new Set([source.row, ...[...others].filter((each) => each.config.quota.key === key).map((each) => each.row)]);
    const log = this.#read(name, [...rows], now);
    this.#byKey.set(key, log);
    return log;
  }

  #read(name: string, rows: readonly number[], now: number): CallLog {
    const { calls, meta, quotaPlans } = this.#store;
    const kept = meta.get(limitsKey(name));
    const log = new CallLog(
      rows.flatMap((row) => calls.since(row, now - LONGEST_WINDOW_MS)),
      LONGEST_WINDOW_MS,
      name,
      kept === null ? [] : (JSON.parse(kept) as ReturnType<CallLog['limits']>),
    );
    // The clock may have been set back while Freshet did not run.
    log.clockMovedBack(now);
    for (const [window, anchor] of quotaPlans.of(name)) log.setPlan(window, anchor);
    return log;
  }
}
