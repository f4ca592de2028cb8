import { readRateLimits } from '../connectors/rate-limit-headers.ts';
import type { Spent, Told } from './call-log.ts';
import type { Core } from './core.ts';
import { expectedCost, toldCost } from './cost.ts';
import { alignedEnd } from './quota.ts';
import { addToDay, type SourceEntry } from './source-entry.ts';

/** Counts calls before they leave, and knows whether one may leave. */
export interface Ledger {
  /** Writes the call down; gives its row, or the moment until which none may leave. */
  begin(): { row: number } | { until: number };
  /** What became of the call; `headers` of its answer, where there was one. */
  end(row: number, status: number | null, bytes: number, headers: Headers | null): void;
}

/** The ledger of one refresh. */
export interface RefreshLedger extends Ledger {
  /** For a call that costs something else than those of the source, and leaves only where both fit. */
  probing(cost: number): Ledger;
  /** Stores how the calls ended, which may wait: that they left is on disk. Call it within the transaction that ends the refresh. */
  flush(): void;
}

/** What an answer tells of limits, as far as it says what is left and until when. */
function toldLimits(headers: Headers, now: number): Told[] {
  return readRateLimits(headers, now).flatMap(({ source, name, per, limit, remaining, resetsAt }) => {
    const until = resetsAt ?? (per === null ? null : alignedEnd(per, now));
    return remaining === null || until === null
      ? []
      : [{ name: `${source} ${name ?? ''} ${per ?? ''}`, per, limit, remaining, resetsAt: until }];
  });
}

/** The ledger of a source. Only what was asked for by hand may use the reserve of the quota. */
export function ledgerFor(
  core: Pick<Core, 'clock' | 'store'>,
  entry: SourceEntry,
  asked: boolean,
  refreshId: string | null,
): RefreshLedger {
  const { clock, store } = core;
  const underWay = new Map<number, Spent>();
  const ended: (() => void)[] = [];
  let isFlushed = false;
  /** A call that others wait for may end after the refresh that made it. */
  const later = (write: () => void) => {
    if (isFlushed) write();
    else ended.push(write);
  };
  const begin = (cost: number, mustFit: number): ReturnType<Ledger['begin']> => {
    const now = clock.now();
    const allowed = entry.meter.allowedAt(now, mustFit);
    const from = asked ? allowed.askedAt : allowed.scheduledAt;
    if (from > now) return { until: from };
    const row = store.transaction(() => {
      addToDay(store, entry, { calls: 1 }, now);
      return store.calls.begin(entry.row, refreshId, now, cost);
    });
    underWay.set(row, entry.meter.spend(now, cost));
    return { row };
  };
  /** Gives what the answer said that the call cost. */
  const end = (row: number, status: number | null, bytes: number, headers: Headers | null): number | null => {
    later(() => store.calls.end(row, status, bytes));
    if (headers !== null) entry.meter.learn(toldLimits(headers, clock.now()));
    const told = toldCost(entry.config, headers);
    const spent = underWay.get(row);
    underWay.delete(row);
    if (told === null || spent === undefined) return null;
    // An answer that was refused or empty may have cost less, a wide one more.
    later(() => store.calls.setCost(row, told));
    entry.meter.correct(spent, told);
    return told;
  };
  return {
    begin: () => begin(expectedCost(entry), expectedCost(entry)),
    end: (row, status, bytes, headers) => {
      const learnedCost = end(row, status, bytes, headers);
      if (learnedCost !== null) entry.state = { ...entry.state, learnedCost };
    },
    probing: (cost) => ({
      begin: () => begin(cost, cost + expectedCost(entry)),
      end: (row, status, bytes, headers) => void end(row, status, bytes, headers),
    }),
    flush: () => {
      isFlushed = true;
      for (const write of ended.splice(0)) write();
    },
  };
}
