import type { RecordSort, SourceRecord } from '../../../src-preload/contract/index.ts';
import { CHUNK_ROWS, ChunkCache } from './chunk-cache.ts';

export interface WindowQuery {
  sort: RecordSort | null;
  filter: string;
  /** As known at this moment; left out: as it is. */
  asOf?: string;
  deleted: 'hide' | 'show';
}

export interface WindowRequest extends WindowQuery {
  offset: number;
  limit: number;
}

export interface WindowAnswer {
  items: SourceRecord[];
  total: number;
  version: number;
  reachesBackTo: string;
}

export type FetchWindow = (request: WindowRequest, signal: AbortSignal) => Promise<WindowAnswer>;

/** What a screen shows of the list. A new object with every change. */
export interface WindowView {
  /** null before the first answer. */
  total: number | null;
  version: number;
  /** The earliest moment that the list can be shown as of; null before the first answer. */
  reachesBackTo: string | null;
  /** The rows are still those of the query before. */
  outdated: boolean;
  error: unknown;
  rowAt: (row: number) => SourceRecord | undefined;
  /** The record as it was before it changed, for a moment after the change. */
  beforeChange: (id: string) => SourceRecord | undefined;
}

const MOST_AT_ONCE = 3;
/** A dragged scroll bar passes many stretches; only those where it rests are worth asking for. */
const GATHER_MS = 30;
const FLASH_MS = 1_600;
const REMEMBER_MS = 5_000;

interface Flight {
  control: AbortController;
  /** The newest version known when this was asked for. */
  version: number;
  /** How often the list had been called outdated when this was asked for. */
  changes: number;
}

/** A long list of records of which the part in view is loaded, and loaded again when it changed. */
export class RecordWindow {
  readonly #fetch: FetchWindow;
  readonly #listeners = new Set<() => void>();
  readonly #flights = new Map<number, Flight>();
  readonly #changed = new Map<string, SourceRecord>();
  #query: WindowQuery;
  #cache = new ChunkCache();
  #shown = this.#cache;
  #known: Map<string, SourceRecord> | null = null;
  #fresh = new Set<number>();
  #total: number | null = null;
  #version = -1;
  #reachesBackTo: string | null = null;
  #error: unknown = null;
  #changes = 0;
  #first = 0;
  #last = 0;
  #forget: ReturnType<typeof setTimeout> | undefined;
  #gather: ReturnType<typeof setTimeout> | undefined;
  #view: WindowView;

  constructor(fetch: FetchWindow, query: WindowQuery) {
    this.#fetch = fetch;
    this.#query = query;
    this.#view = this.#makeView();
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly view = (): WindowView => this.#view;

  /** Says which rows are in view. */
  look(first: number, last: number): void {
    this.#first = first;
    this.#last = last;
    this.#shown.touch(this.#wanted());
    if (this.#missing().length > 0) this.#gather ??= setTimeout(() => this.#pump(), GATHER_MS);
  }

  /** Another order or filter. The old rows stay until the first new ones are there. */
  ask(query: WindowQuery): void {
    this.#query = query;
    this.#cache = new ChunkCache();
    this.#first = 0;
    this.#last = Math.min(this.#last, CHUNK_ROWS - 1);
    this.#restart();
    this.#known = null;
    this.#notify();
  }

  /** The list may have changed: what is in view is loaded again, the rest when it comes into view. */
  invalidate(): void {
    // What is under way is waited for and asked for again: under a stream of changes it would otherwise never arrive.
    this.#changes += 1;
    this.#fresh = new Set();
    this.#error = null;
    this.#pump();
  }

  stop(): void {
    clearTimeout(this.#gather);
    this.#gather = undefined;
    for (const flight of this.#flights.values()) flight.control.abort();
    this.#flights.clear();
  }

  #restart(): void {
    this.stop();
    this.#fresh = new Set();
    this.#error = null;
    this.#pump();
  }

  #wanted(): number[] {
    const margin = CHUNK_ROWS / 2;
    const end = this.#total === null || this.#isOutdated() ? 0 : Math.max(0, this.#total - 1);
    const first = Math.floor(Math.max(0, this.#first - margin) / CHUNK_ROWS);
    const last = Math.floor(Math.min(end, this.#last + margin) / CHUNK_ROWS);
    const inView = Math.floor(Math.min(end, this.#first) / CHUNK_ROWS);
    const indexes = Array.from({ length: Math.max(1, last - first + 1) }, (_each, at) => Math.min(first, inView) + at);
    // What is in view before what lies beside it.
    return indexes.sort((a, b) => Math.abs(a - inView) - Math.abs(b - inView));
  }

  #missing(): number[] {
    return this.#wanted().filter((index) => !this.#fresh.has(index) && !this.#flights.has(index));
  }

  #pump(): void {
    clearTimeout(this.#gather);
    this.#gather = undefined;
    const wanted = new Set(this.#wanted());
    for (const [index, flight] of this.#flights) {
      if (wanted.has(index)) continue;
      flight.control.abort();
      this.#flights.delete(index);
    }
    for (const index of this.#missing().slice(0, MOST_AT_ONCE - this.#flights.size)) void this.#load(index);
  }

  async #load(index: number): Promise<void> {
    const flight: Flight = { control: new AbortController(), version: this.#version, changes: this.#changes };
    const { signal } = flight.control;
    this.#flights.set(index, flight);
    try {
      const answer = await this.#fetch({ ...this.#query, offset: index * CHUNK_ROWS, limit: CHUNK_ROWS }, signal);
      if (signal.aborted) return;
      this.#flights.delete(index);
      this.#take(index, answer, flight);
      this.#pump();
    } catch (error) {
      if (signal.aborted) return;
      this.#flights.delete(index);
      this.#error = error;
      this.#notify();
    }
  }

  #take(index: number, answer: WindowAnswer, flight: Flight): void {
    // From before a change that was heard of meanwhile; the pump asks again. A lower version that was asked for since
    // is that of another engine, which counts anew.
    if (answer.version < this.#version && flight.version < this.#version) return;
    if (answer.version !== this.#version) {
      if (this.#version >= 0 && !this.#isOutdated()) this.#remember();
      this.#version = answer.version;
      this.#fresh = new Set();
    }
    this.#noteChanges(answer.items);
    this.#shown = this.#cache;
    this.#total = answer.total;
    this.#reachesBackTo = answer.reachesBackTo;
    this.#error = null;
    if (flight.changes === this.#changes) this.#fresh.add(index);
    this.#cache.cutAt(answer.total);
    this.#cache.put(index, { items: answer.items, version: answer.version });
    this.#notify();
  }

  #remember(): void {
    clearTimeout(this.#forget);
    this.#known = this.#cache.byId();
    // What comes into view long after the change does not flash any more.
    this.#forget = setTimeout(() => {
      this.#known = null;
    }, REMEMBER_MS);
  }

  #noteChanges(items: readonly SourceRecord[]): void {
    const changed = items.flatMap((item) => {
      const before = this.#known?.get(item.id);
      return before === undefined || before.changedAt === item.changedAt ? [] : [before];
    });
    if (changed.length === 0) return;
    for (const before of changed) {
      this.#changed.set(before.id, before);
      this.#known?.delete(before.id);
    }
    setTimeout(() => {
      for (const before of changed) if (this.#changed.get(before.id) === before) this.#changed.delete(before.id);
      this.#notify();
    }, FLASH_MS);
  }

  #isOutdated(): boolean {
    return this.#shown !== this.#cache;
  }

  #notify(): void {
    this.#view = this.#makeView();
    for (const listener of this.#listeners) listener();
  }

  #makeView(): WindowView {
    const shown = this.#shown;
    return {
      total: this.#total,
      version: this.#version,
      reachesBackTo: this.#reachesBackTo,
      outdated: this.#isOutdated(),
      error: this.#error,
      rowAt: (row) => shown.row(row),
      beforeChange: (id) => this.#changed.get(id),
    };
  }
}
