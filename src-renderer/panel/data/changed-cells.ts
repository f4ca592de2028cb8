import { cellAt, textOf } from './cells.ts';
import type { PanelRows } from './cells.ts';

/** More rows than this are not compared: nobody sees single cells flash in them. */
const MOST_COMPARED = 2_000;

/** A row is known again by its first cell where that tells all rows apart, otherwise by its place. */
function keysOf({ rows }: PanelRows): string[] {
  const keys = rows.map((row) => textOf(cellAt(row, 0)));
  return new Set(keys).size === keys.length ? keys : rows.map((_row, index) => `${index}`);
}

/** The cells that hold something else than before, as 'row column'; rows that are new have none. */
export function changedCells(before: PanelRows | null, after: PanelRows): ReadonlySet<string> {
  const changed = new Set<string>();
  if (before === null || after.rows.length > MOST_COMPARED || before.rows.length > MOST_COMPARED) return changed;
  if (before.columns.map(({ name }) => name).join('\n') !== after.columns.map(({ name }) => name).join('\n')) return changed;
  const oldKeys = keysOf(before);
  const known = new Map(oldKeys.map((key, index) => [key, before.rows[index]]));
  keysOf(after).forEach((key, rowIndex) => {
    const old = known.get(key);
    if (old === undefined) return;
    after.rows[rowIndex]?.forEach((value, columnIndex) => {
      if (textOf(value) !== textOf(cellAt(old, columnIndex))) changed.add(`${rowIndex} ${columnIndex}`);
    });
  });
  return changed;
}
