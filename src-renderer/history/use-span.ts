import { useCallback, useMemo } from 'react';
import type { Outcome, Refresh } from '../../src-preload/contract/index.ts';
import { api } from '../bridge/connection.ts';
import { useFreshet } from '../bridge/store.ts';
import { useLoaded } from '../ui/use-loaded.ts';
import type { Loaded } from '../ui/use-loaded.ts';

const PAGE = 1000;
const MAX_PAGES = 5;

interface Span {
  refreshes: readonly Refresh[];
  /** The oldest refreshes of the span were too many to draw. */
  cut: boolean;
}

async function loadSince(fromMs: number, sourceId: string | null): Promise<Span> {
  const refreshes: Refresh[] = [];
  let cursor: string | null = null;
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const answer: { items: Refresh[]; nextCursor: string | null } = await api().refreshes.list({
      limit: PAGE,
      ...(sourceId === null ? {} : { sourceId }),
      ...(cursor === null ? {} : { cursor }),
    });
    refreshes.push(...answer.items);
    cursor = answer.nextCursor;
    const oldest = answer.items.at(-1);
    if (cursor === null || oldest === undefined || Date.parse(oldest.startedAt) < fromMs) return { refreshes, cut: false };
  }
  return { refreshes, cut: true };
}

/** All refreshes of the last `lengthMs`, kept up to date by the events. */
export function useSpan(lengthMs: number, sourceId: string | null, outcome: Outcome | null): [Loaded<Span>, () => void] {
  const load = useCallback(() => loadSince(Date.now() - lengthMs, sourceId), [lengthMs, sourceId]);
  const [loaded, retry] = useLoaded(load);
  const live = useFreshet((state) => state.refreshes);
  const merged = useMemo<Loaded<Span>>(() => {
    if (loaded.state !== 'ready') return loaded;
    const byId = new Map(loaded.data.refreshes.map((refresh) => [refresh.id, refresh]));
    for (const refresh of live) if (sourceId === null || refresh.sourceId === sourceId) byId.set(refresh.id, refresh);
    const all = [...byId.values()].filter((refresh) => outcome === null || refresh.outcome === outcome);
    return { state: 'ready', data: { refreshes: all, cut: loaded.data.cut } };
  }, [loaded, live, sourceId, outcome]);
  return [merged, retry];
}
