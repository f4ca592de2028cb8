import { hash } from 'node:crypto';
import type { Rejected, SourceConfig } from '../../../src-preload/contract/index.ts';
import { retentionWords, richFieldsOf } from '../../../src-preload/contract/index.ts';
import { MERGE_CHUNK, type Store } from '../../store/store.ts';
import { type FreshRecord, merge } from '../refresh/merge.ts';
import { olderThanMs } from './retention-rule.ts';

const DAY_MS = 86_400_000;

/** Tells a record that went from a later version of it: by its own time, else by what it holds. */
export function markOf(time: number | null, basic: string): string {
  return time === null ? hash('sha256', basic, 'base64url') : String(time);
}

/** Another rule counts from now on: what went by the one before may come back, and is asked for again. Must run within a transaction. */
export function keepLonger(store: Store, sourceRow: number): void {
  store.retention.forgetAll(sourceRow);
  store.validators.clear(sourceRow);
}

/**
 * Takes out of a listing what the retention rule would only remove again: records that are not stored and too old by
 * their own time, or that went before and are as they were. Without a rule nothing is looked up. Must run within the
 * transaction that merges.
 */
export function refuseOld<Fresh extends FreshRecord>(
  store: Store,
  source: { row: number; config: SourceConfig },
  fresh: readonly Fresh[],
  now: number,
): { taken: readonly Fresh[]; refused: Rejected | null } {
  const { retention } = source.config;
  if (retention === undefined) return { taken: fresh, refused: null };
  const before = olderThanMs(retention, now) ?? -Infinity;
  const rich = richFieldsOf(source.config);
  const refused = new Set<Fresh>();
  for (let start = 0; start < fresh.length; start += MERGE_CHUNK) {
    const chunk = fresh.slice(start, start + MERGE_CHUNK);
    const gone = store.retention.retired(
      source.row,
      chunk.map(({ id }) => id),
    );
    const suspects = chunk.filter(({ id, time }) => gone.has(id) || (time !== null && time < before));
    if (suspects.length === 0) continue;
    const there = store.records.existing(
      source.row,
      suspects.map(({ id }) => id),
    );
    for (const record of suspects) {
      if (there.has(record.id)) continue;
      const known = gone.get(record.id);
      const merged = merge(null, record, rich);
      const isAsBefore = known !== undefined && merged.outcome !== 'unchanged' && known.mark === markOf(record.time, merged.basic);
      if (!isAsBefore && !(record.time !== null && record.time < before)) continue;
      refused.add(record);
      if (known !== undefined && known.seenAt < now - DAY_MS) store.retention.retire(source.row, record.id, known.mark, now);
    }
  }
  if (refused.size === 0) return { taken: fresh, refused: null };
  const [first] = refused;
  return {
    taken: fresh.filter((record) => !refused.has(record)),
    refused: { reason: `not kept by the rule: ${retentionWords(retention)}`, count: refused.size, example: first?.id ?? '' },
  };
}
