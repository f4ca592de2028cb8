import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { RefObject } from 'react';
import { flushSync } from 'react-dom';
import { AT_TOP, placeAfterScroll, placeAt, scaleFor, shiftAt, stepAt } from './scroll-scale.ts';
import type { Place } from './scroll-scale.ts';

const STEP_ROWS = 4;
const SPARE_ROWS = 8;
const STEP_WIDTH = 120;

interface Seen {
  /** Start of the step at the top of the view. */
  top: number;
  left: number;
}

export interface Scroller {
  onScroll: () => void;
  /** Rows to draw, `last` included, with a few to spare on both sides. */
  first: number;
  last: number;
  /** Where the body begins, in the element. */
  shift: number;
  /** Height of the element that scrolls. */
  height: number;
  /** The stretch of columns in view, in pixels. */
  left: number;
  right: number;
  pageRows: number;
  showRow: (row: number) => void;
  showColumn: (left: number, width: number) => void;
  toTop: () => void;
}

/** Scrolls any number of rows of one height under a head that stays. */
export function useScroller(element: RefObject<HTMLDivElement | null>, rows: number, rowHeight: number, headHeight: number): Scroller {
  const place = useRef<Place>(AT_TOP);
  const [size, setSize] = useState({ width: 0, height: 0 });
  const [seen, setSeen] = useState<Seen>({ top: 0, left: 0 });
  const viewport = Math.max(0, size.height - headHeight);
  const scale = useMemo(() => scaleFor(rows * rowHeight, viewport, rowHeight * STEP_ROWS), [rows, rowHeight, viewport]);

  useEffect(() => {
    const node = element.current;
    if (node === null) return undefined;
    const observer = new ResizeObserver(() => setSize({ width: node.clientWidth, height: node.clientHeight }));
    observer.observe(node);
    return () => observer.disconnect();
  }, [element]);

  // When rows come or go, the row at the top of the view stays where it is.
  useLayoutEffect(() => {
    const node = element.current;
    if (node === null || viewport === 0) return;
    place.current = placeAt(scale, place.current.y);
    if (Math.abs(node.scrollTop - place.current.scrollTop) >= 1) node.scrollTop = place.current.scrollTop;
  }, [element, scale, viewport]);

  const settle = useCallback(
    (next: Place) => {
      const node = element.current;
      if (node === null) return;
      place.current = next;
      const top = stepAt(scale, next.y);
      const left = Math.floor(node.scrollLeft / STEP_WIDTH) * STEP_WIDTH;
      // Drawn within the frame of the scrolling, or an empty stretch would be seen.
      flushSync(() => setSeen((before) => (before.top === top && before.left === left ? before : { top, left })));
      if (Math.abs(node.scrollTop - next.scrollTop) >= 1) node.scrollTop = next.scrollTop;
    },
    [element, scale],
  );
  const onScroll = useCallback(() => {
    if (element.current !== null) settle(placeAfterScroll(scale, element.current.scrollTop, place.current));
  }, [element, scale, settle]);
  const showRow = useCallback(
    (row: number) => {
      const top = row * rowHeight;
      const { y } = place.current;
      if (top < y) settle(placeAt(scale, top));
      else if (top + rowHeight > y + scale.viewport) settle(placeAt(scale, top + rowHeight - scale.viewport));
    },
    [rowHeight, scale, settle],
  );
  const showColumn = useCallback(
(left: number, width: number) => {
    const node = element.current;
    if (node === null) return;
    if (left < node.scrollLeft) node.scrollLeft = left;
    else if (left + width > node.scrollLeft + node.clientWidth) node.scrollLeft = left + width - node.clientWidth;
  }, [element]);
  const toTop = useCallback(() => {
    place.current = AT_TOP;
    if (element.current !== null) element.current.scrollTop = 0;
  }, [element]);

  const top = stepAt(scale, seen.top);
  const firstInView = top / rowHeight;
  const drawn = Math.ceil(viewport / rowHeight) + STEP_ROWS + SPARE_ROWS;
  return {
    onScroll,
    first: Math.max(0, firstInView - SPARE_ROWS),
    last: Math.min(rows - 1, firstInView + drawn),
    shift: shiftAt(scale, seen.top),
    height: scale.height,
    left: seen.left - STEP_WIDTH,
    right: seen.left + size.width + 2 * STEP_WIDTH,
    pageRows: Math.max(1, Math.floor(viewport / rowHeight) - 1),
    showRow,
    showColumn,
    toTop,
  };
}
