import type { Core } from '../core.ts';
import { expectedCost } from '../quota/cost.ts';
import type { EnrichmentShare } from './enrich-share.ts';
import { ledgerFor } from '../calls/ledger.ts';
import type { SourceEntry } from '../source-entry.ts';

/** What is known of the calls of one detail request. */
export interface DetailSpending {
  /** What one costs, where that is set. */
  cost: number | undefined;
  /** What the last one cost, as its answer said; `null` until one did. */
  learnedCost: number | null;
  /** Whether they go to the server of the source. */
  isOwnServer: boolean;
}

/** What the next call of a detail request is taken to cost, in the unit of the source's windows. */
export function expectedDetailCost({ config }: Pick<SourceEntry, 'config'>, { cost, learnedCost }: DetailSpending): number {
  return cost ?? expectedCost({ config, state: { learnedCost } });
}

/** From when on a call for details of that cost may leave: by the quota of the source, as a scheduled one, and by its share. */
export function detailAllowedAt(
  entry: SourceEntry,
  share: EnrichmentShare,
  cost: number,
  now: number,
): { quotaAt: number; shareAt: number } {
  const told = entry.meter.use(entry.id, entry.config.name, now).filter((use) => use.learned);
  return { quotaAt: entry.meter.allowedAt(now, cost).scheduledAt, shareAt: share.allowedAt(now, cost, told) };
}

/** The ledger of the source for one call for details, which is also booked on their share. */
export function detailLedger(
  core: Pick<Core, 'clock' | 'store'>,
  entry: SourceEntry,
  share: EnrichmentShare,
  spending: DetailSpending,
): ReturnType<typeof ledgerFor> {
  const underWay = new Map<number, ReturnType<EnrichmentShare['spend']>>();
  return ledgerFor(core, entry, false, null, {
    isOwnServer: spending.isOwnServer,
    expectedCost: () => expectedDetailCost(entry, spending),
    allowedAt: (now, cost) => detailAllowedAt(entry, share, cost, now).shareAt,
    left: (row, now, cost) => void underWay.set(row, share.spend(now, cost)),
    ended: (row, told) => {
      const spent = underWay.get(row);
      underWay.delete(row);
      if (spent !== undefined) share.end(spent, told);
      spending.learnedCost = told ?? spending.learnedCost;
    },
  });
}
