import { cellAt, textOf } from './cells.ts';
import type { PanelRows } from './cells.ts';

/** More rows than this are not compared: nobody sees single cells flash in them. */
const MOST_COMPARED = 2_000;

function keysOf({ rows }: PanelRows, column: number): string[] {
  return rows.map((row) => textOf(cellAt(row, column)));
}

/** The first column that tells all rows apart, before and after; -1 where none does. A single row is always the same one. */
function keyColumn(before: PanelRows, after: PanelRows): number {
  return after.columns.findIndex((_column, column) =>
    [before, after].every((rows) => new Set(keysOf(rows, column)).size === rows.rows.length),
  );
}

/** The cells that hold something else than before, as 'row column'; rows that are new, or cannot be known again, have none. */
export function changedCells(before: PanelRows | null, after: PanelRows): ReadonlySet<string> {
  const changed = new Set<string>();
  if (before === null || after.rows.length > MOST_COMPARED || before.rows.length > MOST_COMPARED) return changed;
  if (before.columns.map(({ name }) => name).join('\n') !== after.columns.map(({ name }) => name).join('\n')) return changed;
  const isOne = before.rows.length === 1 && after.rows.length === 1;
  const column = isOne ? -1 : keyColumn(before, after);
  if (!isOne && column < 0) return changed;
  const known = new Map(keysOf(before, column).map((key, index) => [key, before.rows[index]]));
  keysOf(after, column).forEach((key, rowIndex) => {
    const old = known.get(key);
    if (old === undefined) return;
    after.rows[rowIndex]?.forEach((value, columnIndex) => {
      if (textOf(value) !== textOf(cellAt(old, columnIndex))) changed.add(`${rowIndex} ${columnIndex}`);
    });
  });
  return changed;
}
