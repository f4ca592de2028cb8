import { isLocal, isOnlyManual, type Reason } from '../../../src-preload/contract/index.ts';
import type { Core } from '../core.ts';
import { expectedCost } from './cost.ts';
import { ASLEEP_AFTER_MS, fixedCalls } from './counterfactual.ts';
import type { Verdict } from '../decide/decide.ts';
import { addFixedToDay, addToDay, type SourceEntry } from '../source-entry.ts';

/** Keeps count of what was not called: the calls that fixed polling would have made, and those that the quota refused. */
export class Accounts {
  readonly #core: Core;
  readonly #heldUntil: () => number;
  #countedAt: number;

  /** `heldUntil` tells until when no source is called at all, milliseconds since the epoch; `-Infinity` where nothing holds them. */
  constructor(core: Core, heldUntil: () => number) {
    this.#core = core;
    this.#heldUntil = heldUntil;
    this.#countedAt = core.clock.now();
  }

  /**
   * Counts the calls of fixed polling up to `now`: one for every full 5 minutes in which a source was there and neither
   * it nor the app was paused. Each costs what a call of the source is expected to cost when it is counted. Nothing polls
   * while the computer sleeps, and nobody would poll what is only refreshed by hand. Call it at least once a minute, and
   * before a pause, a cost or the set of sources changes.
   */
  count(now: number): void {
    const from = this.#countedAt;
    this.#countedAt = now;
    if (now - from > ASLEEP_AFTER_MS || fixedCalls(from, now).size === 0) return;
    const { store, entries } = this.#core;
    const heldUntil = this.#heldUntil();
    store.transaction(() => {
      for (const entry of entries.values()) {
        // What is read from this computer would cost nobody anything.
        if (isOnlyManual(entry.rule) || isLocal(entry.config.url)) continue;
        const start = Math.max(from, entry.createdAt, entry.state.pausedUntil ?? -Infinity, heldUntil);
        for (const [day, calls] of fixedCalls(start, now)) {
          addFixedToDay(store, entry, calls, calls * expectedCost(entry), day, now);
        }
      }
    });
  }

  /** Leaves out the time from `from` to `to`, in which the computer slept. */
  asleep(from: number, to: number): void {
    if (this.#countedAt < from) this.count(from);
    this.#countedAt = to;
  }

  /** Somebody asked for a refresh and was refused; counted where it was for the quota. */
  refused(entry: SourceEntry, reason: Reason, now: number): void {
    if (reason === 'quota-spent') addToDay(this.#core.store, entry, { refused: 1 }, now);
  }

  /** A verdict on a scheduled refresh: one that is due and held back by the quota counts once, however often it is judged until a refresh begins. */
  judged(entry: SourceEntry, { action, reason }: Pick<Verdict, 'action' | 'reason'>, now: number): void {
    if (action === 'refresh' || reason === 'refreshing') entry.heldByQuota = false;
    if (reason !== 'quota-spent' || entry.heldByQuota) return;
    this.refused(entry, reason, now);
    entry.heldByQuota = true;
  }
}
