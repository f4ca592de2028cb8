import { useCallback, useEffect, useRef, useState } from 'react';
import type { PointerEvent as ReactPointerEvent, RefObject } from 'react';
import { GRID_COLUMNS } from '../../src-preload/contract/index.ts';
import type { Panel, Place } from '../../src-preload/contract/index.ts';
import { moved, onGrid } from './layout.ts';

/** Of the grid, in pixels; the style sheet has the same. */
export const ROW_PIXELS = 40;
export const GAP_PIXELS = 8;

interface Dragging {
  id: string;
  kind: 'move' | 'resize';
  start: Place;
  fromX: number;
  fromY: number;
  columnPixels: number;
  place: Place;
}

/** The place after the pointer has gone so many pixels. */
function dragged({ kind, start, columnPixels }: Dragging, acrossPixels: number, downPixels: number): Place {
  const across = Math.round(acrossPixels / columnPixels);
  const down = Math.round(downPixels / (ROW_PIXELS + GAP_PIXELS));
  return kind === 'move'
    ? onGrid({ ...start, x: start.x + across, y: start.y + down })
    : onGrid({ ...start, width: Math.min(GRID_COLUMNS - start.x, start.width + across), height: start.height + down });
}

export interface Drag {
  /** The panels as they would lie if the pointer were let go. */
  panels: readonly Panel[];
  draggedId: string | null;
  begin: (event: ReactPointerEvent<HTMLElement>, panel: Panel, kind: Dragging['kind']) => void;
}

/** Moves and resizes panels with the pointer; Escape leaves everything as it was. */
export function useDrag(
  panels: readonly Panel[],
  grid: RefObject<HTMLDivElement | null>,
  onDrop: (id: string, place: Place) => void,
): Drag {
  const [dragging, setDragging] = useState<Dragging | null>(null);
  const drop = useRef(onDrop);
  useEffect(() => {
    drop.current = onDrop;
  }, [onDrop]);
  const active = dragging !== null;
  useEffect(() => {
    if (!active) return;
    const onMove = (event: PointerEvent) =>
      setDragging((before) =>
        before === null ? null : { ...before, place: dragged(before, event.clientX - before.fromX, event.clientY - before.fromY) },
      );
    const onUp = () =>
      setDragging((before) => {
        if (before !== null && before.place !== before.start) queueMicrotask(() => drop.current(before.id, before.place));
        return null;
      });
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'Escape') setDragging(null);
    };
    window.addEventListener('pointermove', onMove);
    window.addEventListener('pointerup', onUp);
    window.addEventListener('pointercancel', onUp);
    window.addEventListener('keydown', onKey);
    return () => {
      window.removeEventListener('pointermove', onMove);
      window.removeEventListener('pointerup', onUp);
      window.removeEventListener('pointercancel', onUp);
      window.removeEventListener('keydown', onKey);
    };
  }, [active]);
  const begin = useCallback(
    (event: ReactPointerEvent<HTMLElement>, panel: Panel, kind: Dragging['kind']) => {
      const width = grid.current?.clientWidth ?? 0;
      if (event.button !== 0 || width === 0) return;
      event.preventDefault();
      const columnPixels = (width + GAP_PIXELS) / GRID_COLUMNS;
      setDragging({ id: panel.id, kind, start: panel.place, fromX: event.clientX, fromY: event.clientY, columnPixels, place: panel.place });
    },
    [grid],
  );
  return { panels: dragging === null ? panels : moved(panels, dragging.id, dragging.place), draggedId: dragging?.id ?? null, begin };
}
