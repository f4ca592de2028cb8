import { useEffect, useRef } from 'react';
import { api } from '../../bridge/connection.ts';
import { useFreshet } from '../../bridge/store.ts';

/** Often enough for a percentile, seldom enough to cost nothing. */
const EVERY_MS = 200;

let lastTold = 0;

/** Tells the engine how long a pushed change took until it was painted. `version`: of the records that are rendered. */
export function useShown(id: string, version: number): void {
  const first = useRef<number | null>(null);
  useEffect(() => {
    // What the first answer holds had come before anybody waited for it.
    if (first.current === null || first.current < 0) first.current = version;
    if (version <= first.current) return;
    const change = useFreshet.getState().sources.get(id)?.push?.lastChange ?? null;
    // A later version holds further changes, whose arrival is not known here yet.
    if (change?.version !== version || Date.now() - lastTold < EVERY_MS) return;
    lastTold = Date.now();
    const frame = requestAnimationFrame(() => {
      const milliseconds = Math.max(0, Date.now() - Date.parse(change.receivedAt));
      // A measurement is not worth an error message.
      Promise.resolve(api().sources.shown({ id, milliseconds })).catch(() => undefined);
    });
    return () => cancelAnimationFrame(frame);
  }, [id, version]);
}
