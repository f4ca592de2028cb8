import { REPAIR_FROM } from '../../store/backups/prepare-restore.ts';
import type { Store } from '../../store/store.ts';
import type { SourceEntry } from '../source-entry.ts';

/** From when on all sources are to be refreshed because the database was restored; `null` when it never was. Milliseconds. */
export function repairFromOf(meta: Store['meta']): number | null {
  const kept = Number(meta.get(REPAIR_FROM) ?? Number.NaN);
  return Number.isFinite(kept) ? kept : null;
}

/** From when on a source that was restored is to be refreshed; `null` once it has been, and for one that came later. */
export function repairOf({ createdAt, state }: Pick<SourceEntry, 'createdAt' | 'state'>, repairFrom: number | null): number | null {
  if (repairFrom === null || createdAt >= repairFrom) return null;
  return state.checkedAt === null || state.checkedAt < repairFrom ? repairFrom : null;
}
