import { useShallow } from 'zustand/react/shallow';
import { useFreshet } from '../bridge/store.ts';
import { freshnessLine } from './freshness-line.ts';
import type { Line } from './freshness-line.ts';

/** The line of the whole app; renders again only when its words change. */
export function useLine(nowMs: number): Line {
  return useFreshet(useShallow((state) => freshnessLine(state.sources.values(), state.app, state.activity?.active ?? false, nowMs)));
}
