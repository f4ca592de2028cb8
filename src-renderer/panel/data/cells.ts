import type { PanelResult } from '../../../src-preload/contract/index.ts';

type Column = PanelResult['columns'][number];
type Row = PanelResult['rows'][number];

/** The rows of a panel and the names and types of their columns. */
export type PanelRows = Pick<PanelResult, 'columns' | 'rows'>;

/** The place of a column; -1 where there is none of that name. */
export function columnAt(columns: readonly Column[], name: string | undefined): number {
  return name === undefined ? -1 : columns.findIndex((column) => column.name === name);
}

/** The place of the column that was asked for, else of the first that fits, else -1. */
export function columnOr(columns: readonly Column[], name: string | undefined, fits: (column: Column) => boolean): number {
  const asked = columnAt(columns, name);
  return asked >= 0 ? asked : columns.findIndex(fits);
}

export const holdsNumbers = (column: Column): boolean => column.type === 'number';
export const holdsTimes = (column: Column): boolean => column.type === 'time';
export const holdsText = (column: Column): boolean => column.type === 'text';

/** A cell as a number; null for what is none. */
export function numberOf(value: unknown): number | null {
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (typeof value !== 'string' || value.trim() === '') return null;
  const number = Number(value);
  return Number.isFinite(number) ? number : null;
}

/** A moment, in milliseconds since the epoch: a number is taken as that, a text as ISO 8601. null for what is neither. */
export function timeOf(value: unknown): number | null {
  if (typeof value === 'number') return Number.isFinite(value) && Math.abs(value) <= 8.64e15 ? value : null;
  if (typeof value !== 'string') return null;
  const time = Date.parse(value);
  return Number.isNaN(time) ? null : time;
}

/** A cell as a text that stands for it among others; '' for what is empty. */
export function textOf(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : JSON.stringify(value);
}

/** The cell of a row, null where the row has none. */
export function cellAt(row: Row | undefined, column: number): unknown {
  return row?.[column] ?? null;
}
