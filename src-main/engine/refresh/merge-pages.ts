import type { Counts } from '../../../src-preload/contract/index.ts';
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

/**
 * Merges records into the store by `merge`. An unchanged record costs a comparison and no write.
 * Must run within a transaction.
 */
export function mergeRecords(
  store: Store,
  sourceRow: number,
  fresh: readonly FreshRecord[],
  richFields: readonly string[],
  now: number,
): MergeTotals {
  const totals = { added: 0, updated: 0, unchanged: 0 };
  let newest: number | null = null;
  let sampled = 0;
  const fields = new Set<string>();
  for (let start = 0; start < fresh.length; start += MERGE_CHUNK) {
    const chunk = fresh.slice(start, start + MERGE_CHUNK);
    const stored = store.records.existing(
      sourceRow,
      chunk.map((record) => record.id),
    );
    for (const record of chunk) {
      if (record.time !== null && (newest === null || record.time > newest)) newest = record.time;
      const existing = stored.get(record.id) ?? null;
      const merged = merge(existing, record, richFields);
      totals[merged.outcome] += 1;
      if (merged.outcome === 'unchanged') continue;
      if (sampled < SAMPLED) collectFields(record.fields, '', fields);
      sampled += 1;
      if (existing === null) store.records.add(sourceRow, record.id, merged.basic, merged.rich, record.time, now);
      else store.records.update(existing.row, merged.basic, merged.rich, record.time, now);
    }
  }
  return { ...totals, newest, fields: [...fields] };
}
