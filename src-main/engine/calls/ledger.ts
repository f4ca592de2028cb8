import { ExpressionError } from '../../connectors/expression.ts';
import type { UpstreamRequest } from '../../connectors/http.ts';
import { expressionFailure } from '../../connectors/json-api.ts';
import { readRateLimits } from '../../connectors/rate-limit-headers.ts';
import type { Store } from '../../store/store.ts';
import type { Spent, Told } from '../quota/call-log.ts';
import { keepLimits } from '../quota/call-logs.ts';
import type { Clock } from '../clock.ts';
import { clockWindow } from '../quota/clock-window.ts';
import { computedCost, expectedCost, toldCost } from '../quota/cost.ts';
import { addToDay, type SourceEntry } from '../source-entry.ts';
import type { DayTotals } from '../../store/days.ts';

/** The row of a call that was written down, or the moment until which none may leave. */
export type Booked = { row: number } | { until: number };

/** Counts calls before they leave, and knows whether one may leave. */
export interface Ledger {
  /** Writes the call down with what it costs. Throws `UpstreamError` with code expression when that cannot be worked out. */
  begin(request: UpstreamRequest): Booked | Promise<Booked>;
  /** What became of the call; `headers` of its answer, where there was one. */
  end(row: number, status: number | null, bytes: number, headers: Headers | null): void;
}

/** The ledger of a source, and one for calls that it makes to another host. */
export interface SourceLedger extends Ledger {
  /** Writes a call to another host down, such as one for an access token. It spends nothing of the quota of the source. */
  elsewhere: Ledger;
}

/** The ledger of one refresh. */
export interface RefreshLedger extends SourceLedger {
  /** For a call that costs something else than those of the source, and leaves only where both fit. */
  probing(cost: number): Ledger;
  /** Stores how the calls ended, which may wait: that they left is on disk. Call it within the transaction that ends the refresh. */
  flush(): void;
  /** Writes down what is no request that a cost could be worked out from, such as the handshake of a connection. */
  beginConnection(): Booked;
  /** A scheduled refresh begins, whose first call is counted on until it has left, or until `close`. */
  announce(): void;
  close(): void;
}

/** What an answer tells of limits, as far as it says what is left and until when. */
function toldLimits(headers: Headers, entry: SourceEntry, now: number): Told[] {
  return readRateLimits(headers, now).flatMap(({ source, name, per, limit, remaining, resetsAt }) => {
    const zone = entry.config.quota.windows.find((window) => window.per === per)?.timeZone ?? 'UTC';
    const until = resetsAt ?? (per === null ? null : clockWindow(per, zone, now).end);
    return remaining === null || until === null
      ? []
      : [{ name: `${source} ${name ?? ''} ${per ?? ''}`, per, limit, remaining, resetsAt: until }];
  });
}

/** What sets calls for details apart from refreshes. */
export interface DetailBooking {
  /** Whether what the answers tell of limits and costs holds for the source: another server has limits of its own. */
  isOwnServer: boolean;
  expectedCost(): number;
  /** From when on a call of that cost fits into the share of the quota that details may use. */
  allowedAt(now: number, cost: number): number;
  left(row: number, now: number, cost: number): void;
  /** A call ended; `told` is what it cost, `null` where its answer does not say. */
  ended(row: number, told: number | null): void;
}

/**
 * The ledger of a source. Only what was asked for by hand may use the reserve of the quota; with `details` it is that of
 * calls for details.
 */
export function ledgerFor(
  core: { clock: Clock; store: Store },
  entry: SourceEntry,
  asked: boolean,
  refreshId: string | null,
  details: DetailBooking | null = null,
): RefreshLedger {
  const { clock, store } = core;
  const underWay = new Map<number, { spent: Spent; leftAt: number }>();
  const ended: (() => void)[] = [];
  let isFlushed = false;
  /** A call that others wait for may end after the refresh that made it. */
  const later = (write: () => void) => {
    if (isFlushed) write();
    else ended.push(write);
  };
  let keepPromise = (): void => undefined;
  let isFirst = true;
  const priced = async (request: UpstreamRequest, work: Promise<number>): Promise<Booked> => {
    let cost: number;
    try {
      cost = await work;
    } catch (error) {
      throw error instanceof ExpressionError ? expressionFailure(error) : error;
    }
    if (request.page === 0) entry.state = { ...entry.state, learnedCost: cost };
    return book(cost, false);
  };
  // Judging and writing are one step: nothing else can run in between.
  const book = (cost: number, isProbe: boolean): Booked => {
    const now = clock.now();
    const allowed = entry.meter.allowedAt(now, isProbe ? cost + expectedCost(entry) : cost);
    const from = asked ? allowed.askedAt : allowed.scheduledAt;
    // Details that wait are no refusal: nobody is kept from anything.
    if (details !== null) {
      const detailsFrom = Math.max(from, details.allowedAt(now, cost));
      if (detailsFrom > now) return { until: detailsFrom };
    }
    if (from > now) {
      // Without its probe a refresh goes on.
      if (isProbe) return { until: from };
      addToDay(store, entry, { refused: 1 }, now);
      // The refresh that this one was part of is held back from here on, and counted.
      if (!asked) entry.heldByQuota = true;
      return { until: from };
    }
    if (!isProbe) keepPromise();
    // What somebody waits for goes ahead of the plan, which then goes on from the first of its calls.
    const isAhead = isFirst && details === null && (asked || entry.state.checkedAt === null);
    const row = store.transaction(() => {
      addToDay(store, entry, { calls: 1, cost }, now);
      const begun = store.calls.begin(entry.row, refreshId, now, cost, details !== null);
      underWay.set(begun, { spent: entry.meter.spend(now, cost, isAhead, begun), leftAt: now });
      keepLimits(store, entry.meter);
      return begun;
    });
    if (!isProbe) isFirst = false;
    details?.left(row, now, cost);
    return { row };
  };
  /** Gives what the answer said that the call cost. */
  const end = (row: number, status: number | null, bytes: number, headers: Headers | null): number | null => {
    const left = underWay.get(row);
    underWay.delete(row);
    // What came of a call belongs to the day in which it left.
    const count = (totals: Partial<DayTotals>) => addToDay(store, entry, totals, left?.leftAt ?? clock.now(), clock.now());
    later(() => {
      store.calls.end(row, status, bytes);
      count({ bytes, notModified: status === 304 ? 1 : 0 });
      keepLimits(store, entry.meter);
    });
    const isOwnServer = details?.isOwnServer ?? true;
    if (headers === null || !isOwnServer) entry.meter.ended(left?.spent);
    else entry.meter.learn(toldLimits(headers, entry, clock.now()), clock.now(), left?.spent);
    const told = isOwnServer ? toldCost(entry.config, headers) : null;
    details?.ended(row, told);
    if (told === null || left === undefined) return null;
    const { spent } = left;
    const before = spent.cost;
    // An answer that was refused or empty may have cost less, a wide one more.
    later(() => {
      store.calls.setCost(row, told);
      count({ cost: told - before });
    });
    entry.meter.correct(spent, told);
    return told;
  };
  return {
    begin: (request) => {
      if (details !== null) return book(details.expectedCost(), false);
      const work = computedCost(entry.config, request);
      return work === null ? book(expectedCost(entry), false) : priced(request, work);
    },
    end: (row, status, bytes, headers) => {
      const learnedCost = end(row, status, bytes, headers);
      if (learnedCost !== null && details === null) entry.state = { ...entry.state, learnedCost };
    },
    probing: (cost) => ({
      begin: () => book(cost, true),
      end: (row, status, bytes, headers) => void end(row, status, bytes, headers),
    }),
    elsewhere: {
      begin: () => {
        const now = clock.now();
        return {
          row: store.transaction(() => {
            addToDay(store, entry, { calls: 1 }, now);
            return store.calls.begin(entry.row, refreshId, now, 0);
          }),
        };
      },
      end: (row, status, bytes) =>
        later(() => {
          store.calls.end(row, status, bytes);
          addToDay(store, entry, { bytes }, clock.now());
        }),
    },
    flush: () => {
      isFlushed = true;
      for (const write of ended.splice(0)) write();
    },
    beginConnection: () => book(expectedCost(entry), false),
    // Refreshes that start together would otherwise all take the one call that the plan allows.
    announce: () => {
      keepPromise = entry.meter.promise(expectedCost(entry));
    },
    close: () => keepPromise(),
  };
}
