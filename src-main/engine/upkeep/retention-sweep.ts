import { isDeepStrictEqual } from 'node:util';
import type { Retention } from '../../../src-preload/contract/index.ts';
import { toIso } from '../../../src-preload/contract/index.ts';
import type { AgedRecord } from '../../store/retention.ts';
import type { Core } from '../core.ts';
import { IdleTimer } from './idle-timer.ts';
import { type Cutoff, cutoffOf } from './retention-cutoff.ts';
import { markOf } from './retention-refuse.ts';
import { firstSeenBefore, olderThanMs } from './retention-rule.ts';
import type { SourceEntry } from '../source-entry.ts';

/** Records that one step reads, and of these the most that it removes. */
const STEP_RECORDS = 500;
/** Between steps that only read, and after one that removed something, which pages then read anew. */
const READ_PAUSE_MS = 2;
const REMOVE_PAUSE_MS = 100;
/** A start is no moment to go through all records. */
const FIRST_PAUSE_MS = 10_000;
/** How long it is remembered that a record went, after the last listing that held it. */
const RETIRED_MS = 30 * 86_400_000;

/** How a source stands in one sweep. */
interface Task {
  entry: SourceEntry;
  rule: Retention;
  /** Moments of the records that are shown, for a rule that goes by number. */
  moments: number[];
  cutoff: Cutoff | null;
  /** The row in which what goes is counted. */
  run: number | null;
  removed: number;
}

/**
 * Removes what the retention rules of sources do not keep, in small steps while nothing else is to be done. A sweep goes
 * through the records twice: once to find from where on they are among the newest, and once to remove the others.
 */
export class RetentionSweep {
  readonly #core: Core;
  readonly #timer: IdleTimer;
  readonly #storing: (work: () => void) => void;
  readonly #onRemoved: (entry: SourceEntry) => void;
  #tasks = new Map<number, Task>();
  #phase: 'none' | 'measure' | 'remove' = 'none';
  #afterRow = 0;
  #again = false;

  /** `storing` runs what writes and tells when the database refuses. */
  constructor(core: Core, isBusy: () => boolean, storing: (work: () => void) => void, onRemoved: (entry: SourceEntry) => void) {
    this.#core = core;
    this.#timer = new IdleTimer(core.clock, isBusy, () => this.#step());
    this.#storing = storing;
    this.#onRemoved = onRemoved;
  }

  /** Goes through the records once more, by the rules as they are now. */
  begin(): void {
    if (this.#timer.isStopped) return;
    if (this.#phase !== 'none') {
      this.#again = true;
      return;
    }
    this.#tasks = new Map();
    for (const entry of this.#core.entries.values()) {
      const { retention: rule } = entry.config;
      if (rule !== undefined) this.#tasks.set(entry.row, { entry, rule, moments: [], cutoff: null, run: null, removed: 0 });
    }
    if (this.#tasks.size === 0) return;
    this.#afterRow = 0;
    this.#phase = [...this.#tasks.values()].some(({ rule }) => rule.keepNewest !== undefined) ? 'measure' : 'remove';
    this.#timer.wait(FIRST_PAUSE_MS);
  }

  stop(): void {
    this.#timer.stop();
  }

  #step(): void {
    const records = this.#core.store.retention.aged(this.#afterRow, STEP_RECORDS);
    const last = records.at(-1);
    let removed = 0;
    if (this.#phase === 'measure') this.#measure(records);
    // Where the database refuses, the next sweep goes on.
    else this.#storing(() => (removed = this.#remove(records)));
    if (last !== undefined) {
      this.#afterRow = last.row;
      this.#timer.wait(removed > 0 ? REMOVE_PAUSE_MS : READ_PAUSE_MS);
    } else if (this.#phase === 'measure') this.#measured();
    else this.#end();
  }

  #measure(records: readonly AgedRecord[]): void {
    for (const { sourceRow, moment, deleted } of records) {
      const task = this.#tasks.get(sourceRow);
      if (task?.rule.keepNewest !== undefined && !deleted) task.moments.push(moment);
    }
  }

  #measured(): void {
    for (const task of this.#tasks.values()) {
      if (task.rule.keepNewest !== undefined) task.cutoff = cutoffOf(task.moments, task.rule.keepNewest);
      task.moments = [];
    }
    this.#phase = 'remove';
    this.#afterRow = 0;
    this.#timer.wait(READ_PAUSE_MS);
  }

  #isInForce({ entry, rule }: Task): boolean {
    return entry.config.retention === rule || isDeepStrictEqual(entry.config.retention, rule);
  }

  /** Whether a rule lets a record go. Records of one moment go in the order in which they were first seen. */
  #goes(task: Task, { moment, firstSeenAt, deleted }: AgedRecord, now: number): boolean {
    const { cutoff } = task;
    let goes = moment < (olderThanMs(task.rule, now) ?? -Infinity) || (cutoff !== null && moment < cutoff.moment);
    if (cutoff !== null && moment === cutoff.moment && !deleted && cutoff.ties > 0) {
      cutoff.ties -= 1;
      goes = true;
    }
    return goes && firstSeenAt < firstSeenBefore(now);
  }

  /** Removes those of these records that go, all or none; gives how many went. */
  #remove(records: readonly AgedRecord[]): number {
    const { store, clock, entries } = this.#core;
    const now = clock.now();
    const rows = new Map<Task, number[]>();
    for (const record of records) {
      const task = this.#tasks.get(record.sourceRow);
      // It may have been removed since the sweep began, or its rule changed.
      if (task === undefined || entries.get(task.entry.id) !== task.entry || !this.#isInForce(task)) continue;
      if (!this.#goes(task, record, now)) continue;
      const chosen = rows.get(task) ?? [];
      chosen.push(record.row);
      rows.set(task, chosen);
    }
    let removed = 0;
    for (const [task, chosen] of rows) removed += store.transaction(() => this.#removeOf(task, chosen, now));
    return removed;
  }

  #removeOf(task: Task, rows: readonly number[], now: number): number {
    const { store } = this.#core;
    const { entry, rule } = task;
    const gone = store.retention.remove(rows);
    if (gone.length === 0) return 0;
    const before = olderThanMs(rule, now) ?? -Infinity;
    for (const { id, basic, time } of gone) {
      // A time of its own that is too old says so by itself.
      if (time === null || time >= before) store.retention.retire(entry.row, id, markOf(time, basic), now);
    }
    const state = {
      ...entry.state,
      records: entry.state.records - gone.filter(({ deleted }) => !deleted).length,
      version: entry.state.version + 1,
    };
    store.sources.saveState(entry.row, state);
    task.run = store.retention.count(task.run, entry.row, gone.length, rule, now);
    task.removed += gone.length;
    entry.state = state;
    entry.retained = { at: toIso(now), removed: task.removed, rule };
    this.#onRemoved(entry);
    return gone.length;
  }

  #end(): void {
    this.#phase = 'none';
    this.#tasks = new Map();
    this.#storing(() => this.#core.store.retention.forgetOld(this.#core.clock.now() - RETIRED_MS));
    if (!this.#again) return;
    this.#again = false;
    this.begin();
  }
}
