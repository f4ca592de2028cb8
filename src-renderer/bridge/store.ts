import { create } from 'zustand';
import type { FreshetEvent, SourceStatus } from '../../src-preload/contract/index.ts';
import { applyEvents, noData } from './apply-events.ts';
import type { EngineData } from './apply-events.ts';

/** How the page stands with the engine. `sign-in`: no token; `refused`: a token that was not accepted. */
export type LinkState = 'connecting' | 'open' | 'lost' | 'sign-in' | 'refused';

export interface FreshetState extends EngineData {
  link: LinkState;
  /** This page's own session, once the engine has named it. */
  sessionId: string | null;
}

export const useFreshet = create<FreshetState>()(() => ({ ...noData, link: 'connecting', sessionId: null }));

type Listener = (events: readonly FreshetEvent[]) => void;
const listeners = new Set<Listener>();

/** Calls `listener` with every burst of events after the store has taken it in. */
export function onEvents(listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Takes a burst of events into the store in one update. */
export function takeEvents(events: readonly FreshetEvent[]): void {
  useFreshet.setState((state) => applyEvents(state, events));
  for (const listener of listeners) listener(events);
}

export function useSource(id: string): SourceStatus | undefined {
  return useFreshet((state) => state.sources.get(id));
}

export function sourceNow(id: string): SourceStatus | undefined {
  return useFreshet.getState().sources.get(id);
}
