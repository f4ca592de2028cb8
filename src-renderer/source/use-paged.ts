import { useCallback, useEffect, useState } from 'react';

interface Page<T> {
  items: readonly T[];
  nextCursor: string | null;
}

export interface Paged<T> {
  /** null before the first answer. */
  items: readonly T[] | null;
  more: boolean;
  loading: boolean;
  error: unknown;
  loadMore: () => void;
  retry: () => void;
}

interface State<T> {
  items: readonly T[] | null;
  nextCursor: string | null;
  loading: boolean;
  error: unknown;
}

const START = { items: null, nextCursor: null, loading: false, error: null };

/** A list that comes in pages. `load` must keep its identity while it loads the same list; a list of something else needs another key. */
export function usePaged<T>(load: (cursor: string | undefined) => Promise<Page<T>>): Paged<T> {
  const [state, setState] = useState<State<T>>(START);
  const [attempt, setAttempt] = useState(0);

  useEffect(() => {
    let over = false;
    load(undefined).then(
      (page) => {
        if (!over) setState({ items: page.items, nextCursor: page.nextCursor, loading: false, error: null });
      },
      (error: unknown) => {
        if (!over) setState((before) => ({ ...before, loading: false, error }));
      },
    );
    return () => {
      over = true;
    };
  }, [load, attempt]);

  const { nextCursor } = state;
  const loadMore = useCallback(() => {
    if (nextCursor === null) return;
    setState((before) => ({ ...before, loading: true, error: null }));
    load(nextCursor).then(
      (page) =>
        setState((before) => ({
          items: [...(before.items ?? []), ...page.items],
          nextCursor: page.nextCursor,
          loading: false,
          error: null,
        })),
      (error: unknown) => setState((before) => ({ ...before, loading: false, error })),
    );
  }, [load, nextCursor]);
  const retry = useCallback(() => {
    setState((before) => ({ ...before, error: null }));
    setAttempt((before) => before + 1);
  }, []);
  return { items: state.items, more: nextCursor !== null, loading: state.loading, error: state.error, loadMore, retry };
}
