import { hash } from 'node:crypto';
import type { DetailRequest, EnrichmentConfig, EnrichmentStatus, SourceConfig } from '../../../src-preload/contract/index.ts';
import { toIsoOrNull } from '../../../src-preload/contract/index.ts';
import { DetailApi } from '../../connectors/detail-request.ts';
import { ExpressionError } from '../../connectors/expression.ts';
import { dayOf } from '../../store/days.ts';
import type { EnrichmentCounts, EnrichmentState } from '../../store/enrichments.ts';
import type { Core } from '../core.ts';
import type { EnrichmentFacts, EnrichmentVerdict } from './enrich-decide.ts';
import { detailAllowedAt, expectedDetailCost } from './enrich-ledger.ts';
import { cutoffOf, type OpenRequest } from './enrich-run.ts';
import type { EnrichmentShare } from './enrich-share.ts';
import type { SourceEntry } from '../source-entry.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** A run of calls for details that is under way. */
interface DetailsRunning {
  abort: AbortController;
  /** Resolves when everything of it is stored; never rejects. */
  ended: Promise<void>;
}

/** How the records of one request stand; `due` are those of the waiting that may be asked about now. */
type RequestCounts = EnrichmentCounts & { due: number };

/** The enrichment of one source: what is stored, and what lives only as long as the process. */
export interface Enriched {
  readonly entry: SourceEntry;
  /** The settings that it was opened with. */
  readonly settings: SourceConfig;
  readonly config: EnrichmentConfig;
  readonly requests: readonly OpenRequest[];
  state: EnrichmentState;
  share: EnrichmentShare;
  running: DetailsRunning | null;
  nextRunAt: number;
  /** Ids of records that somebody looked at, the last one first. */
  looked: string[];
  /** By request. */
  counts: RequestCounts[];
  /** The version of the records that the counts belong to; `null`: to be counted anew. */
  countedVersion: number | null;
  nextTryAt: number | null;
  verdict: EnrichmentVerdict | null;
}

/** Identifies what a request asks for and keeps. Another one is asked anew of every record. */
function fingerprint(config: SourceConfig, { url, headers, batch, fields }: DetailRequest): string {
  return hash('sha256', JSON.stringify([new URL(url, config.url).href, headers, batch ?? null, fields]), 'base64url').slice(0, 22);
}

function openRequest({ store }: Pick<Core, 'store'>, entry: SourceEntry, config: DetailRequest): OpenRequest {
  const api = new DetailApi(entry.config, config);
  const row = store.enrichments.openRequest(entry.row, fingerprint(entry.config, config), config.recordsYoungerThanDays * DAY_MS);
  return { row, config, api, spending: { cost: config.cost, learnedCost: null, isOwnServer: api.isOwnServer } };
}

/** The detail requests of a source, as they are worked with. Those that fell out of its settings are left. */
export function openRequests(core: Pick<Core, 'store' | 'clock' | 'log'>, entry: SourceEntry): OpenRequest[] {
  let requests: OpenRequest[] = [];
  try {
    requests = (entry.config.enrichment?.requests ?? []).map((request) => openRequest(core, entry, request));
  } catch (error) {
    // Settings are checked when they are made; one that an older version accepted must not end the app.
    if (!(error instanceof ExpressionError)) throw error;
    core.log.error({ source: entry.id }, error.message);
  }
  core.store.enrichments.leaveOthers(
    entry.row,
    requests.map((request) => request.row),
    core.clock.now(),
  );
  return requests;
}

const total = (counts: readonly EnrichmentCounts[]): EnrichmentCounts =>
  counts.reduce<EnrichmentCounts>(
    (sum, each) => ({
      answered: sum.answered + each.answered,
      waiting: sum.waiting + each.waiting,
      givenUp: sum.givenUp + each.givenUp,
    }),
    { answered: 0, waiting: 0, givenUp: 0 },
  );

/** Takes in new records and those whose rest is over, and counts. */
export function takeInRecords(core: Pick<Core, 'store'>, each: Enriched, now: number): void {
  const { enrichments } = core.store;
  for (const { row, config } of each.requests) {
    enrichments.plan(row, cutoffOf(config, now), now, now + config.hoursBetweenTries * HOUR_MS);
  }
  each.counts = each.requests.map(({ row, config }) => enrichments.counts(row, cutoffOf(config, now)));
  each.nextTryAt = each.requests.reduce<number | null>((soonest, { row }) => {
    const at = enrichments.nextTryAt(row);
    return at === null || (soonest !== null && soonest <= at) ? soonest : at;
  }, null);
  each.countedVersion = each.entry.state.version;
}

/** What `decideEnrichment` needs to know of a source. */
export function enrichmentFactsOf({ breakers }: Pick<Core, 'breakers'>, each: Enriched, now: number): EnrichmentFacts {
  const { entry, requests, counts, share } = each;
  // What is asked for first has to fit first.
  const first = requests.find((_, index) => (counts[index]?.due ?? 0) > 0) ?? requests[0];
  const allowed =
    first === undefined ? { quotaAt: now, shareAt: now } : detailAllowedAt(entry, share, expectedDetailCost(entry, first.spending), now);
  return {
    rule: entry.rule,
    state: each.state,
    source: { pausedUntil: entry.state.pausedUntil, obstacle: entry.state.obstacle },
    refreshing: entry.running !== null,
    running: each.running !== null,
    due: counts.reduce((sum, count) => sum + count.due, 0),
    waiting: counts.reduce((sum, count) => sum + count.waiting, 0),
    nextTryAt: each.nextTryAt,
    nextRunAt: each.nextRunAt,
    hostUntil: Math.max(...requests.map((request) => breakers.allowedAt(request.api.host, now))),
    ...allowed,
  };
}

/** How the details of a source stand, for the screen. */
export function enrichmentStatusOf(
  { store }: Pick<Core, 'store'>,
  each: Enriched,
  verdict: EnrichmentVerdict,
  now: number,
): EnrichmentStatus {
  return {
    reason: verdict.reason,
    running: each.running !== null,
    paused: each.state.paused,
    ...total(each.counts),
    requests: each.requests.map(({ config: { name, group } }, index) => ({ name, group, ...total(each.counts.slice(index, index + 1)) })),
    callsToday: store.calls.countDetails(each.entry.row, Date.parse(dayOf(now))),
    sharePercent: each.config.sharePercent,
    nextAt: toIsoOrNull(verdict.nextAt),
    failure: each.state.failure,
  };
}
