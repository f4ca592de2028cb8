import { useCallback } from 'react';
import { api } from '../bridge/connection.ts';
import { useFreshet } from '../bridge/store.ts';
import { useLoaded } from '../ui/use-loaded.ts';
import { idleSpans } from './idle-spans.ts';
import type { TimeSpan } from './idle-spans.ts';

const DECISIONS = 500;

/** When nobody looked, read from the decisions of one source; looking is the same for all. */
export function useIdle(sourceId: string | null, nowMs: number): TimeSpan[] {
  const id = useFreshet(
    (state) => sourceId ?? state.order.find((known) => state.sources.get(known)?.config.policy.preset === 'smart') ?? null,
  );
  const activity = useFreshet((state) => state.activity);
  const load = useCallback(async () => (id === null ? [] : (await api().sources.why({ id, limit: DECISIONS })).items), [id]);
  const [loaded] = useLoaded(load);
  const heard = useFreshet((state) => (id === null ? undefined : state.decisions.get(id)));
  if (loaded.state !== 'ready') return [];
  return idleSpans([...loaded.data, ...(heard ?? [])], activity, nowMs);
}
