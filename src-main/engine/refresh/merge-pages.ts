import type { Counts } from '../../../src-preload/contract/index.ts';
import type { RecordBefore } from '../../store/change-entries.ts';
import { MERGE_CHUNK, type Store } from '../../store/store.ts';
import { type FreshRecord, merge } from './merge.ts';

export interface MergeTotals extends Omit<Counts, 'rejected' | 'deleted'> {
  /** The newest time among the records. */
  newest: number | null;
  /** Field paths of the first records that changed. */
  fields: string[];
}

const SAMPLED = 200;
const MOST_FIELDS = 300;

/** The field paths that are known of a source, with more that were seen; so many that a table can still be chosen from them. */
export function withFields(known: readonly string[], seen: readonly string[]): string[] {
  return [...new Set([...known, ...seen])].slice(0, MOST_FIELDS);
}

function collectFields(fields: Record<string, unknown>, path: string, into: Set<string>): void {
  for (const [name, value] of Object.entries(fields)) {
    const at = `${path}${name}`;
    if (typeof value === 'object' && value !== null && !Array.isArray(value) && path.split('.').length <= 2)
      collectFields(value as Record<string, unknown>, `${at}.`, into);
    else if (into.size < MOST_FIELDS) into.add(at);
  }
}

/** Collects the field paths of a record, as the table shows them. */
export const fieldPathsOf = (fields: Record<string, unknown>, into: Set<string>): void => collectFields(fields, '', into);

/** What brings records: in the log, and for when they were last seen. */
export interface MergeOrigin {
  from: 'list' | 'push';
  refreshId: string | null;
  /** Whether it is a listing, and not only what has changed. */
  isListing: boolean;
}

const LISTING: MergeOrigin = { from: 'list', refreshId: null, isListing: true };

/**
 * Merges records into the store by `merge`, and writes down what changes. An unchanged record costs the comparison of a
 * hash and no write. Must run within a transaction.
 */
export function mergeRecords(
  store: Store,
  sourceRow: number,
  fresh: readonly FreshRecord[],
  richFields: readonly string[],
  now: number,
  { from, refreshId, isListing }: MergeOrigin = LISTING,
): MergeTotals {
  const totals = { added: 0, updated: 0, unchanged: 0 };
  const log = store.changeLog.begin(sourceRow, from, refreshId, now);
  const listedAt = isListing ? 0 : store.sightings.listedAt(sourceRow);
  const usual = richFields.length > 0 ? 'rich' : 'none';
  let newest: number | null = null;
  let sampled = 0;
  let isChanging = false;
  const fields = new Set<string>();
  for (let start = 0; start < fresh.length; start += MERGE_CHUNK) {
    const chunk = fresh.slice(start, start + MERGE_CHUNK);
    // Where most of the records before have changed, what they were is read with the rest and not one by one.
    const stored = store.records.forMerge(
      sourceRow,
      chunk.map((record) => record.id),
      isChanging ? 'all' : usual,
    );
    const updatedBefore = totals.updated;
    for (const [place, record] of chunk.entries()) {
      if (record.time !== null && (newest === null || record.time > newest)) newest = record.time;
      const existing = stored[place] ?? null;
      const merged = merge(existing, record, richFields);
      totals[merged.outcome] += 1;
      if (existing !== null && isListing && !existing.listed) store.sightings.list(existing.row);
      if (merged.outcome === 'unchanged') {
        if (existing === null) continue;
        if (existing.hash === null) store.records.setHash(existing.row, merged.hash);
        if (!isListing) store.sightings.hear(existing.row, Math.max(existing.seenAt, existing.listed ? listedAt : 0), now);
        continue;
      }
      if (sampled < SAMPLED) collectFields(record.fields, '', fields);
      sampled += 1;
      const { basic, hash } = merged;
      const rich = merged.rich === null ? null : JSON.stringify(merged.rich);
      if (existing === null) {
        const { id, time } = record;
        store.records.add(sourceRow, { id, basic, hash, rich, time, listed: isListing, origin: log.origin, refreshId }, now);
        continue;
      }
      const before = isChanging ? { basic: existing.basic ?? '', rich: existing.richText } : store.records.contentOf(existing.row);
      store.records.update(existing, { basic, hash, rich, time: record.time }, log.row(), now);
      if (existing.deleted) store.records.undelete(existing.row);
      log.add(existing, existing.deleted ? 'returned' : 'changed', { before, now: { basic, rich: rich ?? before.rich } });
    }
    isChanging = (totals.updated - updatedBefore) * 2 > chunk.length;
  }
  log.end();
  return { ...totals, newest, fields: [...fields] };
}

/** Writes down that records were deleted upstream; gives how many. Must run within the transaction that marks them. */
export function logDeleted(
  store: Store,
  sourceRow: number,
  gone: readonly RecordBefore[],
  now: number,
  { from, refreshId }: Pick<MergeOrigin, 'from' | 'refreshId'>,
): number {
  const log = store.changeLog.begin(sourceRow, from, refreshId, now);
  for (const record of gone) {
    store.records.logged(record.row, log.row());
    log.add(record, 'deleted', null);
  }
  log.end();
  return gone.length;
}
