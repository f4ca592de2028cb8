import { cellAt, numberOf, textOf, timeOf } from './cells.ts';
import type { PanelRows } from './cells.ts';

export interface Sorting {
  column: number;
  descending: boolean;
}

const byText = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });

/** The places of the rows in an order; empty cells come last either way, and equal ones stay as they are. */
export function sortedPlaces({ columns, rows }: PanelRows, sorting: Sorting | null): number[] {
  const places = rows.map((_row, index) => index);
  if (sorting === null) return places;
  const type = columns[sorting.column]?.type;
  const keys = rows.map((row) => {
    const value = cellAt(row, sorting.column);
    if (value === null || value === '') return null;
    if (type === 'number' || type === 'boolean') return numberOf(value);
    return type === 'time' ? timeOf(value) : textOf(value);
  });
  const sign = sorting.descending ? -1 : 1;
  return places.sort((a, b) => {
    const [left, right] = [keys[a] ?? null, keys[b] ?? null];
    if (left === null || right === null) return left === right ? 0 : left === null ? 1 : -1;
    const order = typeof left === 'number' && typeof right === 'number' ? left - right : byText.compare(String(left), String(right));
    return sign * order;
  });
}
