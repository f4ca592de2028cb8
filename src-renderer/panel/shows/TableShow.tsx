import { UnstyledButton } from '@mantine/core';
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import { useMemo, useRef, useState } from 'react';
import type { PanelShow, Threshold, Unit } from '../../../src-preload/contract/index.ts';
import { absoluteTime } from '../../ui/format.ts';
import { useRows } from '../../ui/use-rows.ts';
import { cellAt, columnAt, numberOf, textOf, timeOf } from '../data/cells.ts';
import type { PanelRows } from '../data/cells.ts';
import { cellWords } from '../data/cell-words.ts';
import { sortedPlaces } from '../data/sorted-rows.ts';
import type { Sorting } from '../data/sorted-rows.ts';
import { toneOf } from '../data/thresholds.ts';
import type { ShowProps } from './show-props.ts';
import classes from './table.module.css';
import { ToneMark } from './ToneMark.tsx';

const ROW_HEIGHT = 28;

interface TableColumn {
  at: number;
  title: string;
  type: PanelRows['columns'][number]['type'];
  unit: Unit | undefined;
  thresholds: readonly Threshold[];
  linkAt: number;
}

function columnsOf({ columns }: PanelRows, show: Extract<PanelShow, { kind: 'table' }>): TableColumn[] {
  if (show.columns.length === 0) {
    return columns.map(({ name, type }, at) => ({ at, title: name, type, unit: undefined, thresholds: [], linkAt: -1 }));
  }
  return show.columns.flatMap(({ column, title, unit, thresholds, link }) => {
    const at = columnAt(columns, column);
    const type = columns[at]?.type;
    return type === undefined ? [] : [{ at, title: title ?? column, type, unit, thresholds, linkAt: columnAt(columns, link) }];
  });
}

function Cell({ row, column }: { row: unknown[]; column: TableColumn }) {
  const value = cellAt(row, column.at);
  const tone = toneOf(numberOf(value), column.thresholds);
  const words = cellWords(value, column.type, column.unit);
  const address = column.linkAt < 0 ? '' : textOf(cellAt(row, column.linkAt));
  return (
    <>
      {tone !== null && <ToneMark tone={tone} />}
      {/^https?:\/\//i.test(address) ? (
        <a href={address} target="_blank" rel="noreferrer">
          {words}
        </a>
      ) : (
        words
      )}
    </>
  );
}

function fullWords(value: unknown, type: TableColumn['type']): string {
  const time = type === 'time' ? timeOf(value) : null;
  return time === null ? textOf(value) : absoluteTime(new Date(time).toISOString());
}

/** The rows as a table. Heads sort; only the rows on screen are drawn. */
export function TableShow({ show, data, title, changed }: ShowProps<'table'>) {
  const scroller = useRef<HTMLDivElement>(null);
  const [sorting, setSorting] = useState<Sorting | null>(null);
  const columns = useMemo(() => columnsOf(data, show), [data, show]);
  const places = useMemo(() => sortedPlaces(data, sorting), [data, sorting]);
  const rows = useRows({ count: places.length, getScrollElement: () => scroller.current, estimateSize: () => ROW_HEIGHT, overscan: 12 });
  const items = rows.getVirtualItems();
  const above = items[0]?.start ?? 0;
  const below = rows.getTotalSize() - (items.at(-1)?.end ?? 0);
  const sortBy = (column: number) =>
    setSorting((before) => {
      if (before?.column !== column) return { column, descending: false };
      return before.descending ? null : { column, descending: true };
    });
  return (
    <div
      className={classes['scroller']}
      ref={scroller}
      tabIndex={0}
      role="region"
      aria-label={title === '' ? 'Table' : `Table of ${title}`}
      data-testid="show-table"
    >
      <table aria-rowcount={places.length + 1}>
        <thead>
          <tr>
            {columns.map((column) => {
              const sorted = sorting?.column === column.at ? sorting : null;
              return (
                <th
                  key={column.at}
                  scope="col"
                  data-number={column.type === 'number'}
                  aria-sort={sorted === null ? undefined : sorted.descending ? 'descending' : 'ascending'}
                >
                  <UnstyledButton onClick={() => sortBy(column.at)}>
                    {column.title}
                    {sorted !== null &&
                      (sorted.descending ? <IconArrowDown size={12} aria-hidden /> : <IconArrowUp size={12} aria-hidden />)}
                  </UnstyledButton>
                </th>
              );
            })}
          </tr>
        </thead>
        <tbody>
          {above > 0 && <tr aria-hidden style={{ height: above }} />}
          {items.map(({ index }) => {
            const place = places[index] ?? 0;
            const row = data.rows[place] ?? [];
            return (
              <tr key={place} aria-rowindex={index + 2}>
                {columns.map((column) => (
                  <td
                    key={column.at}
                    data-number={column.type === 'number'}
                    data-changed={changed.has(`${place} ${column.at}`)}
                    title={fullWords(cellAt(row, column.at), column.type)}
                  >
                    <Cell row={row} column={column} />
                  </td>
                ))}
              </tr>
            );
          })}
          {below > 0 && <tr aria-hidden style={{ height: below }} />}
        </tbody>
      </table>
    </div>
  );
}
