import type { EnrichmentReason, EnrichmentStatus } from './enrichment.ts';
import { type FormatTime, type SentencePart, strongParts, utcTime } from './sentence.ts';

type Seen = Pick<EnrichmentStatus, 'reason' | 'waiting' | 'sharePercent' | 'nextAt'>;

const until = ({ nextAt }: Seen, time: FormatTime) => (nextAt === null ? '' : ` until [${time(nextAt)}]`);
const next = ({ nextAt }: Seen, time: FormatTime) => (nextAt === null ? '' : `; next call at [${time(nextAt)}]`);
const records = ({ waiting }: Seen) => `[${waiting}] ${waiting === 1 ? 'record' : 'records'}`;

// In the templates below, [square brackets] mark what is shown strong.
const templates: Record<EnrichmentReason, (seen: Seen, time: FormatTime) => string> = {
  fetching: (seen) => `Fetching details; ${records(seen)} to go`,
  due: (seen) => `Details of ${records(seen)} are fetched next`,
  'next-run': (seen, time) => `Details of ${records(seen)} are waiting${next(seen, time)}`,
  'next-try': (seen, time) => `The last try failed for ${records(seen)}${next(seen, time)}`,
  'all-answered': () => 'Every record has its details',
  'safe-mode': () => 'Details are not fetched: Freshet runs in safe mode, in which no source is called',
  paused: () => 'Details are not fetched: you paused them; refreshes go on',
  'source-paused': (seen, time) => `Details are not fetched: the source is paused${until(seen, time)}`,
  'app-paused': (seen, time) => `Details are not fetched: everything is paused${until(seen, time)}`,
  'source-resting': (seen, time) => `Details are not fetched: the last refresh failed, and they wait with it${until(seen, time)}`,
  'host-in-trouble': (seen, time) => `Details are not fetched: calls to their server keep failing${until(seen, time)}`,
  'needs-fix': (seen, time) =>
    `Details are not fetched: the last call was refused in a way that trying again cannot mend; fix the source, or resume to try once${next(seen, time)}`,
  'server-said-wait': (seen, time) => `Details are not fetched: the server said to wait${until(seen, time)}`,
  'backing-off': (seen, time) => `Details are not fetched: the last calls for them failed, so the next one waits${until(seen, time)}`,
  refreshing: () => 'Details wait for the refresh that is running',
  'outside-hours': (seen, time) => `Details are not fetched: scheduled calls rest at this hour${until(seen, time)}`,
  'quota-spent': (seen, time) => `Details are not fetched: the quota for scheduled calls is spent${until(seen, time)}`,
  'share-spent': (seen, time) =>
    seen.nextAt === null
      ? `Details are not fetched: their share of the quota, [${seen.sharePercent} %], is less than one call costs`
      : `Details are not fetched: their share of the quota, [${seen.sharePercent} %], is spent${until(seen, time)}`,
};

/** Why details are fetched or not, cut into plain and strong parts. */
export function enrichmentParts(seen: Seen, time: FormatTime): SentencePart[] {
  return strongParts(templates[seen.reason](seen, time));
}

/** Why details are fetched or not, in words. */
export function enrichmentSentence(seen: Seen, time: FormatTime = utcTime): string {
  return enrichmentParts(seen, time)
    .map((part) => part.text)
    .join('');
}
