import { useEffect, useId, useMemo, useState } from 'react';
import type { KeyboardEvent, MouseEvent } from 'react';
import type { RecordSort } from '../../../src-preload/contract/index.ts';
import { cx } from '../../ui/cx.ts';
import { columnCell } from './columns.ts';
import { moveBy } from './grid-keys.ts';
import type { ActiveCell } from './grid-keys.ts';
import classes from './grid.module.css';
import { GridHead } from './GridHead.tsx';
import { GridRow } from './GridRow.tsx';
import type { RecordWindow, WindowView } from './record-window.ts';
import type { Columns } from './use-columns.ts';
import { useRowHeight } from './use-row-height.ts';
import { useScroller } from './use-scroller.ts';

const HEAD_HEIGHT = 34;
const WIDTH_STEP = 16;
/** Rows of outlines before the first answer says how many there are. */
const ROWS_UNKNOWN = 12;

interface RecordsGridProps {
  label: string;
  list: RecordWindow;
  view: WindowView;
  columns: Columns;
  sort: RecordSort | null;
  /** The row whose record is open beside the table. */
  openRow: number | null;
  onSort: (key: string) => void;
  onOpen: (row: number) => void;
  onClose: () => void;
}

/** The records as a table of any length; only what is in view is loaded and drawn. */
export function RecordsGrid({ label, list, view, columns, sort, openRow, onSort, onOpen, onClose }: RecordsGridProps) {
  const gridId = useId();
  const rowHeight = useRowHeight();
  const rows = view.total ?? ROWS_UNKNOWN;
  const { scroller, attach, drawn } = useScroller(rows, rowHeight, HEAD_HEIGHT);
  const { first, last, shift, left, right } = drawn;
  const [active, setActive] = useState<ActiveCell>({ row: 0, column: 0 });
  const { shown, totalWidth, resize } = columns;

  useEffect(() => list.look(first, Math.max(first, last)), [list, first, last, view.version]);
  // Another order or filter begins at its beginning.
  useEffect(() => {
    if (view.outdated) scroller.toTop();
  }, [view.outdated, scroller]);

  const visible = useMemo(
    () => shown.map((column, index) => ({ ...column, index })).filter((column) => column.left < right && column.left + column.width > left),
    [shown, left, right],
  );
  const sample = view.rowAt(first);
  const numeric = useMemo(
    () =>
      new Set(
        sample === undefined
          ? []
          : visible.filter((column) => columnCell(sample, column.key).kind === 'number').map((column) => column.key),
      ),
    [sample, visible],
  );

  const moveTo = (next: ActiveCell) => {
    setActive(next);
    if (next.row >= 0) scroller.showRow(next.row);
    const column = shown[next.column];
    if (column !== undefined) scroller.showColumn(column.left, column.width);
    if (openRow !== null && next.row >= 0 && next.row !== openRow) onOpen(next.row);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const column = shown[active.column];
    const sideways = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    const next = moveBy(event.key, active, { rows: view.total ?? 0, columns: shown.length, page: drawn.pageRows });
    if (event.shiftKey && sideways !== 0 && active.row < 0 && column !== undefined)
      resize(column.key, column.width + sideways * WIDTH_STEP);
    else if (next !== null) moveTo(next);
    else if (event.key === 'Enter' && active.row < 0 && column !== undefined) onSort(column.key);
    else if (event.key === 'Enter' && active.row >= 0) onOpen(active.row);
    else if (event.key === 'Escape' && openRow !== null) onClose();
    else return;
    event.preventDefault();
  };
  const onClick = (event: MouseEvent) => {
    const cell = event.target instanceof Element ? event.target.closest<HTMLElement>('[role="gridcell"]') : null;
    if (cell === null) return;
    const row = Number(cell.dataset['row']);
    setActive({ row, column: Number(cell.getAttribute('aria-colindex')) - 1 });
    onOpen(row);
  };

  const drawnRows = Array.from({ length: Math.max(0, last - first + 1) }, (_each, at) => first + at);
  const isDrawn = active.row === -1 || (active.row >= first && active.row <= last);
  return (
    <div
      ref={attach}
      className={classes['grid']}
      role="grid"
      aria-label={label}
      aria-rowcount={view.total === null ? -1 : view.total + 1}
      aria-colcount={shown.length}
      aria-busy={view.total === null || view.outdated}
      aria-activedescendant={isDrawn ? `${gridId}-${active.row}-${active.column}` : undefined}
      tabIndex={0}
      onKeyDown={onKeyDown}
      data-testid="records-grid"
      data-version={view.version}
    >
      <GridHead
        gridId={gridId}
        columns={visible}
        width={totalWidth}
        height={HEAD_HEIGHT}
        sort={sort}
        activeColumn={active.row === -1 ? active.column : null}
        numeric={numeric}
        onSort={onSort}
        onResize={resize}
      />
      <div
        role="rowgroup"
        className={cx(classes['body'], view.outdated && classes['outdated'])}
        style={{ height: drawn.height, width: totalWidth }}
        onClick={onClick}
      >
        {drawnRows.map((row) => {
          const record = view.rowAt(row);
          return (
            <GridRow
              key={row}
              gridId={gridId}
              row={row}
              top={row * rowHeight - shift}
              height={rowHeight}
              width={totalWidth}
              columns={visible}
              record={record}
              before={record === undefined ? undefined : view.beforeChange(record.id)}
              activeColumn={active.row === row ? active.column : null}
              open={openRow === row}
            />
          );
        })}
      </div>
    </div>
  );
}
