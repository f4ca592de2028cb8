import { useCallback, useEffect, useState } from 'react';
import { useFreshet } from '../bridge/store.ts';

export type Loaded<T> = { state: 'loading' } | { state: 'failed'; error: unknown } | { state: 'ready'; data: T };

/**
 * Loads over the API when the screen opens, whenever `load` or `version` changes, and after a connection has come back.
 * While something newer loads, what is there stays.
 */
export function useLoaded<T>(load: () => Promise<T>, version = 0): [Loaded<T>, () => void] {
  const [loaded, setLoaded] = useState<Loaded<T>>({ state: 'loading' });
  const [round, setRound] = useState(0);
  const open = useFreshet((state) => state.link === 'open');
  useEffect(() => {
    if (!open) return;
    let current = true;
    load().then(
      (data) => {
        if (current) setLoaded({ state: 'ready', data });
      },
      (error: unknown) => {
        if (current) setLoaded({ state: 'failed', error });
      },
    );
    return () => {
      current = false;
    };
  }, [load, open, round, version]);
  return [loaded, useCallback(() => setRound((before) => before + 1), [])];
}
