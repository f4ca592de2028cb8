import { changeLogSchema } from '../../../src-preload/contract/index.ts';
import type { Core } from '../core.ts';
import type { SourceEntry } from '../source-entry.ts';

const DAY_MS = 86_400_000;
/** Logs that have nothing to take away are looked at again after this. */
const EVERY_MS = 3_600_000;
/** So many rows of a log in one step; a row holds at most 100 changes. */
const ROWS = 20;

const USUAL = changeLogSchema.parse({});

/** Keeps the logs of changes within their limits, in small steps beside everything else. */
export class ChangePruning {
  readonly #core: Pick<Core, 'store' | 'entries'>;
  #waiting: SourceEntry[] = [];
  #nextAt = 0;
  /** Up to which row each log has been looked at for records with too many changes, and under which limit. */
  readonly #lookedAt = new Map<number, { perRecord: number; next: number }>();

  constructor(core: Pick<Core, 'store' | 'entries'>) {
    this.#core = core;
  }

  /** Does one step of work, if there is any. Throws when the database refuses. */
  step(now: number): void {
    if (this.#waiting.length === 0) {
      if (now < this.#nextAt && now > this.#nextAt - 2 * EVERY_MS) return;
      this.#nextAt = now + EVERY_MS;
      this.#waiting = [...this.#core.entries.values()];
    }
    for (let entry = this.#waiting.shift(); entry !== undefined; entry = this.#waiting.shift()) {
      if (this.#core.entries.get(entry.id) !== entry || !this.#prune(entry, now)) continue;
      this.#waiting.unshift(entry);
      return;
    }
  }

  /** Whether there is more to do. */
  #prune(entry: SourceEntry, now: number): boolean {
    const { changeLog } = this.#core.store;
    const { days, perRecord, perSource } = entry.config.changeLog ?? USUAL;
    return this.#core.store.transaction(() => {
      if (changeLog.pruneOldest(entry.row, { until: now - days * DAY_MS, perRecord, perSource }, ROWS)) return true;
      const known = this.#lookedAt.get(entry.row);
      const from = known?.perRecord === perRecord ? known.next : 0;
      const { next, isAll } = changeLog.pruneRecords(entry.row, perRecord, from, ROWS);
      // What was looked at holds the oldest changes, which newer ones push out: once all was looked at, it begins anew.
      this.#lookedAt.set(entry.row, { perRecord, next: isAll ? 0 : next });
      return !isAll;
    });
  }
}
