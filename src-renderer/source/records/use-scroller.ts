import { useLayoutEffect, useState, useSyncExternalStore } from 'react';
import { Scroller } from './scroller.ts';
import type { Drawn } from './scroller.ts';

export function useScroller(
  rows: number,
  rowHeight: number,
  headHeight: number,
): {
  scroller: Scroller;
  /** For the `ref` of the element that scrolls. */
  attach: Scroller['attach'];
  drawn: Drawn;
} {
  const [scroller] = useState(() => new Scroller(headHeight));
  const drawn = useSyncExternalStore(scroller.subscribe, scroller.drawn);
  useLayoutEffect(() => scroller.fit(rows, rowHeight), [scroller, rows, rowHeight]);
  // The element grows only with this render; a place further down could not be reached before.
  useLayoutEffect(() => scroller.keepPlace(), [scroller, drawn.height]);
  return { scroller, attach: scroller.attach, drawn };
}
