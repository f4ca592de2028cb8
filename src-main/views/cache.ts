import type { PanelQuery, PanelResult, WarmingReason } from '../../src-preload/contract/index.ts';
import type { QueryFailure, RunAnswer } from '../store/query/query-messages.ts';
import type { Reads } from '../store/query/sql-sources.ts';
import { type Asked, keepMsOf, type Used } from './binding.ts';

/** A result as it is kept. Times are milliseconds since the epoch. */
export interface CacheEntry {
  readonly key: string;
  readonly dashboardId: string;
  readonly panelId: string;
  readonly query: PanelQuery;
  readonly asked: Asked;
  readonly used: Used;
  keepSeconds: number;
  title: string;
  reads: Reads;
  /** Of the last good answer. */
  columns: PanelResult['columns'];
  rows: unknown[][];
  truncated: boolean;
  hash: string;
  bytes: number;
  /** `null`: never yet. */
  computedAt: number | null;
  expiresAt: number | null;
  tookMs: number;
  failure: QueryFailure | null;
  version: number;
  /** Rises whenever what it reads has changed. */
  changes: number;
  /** `changes` when the last answer was asked for; smaller means that it is outdated. */
  computedChanges: number;
  /** When it was last worked out, well or not. */
  triedAt: number | null;
  computing: Promise<void> | null;
  /** When somebody last looked at it through a window or tab; 0: nobody has. */
  lookedAt: number;
  /** When anybody last asked for it. */
  askedAt: number;
  hits: number;
  misses: number;
}

/** How long somebody who has asked counts as looking, milliseconds. */
export const LOOK_MS = 180_000;

/** A query that failed is not run again at once for everybody who asks, milliseconds. */
const FAILURE_KEPT_MS = 30_000;

/** How long before its end a result is worked out again, as a share of its life, and at least. */
const EARLY_SHARE = 0.1;
const LEAST_EARLY_MS = 2_000;

/** Results whose data change all the time are not worked out more often than this allows. */
const REST_FACTOR = 4;
const MOST_REST_MS = 60_000;

export const isOutdated = (entry: CacheEntry): boolean => entry.computedChanges < entry.changes;
export const isLookedAt = (entry: CacheEntry, nowMs: number): boolean => nowMs - entry.lookedAt <= LOOK_MS;

/** Whether what is kept can be shown to whoever asks. */
export function isGood(entry: CacheEntry, nowMs: number): boolean {
  if (entry.triedAt === null || isOutdated(entry)) return false;
  // A clock that was set back must not make a result good for hours.
  return entry.expiresAt !== null && nowMs < entry.expiresAt && nowMs >= entry.triedAt;
}

/** Why a result is to be worked out although nobody has asked, and `null` when it is not. */
export function dueForWarming(entry: CacheEntry, nowMs: number): WarmingReason | null {
  if (entry.computing !== null || !isLookedAt(entry, nowMs)) return null;
  const { triedAt, expiresAt } = entry;
  if (isOutdated(entry)) {
    const restMs = Math.min(MOST_REST_MS, entry.tookMs * REST_FACTOR);
    return triedAt === null || nowMs < triedAt || nowMs - triedAt >= restMs ? 'merge' : null;
  }
  if (expiresAt === null || triedAt === null) return null;
  const earlyMs = Math.max(LEAST_EARLY_MS, (expiresAt - triedAt) * EARLY_SHARE, entry.tookMs * 2);
  return nowMs >= expiresAt - earlyMs || nowMs < triedAt ? 'expiry' : null;
}

/** What is known of a result before it has been worked out. */
export type Wanted = Pick<CacheEntry, 'key' | 'dashboardId' | 'panelId' | 'query' | 'asked' | 'used' | 'keepSeconds' | 'title' | 'reads'>;

/** The results of panels in memory, those that were used last. What they hold together is bounded. */
export class PanelCache {
  readonly #entries = new Map<string, CacheEntry>();
  readonly mostBytes: number;
  readonly #nextVersion: () => number;
  hits = 0;
  misses = 0;
  invalidations = 0;
  evictions = 0;

  /** `nextVersion` gives numbers that rise, also over restarts. */
  constructor(mostBytes: number, nextVersion: () => number) {
    this.mostBytes = mostBytes;
    this.#nextVersion = nextVersion;
  }

  get bytes(): number {
    let bytes = 0;
    for (const entry of this.#entries.values()) bytes += entry.bytes;
    return bytes;
  }

  all(): CacheEntry[] {
    return [...this.#entries.values()];
  }

  /** Finds a result, or makes a place for it. It is the last that goes when room is needed. */
  take(found: Wanted, nowMs: number): CacheEntry {
    const known = this.#entries.get(found.key);
    const entry: CacheEntry = known ?? {
      ...found,
      columns: [],
      rows: [],
      truncated: false,
      hash: '',
      bytes: 0,
      computedAt: null,
      expiresAt: null,
      tookMs: 0,
      failure: null,
      version: 0,
      changes: 0,
      computedChanges: 0,
      triedAt: null,
      computing: null,
      lookedAt: 0,
      askedAt: nowMs,
      hits: 0,
      misses: 0,
    };
    Object.assign(entry, { title: found.title, reads: found.reads, keepSeconds: found.keepSeconds, askedAt: nowMs });
    this.#entries.delete(found.key);
    this.#entries.set(found.key, entry);
    return entry;
  }

  /** Keeps an answer to what was asked when `entry.changes` was `changes`. Whether its rows are other ones than before. */
  succeeded(entry: CacheEntry, answer: RunAnswer, changes: number, nowMs: number): boolean {
    const isNew = entry.hash !== answer.hash || entry.failure !== null;
    if (entry.hash !== answer.hash) {
      Object.assign(entry, {
        columns: answer.columns,
        rows: JSON.parse(answer.rows) as unknown[][],
        truncated: answer.truncated,
        hash: answer.hash,
        bytes: answer.rows.length * 2,
      });
    }
    if (isNew) entry.version = this.#nextVersion();
    const keepMs = keepMsOf(entry.keepSeconds, entry.key, entry.used);
    Object.assign(entry, {
      failure: null,
      tookMs: answer.tookMs,
      computedAt: nowMs,
      triedAt: nowMs,
      expiresAt: nowMs + keepMs,
      computedChanges: changes,
    });
    this.#makeRoom(entry);
    return isNew;
  }

  /** Keeps why there is no answer; the rows of the last good one stay. Whether the failure is another one than before. */
  failed(entry: CacheEntry, failure: QueryFailure, tookMs: number, changes: number, nowMs: number): boolean {
    const isNew = entry.failure?.message !== failure.message;
    if (isNew) entry.version = this.#nextVersion();
    const keepMs = Math.min(FAILURE_KEPT_MS, keepMsOf(entry.keepSeconds, entry.key, entry.used));
    Object.assign(entry, { failure, tookMs, triedAt: nowMs, expiresAt: nowMs + keepMs, computedChanges: changes });
    return isNew;
  }

  /** What `touches` says of is outdated from now on. */
  invalidate(touches: (entry: CacheEntry) => boolean): void {
    for (const entry of this.#entries.values()) {
      if (!touches(entry)) continue;
      entry.changes += 1;
      this.invalidations += 1;
    }
  }

  /** Forgets results; how many there were. */
  drop(which: (entry: CacheEntry) => boolean): number {
    let dropped = 0;
    for (const [key, entry] of this.#entries) {
      if (!which(entry)) continue;
      this.#entries.delete(key);
      dropped += 1;
    }
    return dropped;
  }

  #makeRoom(kept: CacheEntry): void {
    let { bytes } = this;
    for (const [key, entry] of this.#entries) {
      if (bytes <= this.mostBytes) return;
      if (entry === kept || entry.computing !== null) continue;
      bytes -= entry.bytes;
      this.#entries.delete(key);
      this.evictions += 1;
    }
  }
}
