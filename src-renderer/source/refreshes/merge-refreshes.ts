import type { Refresh } from '../../../src-preload/contract/index.ts';

/** Loaded and live refreshes of one source as one list, newest first. What came live is the newer word on a refresh. */
export function mergeRefreshes(sourceId: string, loaded: readonly Refresh[], live: readonly Refresh[], more: boolean): Refresh[] {
  const byId = new Map(loaded.map((refresh) => [refresh.id, refresh]));
  const oldest = loaded.at(-1)?.startedAt ?? '';
  for (const refresh of live) {
    // One that lies before the loaded stretch would leave a gap in front of it.
    if (refresh.sourceId === sourceId && (!more || refresh.startedAt >= oldest)) byId.set(refresh.id, refresh);
  }
  return [...byId.values()].sort((a, b) => (a.startedAt === b.startedAt ? 0 : a.startedAt < b.startedAt ? 1 : -1));
}

/** Calls with the share that cost nothing to read: '3 calls, 2 not modified'. */
export function callWords(refresh: Pick<Refresh, 'calls' | 'notModified'>): string {
  const calls = `${refresh.calls} ${refresh.calls === 1 ? 'call' : 'calls'}`;
  return refresh.notModified === 0 ? calls : `${calls}, ${refresh.notModified} not modified`;
}
