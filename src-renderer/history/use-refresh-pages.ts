import { useCallback, useEffect, useState } from 'react';
import type { Outcome, Refresh } from '../../src-preload/contract/index.ts';
import { api } from '../bridge/connection.ts';
import { useFreshet } from '../bridge/store.ts';
import { attempt } from '../ui/notify.tsx';

const PAGE = 100;

interface Pages {
  state: 'loading' | 'ready' | 'failed';
  items: readonly Refresh[];
  nextCursor: string | null;
  error: unknown;
}

const nothing: Pages = { state: 'loading', items: [], nextCursor: null, error: null };

/** The list of refreshes page by page, with what has happened since on top. */
export function useRefreshPages(sourceId: string | null, outcome: Outcome | null) {
  const [pages, setPages] = useState(nothing);
  const [loadingMore, setLoadingMore] = useState(false);
  const [round, setRound] = useState(0);
  const open = useFreshet((state) => state.link === 'open');
  const live = useFreshet((state) => state.refreshes);
  const ask = useCallback(
    (cursor: string | null) =>
      api().refreshes.list({
        limit: PAGE,
        ...(sourceId === null ? {} : { sourceId }),
        ...(outcome === null ? {} : { outcome }),
        ...(cursor === null ? {} : { cursor }),
      }),
    [sourceId, outcome],
  );
  useEffect(() => {
    if (!open) return;
    let current = true;
    ask(null).then(
      (answer) => {
        if (current) setPages({ state: 'ready', ...answer, error: null });
      },
      (error: unknown) => {
        if (current) setPages((before) => ({ ...before, state: 'failed', error }));
      },
    );
    return () => {
      current = false;
    };
  }, [ask, open, round]);
  const more = async () => {
    setLoadingMore(true);
    const answer = await attempt(() => ask(pages.nextCursor));
    setLoadingMore(false);
    if (answer !== undefined)
      setPages({ state: 'ready', items: [...pages.items, ...answer.items], nextCursor: answer.nextCursor, error: null });
  };
  const fits = (refresh: Refresh) =>
    (sourceId === null || refresh.sourceId === sourceId) && (outcome === null || refresh.outcome === outcome);
  const heard = new Map(live.map((refresh) => [refresh.id, refresh]));
  const listed = new Set(pages.items.map((refresh) => refresh.id));
  const items = [
    ...live.filter((refresh) => !listed.has(refresh.id) && fits(refresh)),
    ...pages.items.map((refresh) => heard.get(refresh.id) ?? refresh),
  ].sort((a, b) => (a.startedAt < b.startedAt ? 1 : a.startedAt > b.startedAt ? -1 : 0));
  return {
    state: pages.state,
    error: pages.error,
    items,
    more: pages.nextCursor === null ? null : more,
    loadingMore,
    retry: () => setRound((before) => before + 1),
  };
}
