import { richFieldsOf } from '../../../src-preload/contract/index.ts';
import type { JsonApi, PageRecord } from '../../connectors/json-api.ts';
import type { PushChange } from '../../connectors/push/message.ts';
import { MERGE_CHUNK, type Store } from '../../store/store.ts';
import type { SourceState } from '../../store/sources.ts';
import { logDeleted, mergeRecords, withFields } from '../refresh/merge-pages.ts';
import { foldChanges } from './push-fold.ts';
import { refuseOld } from '../upkeep/retention-refuse.ts';
import type { SourceEntry } from '../source-entry.ts';

const PUSH = { from: 'push', refreshId: null, isListing: false } as const;

type Fields = Record<string, unknown>;

/** The fields of those of `ids` that are stored and not deleted. */
function storedFields(store: Store, sourceRow: number, ids: readonly string[]): Map<string, Fields> {
  const found = new Map<string, Fields>();
  for (let start = 0; start < ids.length; start += MERGE_CHUNK) {
    for (const [id, { basic, deleted }] of store.records.existing(sourceRow, ids.slice(start, start + MERGE_CHUNK))) {
      if (!deleted) found.set(id, JSON.parse(basic) as Fields);
    }
  }
  return found;
}

/** What pushed changes came to. */
export interface PushMerge {
  changed: number;
  /** Ids of records that were only named and have to be fetched. */
  named: string[];
  /** Updates of records that are not known; a refresh brings them. */
  unknown: number;
}

/** The state of a source after a merge beside a refresh. Pure. */
function stateAfterPush(
  before: SourceState,
  merged: { added: number; updated: number; deleted: number; newest: number | null; fields: string[] },
  now: number,
): SourceState {
  return {
    ...before,
    records: before.records + merged.added - merged.deleted,
    version: before.version + 1,
    changedAt: now,
    dataAsOf: merged.newest === null ? before.dataAsOf : Math.max(before.dataAsOf ?? merged.newest, merged.newest),
    fields: withFields(before.fields, merged.fields),
  };
}

function mergeNow(store: Store, entry: SourceEntry, records: readonly PageRecord[], gone: readonly string[], now: number): number {
  return store.transaction(() => {
    const { taken } = refuseOld(store, entry, records, now);
    const merged = mergeRecords(store, entry.row, taken, richFieldsOf(entry.config), now, PUSH);
    const deleted = logDeleted(store, entry.row, store.records.markDeleted(entry.row, gone, now), now, PUSH);
    const changed = merged.added + merged.updated + deleted;
    if (changed === 0) return 0;
    // A listing that looks as it did before these changes would be taken for nothing new.
    store.validators.clear(entry.row);
    entry.state = stateAfterPush(entry.state, { ...merged, deleted }, now);
    store.sources.saveState(entry.row, entry.state);
    return changed;
  });
}

/**
 * Merges pushed changes like any page: rich fields stay, nothing else is touched. Throws `UpstreamError` with code
 * expression, and what the store throws.
 */
export async function mergePushed(
  store: Store,
  api: JsonApi,
  entry: SourceEntry,
  changes: readonly PushChange[],
  now: () => number,
): Promise<PushMerge> {
  const partial = entry.config.push?.partial === true;
  const ids = [...new Set(changes.flatMap(({ id }) => (id === null ? [] : [id])))];
  for (;;) {
    const { version } = entry.state;
    const stored = partial ? storedFields(store, entry.row, ids) : new Map<string, Fields>();
    const { byId, unknown } = foldChanges(changes, partial, (id) => stored.get(id) ?? null);
    const records: PageRecord[] = [];
    const gone: string[] = [];
    const named: string[] = [];
    for (const [id, folded] of byId) {
      if (folded.kind === 'record') records.push(await api.recordOf(id, folded.fields));
      else (folded.kind === 'deleted' ? gone : named).push(id);
    }
    // What a partial update lies on may have been refreshed while an expression was worked out.
    if (partial && entry.state.version !== version) continue;
    for (const id of ids) entry.running?.pushed.add(id);
    return { changed: mergeNow(store, entry, records, gone, now()), named, unknown };
  }
}
