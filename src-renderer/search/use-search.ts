import { useCallback, useEffect, useState } from 'react';
import type { SearchHit } from '../../src-preload/contract/index.ts';
import { api } from '../bridge/connection.ts';
import { useFreshet } from '../bridge/store.ts';

interface Found {
  /** What was searched for. */
  query: string;
  hits: readonly SearchHit[];
  nextCursor: string | null;
  /** Changed records that are still to be taken into the search. */
  behind: number;
}

export interface Search {
  /** null before the first answer. The answer before stays while the next one is asked for. */
  found: Found | null;
  loading: boolean;
  error: unknown;
  loadMore: () => void;
  retry: () => void;
}

/** The hits of a search over all sources, page by page. An empty query finds nothing and asks nothing. */
export function useSearch(query: string): Search {
  const [found, setFound] = useState<Found | null>(null);
  const [trouble, setTrouble] = useState<{ query: string; error: unknown } | null>(null);
  const [loadingMore, setLoadingMore] = useState(false);
  const [attempt, setAttempt] = useState(0);
  const open = useFreshet((state) => state.link === 'open');

  useEffect(() => {
    if (query === '' || !open) return;
    const control = new AbortController();
    api()
      .records.search({ q: query }, { signal: control.signal })
      .then(
        ({ items, nextCursor, behind }) => {
          if (control.signal.aborted) return;
          setFound({ query, hits: items, nextCursor, behind });
          setTrouble(null);
        },
        (error: unknown) => {
          if (!control.signal.aborted) setTrouble({ query, error });
        },
      );
    return () => control.abort();
  }, [query, open, attempt]);

  const loadMore = useCallback(() => {
    if (found === null || found.nextCursor === null) return;
    setLoadingMore(true);
    api()
      .records.search({ q: found.query, cursor: found.nextCursor })
      .then(
        ({ items, nextCursor }) =>
          setFound((before) => (before === found ? { ...found, hits: [...found.hits, ...items], nextCursor } : before)),
        (error: unknown) => setTrouble({ query: found.query, error }),
      )
      .finally(() => setLoadingMore(false));
  }, [found]);
  const retry = useCallback(() => {
    setTrouble(null);
    setAttempt((before) => before + 1);
  }, []);

  const error = trouble?.query === query ? trouble.error : null;
  const isOld = query !== '' && found?.query !== query && error === null;
  return { found: query === '' ? null : found, loading: isOld || loadingMore, error, loadMore, retry };
}
