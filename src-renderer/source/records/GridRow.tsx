import { memo } from 'react';
import type { SourceRecord } from '../../../src-preload/contract/index.ts';
import { cx } from '../../ui/cx.ts';
import { timeWords } from '../../ui/format.ts';
import type { Cell } from './cell-text.ts';
import { gapWords } from './change-words.ts';
import { columnCell, columnValue } from './columns.ts';
import classes from './grid.module.css';
import type { PlacedColumn } from './use-columns.ts';

export interface VisibleColumn extends PlacedColumn {
  /** Position among all columns, from 0. */
  index: number;
}

interface GridRowProps {
  gridId: string;
  row: number;
  top: number;
  height: number;
  width: number;
  columns: readonly VisibleColumn[];
  record: SourceRecord | undefined;
  /** The record before it changed a moment ago. */
  before: SourceRecord | undefined;
  /** Column that the keyboard is on, if it is on this row. */
  activeColumn: number | null;
  open: boolean;
}

/** What sets a record apart from those that are there as they are, in a word. */
function markOf(record: SourceRecord | undefined): { word: string; title: string } | null {
  if (record?.deletedAt) return { word: 'Deleted', title: `Deleted upstream: ${timeWords(record.deletedAt)}` };
  if (record?.gaps !== undefined) return { word: 'In part', title: `Not kept of then: ${record.gaps.map(gapWords).join(', ')}` };
  return null;
}

const classOf = (kind: Cell['kind']) =>
  kind === 'number' ? classes['right'] : kind === 'null' ? classes['faint'] : kind === 'json' ? classes['json'] : undefined;

function isChanged(record: SourceRecord, before: SourceRecord | undefined, key: string): boolean {
  if (before === undefined || key.startsWith('$')) return false;
  return JSON.stringify(columnValue(record, key)) !== JSON.stringify(columnValue(before, key));
}

/** One record, or its outline while it is being loaded. */
export const GridRow = memo(function GridRow({
  gridId,
  row,
  top,
  height,
  width,
  columns,
  record,
  before,
  activeColumn,
  open,
}: GridRowProps) {
  const mark = markOf(record);
  return (
    <div
      role="row"
      aria-rowindex={row + 2}
      aria-selected={open}
      className={cx(classes['row'], open && classes['open'], record?.deletedAt && classes['deleted'])}
      style={{ transform: `translateY(${top}px)`, height, lineHeight: `${height}px`, width }}
      data-row={row}
      data-id={record?.id}
    >
      {columns.map((column) => {
        const cell = record === undefined ? undefined : columnCell(record, column.key);
        return (
          <div
            key={column.key}
            id={`${gridId}-${row}-${column.index}`}
            role="gridcell"
            aria-colindex={column.index + 1}
            className={cx(
              classes['cell'],
              cell !== undefined && classOf(cell.kind),
              activeColumn === column.index && classes['active'],
              record !== undefined && isChanged(record, before, column.key) && classes['flash'],
            )}
            style={{ left: column.left, width: column.width }}
            title={cell?.title}
            data-row={row}
            data-field={column.key}
          >
            {column.index === 0 && mark !== null && (
              <span className={classes['mark']} title={mark.title}>
                {mark.word}
              </span>
            )}
            {cell === undefined ? <span className={classes['skeleton']} aria-label="Loading" role="img" /> : cell.text}
          </div>
        );
      })}
    </div>
  );
});
