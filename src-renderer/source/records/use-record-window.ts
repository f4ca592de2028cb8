import { useEffect, useState, useSyncExternalStore } from 'react';
import { api } from '../../bridge/connection.ts';
import { useFreshet } from '../../bridge/store.ts';
import { RecordWindow } from './record-window.ts';
import type { WindowQuery, WindowView } from './record-window.ts';
import { useShown } from './use-shown.ts';

/** The records of one source in the order and with the filter of `query`, which must keep its identity while it says the same. */
export function useRecordWindow(id: string, query: WindowQuery): { list: RecordWindow; view: WindowView } {
  const [list] = useState(() => new RecordWindow(async (request, signal) => api().sources.window({ id, ...request }, { signal }), query));
  const view = useSyncExternalStore(list.subscribe, list.view);
  useEffect(() => list.ask(query), [list, query]);
  useEffect(() => () => list.stop(), [list]);
  const isPast = query.asOf !== undefined;
  useEffect(
    () =>
      useFreshet.subscribe((state, before) => {
        const now = state.sources.get(id);
        const then = before.sources.get(id);
        // What was known at a moment does not change any more.
        const moved = !isPast && now !== then && (now?.changedAt !== then?.changedAt || now?.records !== then?.records);
        if (moved || (state.link === 'open' && before.link !== 'open')) list.invalidate();
      }),
    [id, list, isPast],
  );
  useShown(id, view.version);
  return { list, view };
}
