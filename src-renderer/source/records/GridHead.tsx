import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import type { PointerEvent } from 'react';
import type { RecordSort } from '../../../src-preload/contract/index.ts';
import { cx } from '../../ui/cx.ts';
import { columnLabel } from './columns.ts';
import type { VisibleColumn } from './GridRow.tsx';
import classes from './grid.module.css';

interface GridHeadProps {
  gridId: string;
  columns: readonly VisibleColumn[];
  width: number;
  height: number;
  sort: RecordSort | null;
  activeColumn: number | null;
  /** Columns whose values are numbers and stand on the right. */
  numeric: ReadonlySet<string>;
  onSort: (key: string) => void;
  onResize: (key: string, width: number) => void;
}

/** Drags the edge of a column. Without a pointer, Shift and the arrow keys on a head do the same. */
function startDrag(event: PointerEvent<HTMLSpanElement>, width: number, resize: (width: number) => void): void {
  event.preventDefault();
  event.stopPropagation();
  const handle: HTMLElement = event.currentTarget;
  const from = event.clientX;
  const control = new AbortController();
  handle.setPointerCapture(event.pointerId);
  handle.addEventListener('pointermove', (move: globalThis.PointerEvent) => resize(width + move.clientX - from), {
    signal: control.signal,
  });
  for (const end of ['pointerup', 'pointercancel'] as const)
    handle.addEventListener(end, () => control.abort(), { signal: control.signal });
}

/** The names of the columns. A press sorts, the right edge drags. */
export function GridHead({ gridId, columns, width, height, sort, activeColumn, numeric, onSort, onResize }: GridHeadProps) {
  return (
    <div role="rowgroup" className={classes['head']} style={{ height, width }}>
      <div role="row" aria-rowindex={1} style={{ height }}>
        {columns.map((column) => {
          const sorted = sort?.field === column.key;
          const label = columnLabel(column.key);
          const direction = !sorted ? 'none' : sort.descending ? 'descending' : 'ascending';
          const Arrow = direction === 'descending' ? IconArrowDown : IconArrowUp;
          return (
            <div
              key={column.key}
              id={`${gridId}--1-${column.index}`}
              role="columnheader"
              aria-colindex={column.index + 1}
              aria-sort={direction}
              className={cx(
                classes['headCell'],
                numeric.has(column.key) && classes['right'],
                activeColumn === column.index && classes['active'],
              )}
              style={{ left: column.left, width: column.width }}
              title={`${label}: press to sort, drag the edge or use Shift and the arrow keys to change the width`}
              data-field={column.key}
              onClick={() => onSort(column.key)}
            >
              <span className={classes['headText']}>{label}</span>
              {sorted && <Arrow size={14} stroke={2} aria-hidden />}
              <span
                className={classes['handle']}
                aria-hidden
                onClick={(event) => event.stopPropagation()}
                onPointerDown={(event) => startDrag(event, column.width, (next) => onResize(column.key, next))}
                data-testid={`resize-${column.key}`}
              />
            </div>
          );
        })}
      </div>
    </div>
  );
}
