import type { SourceConfig } from '../../src-preload/contract/index.ts';
import type { Store } from '../store/store.ts';
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
  readonly #byKey = new Map<string, CallLog>();

  constructor(store: Store) {
    this.#store = store;
  }

  /** The meter of a source. `others` are all sources that may share its key. */
  meterOf(source: Metered, others: Iterable<Metered>, now: number): QuotaMeter {
    const { windows, reserveForManualPercent, key } = source.config.quota;
    return new QuotaMeter(
      windows,
      reserveForManualPercent,
      key === undefined ? this.#read(`of source ${source.row}`, [source.row], now) : this.#shared(key, source, others, now),
    );
  }

  /** Reads the log of a key anew when it is next asked for: who shares it has changed. */
  forget(key: string | undefined): void {
    if (key !== undefined) this.#byKey.delete(key);
  }

  #shared(key: string, source: Metered, others: Iterable<Metered>, now: number): CallLog {
    const known = this.#byKey.get(key);
    if (known !== undefined) return known;
    const rows = new Set([source.row, ...[...others].filter((each) => each.config.quota.key === key).map((each) => each.row)]);
    const log = this.#read(`of key ${key}`, [...rows], now);
    this.#byKey.set(key, log);
    return log;
  }

  #read(name: string, rows: readonly number[], now: number): CallLog {
    const kept = this.#store.meta.get(limitsKey(name));
    const log = new CallLog(
      rows.flatMap((row) => this.#store.calls.since(row, now - LONGEST_WINDOW_MS)),
      LONGEST_WINDOW_MS,
      name,
      kept === null ? [] : (JSON.parse(kept) as ReturnType<CallLog['limits']>),
    );
    // The clock may have been set back while Freshet did not run.
    log.clockMovedBack(now);
    return log;
  }
}
