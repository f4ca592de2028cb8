import type { PanelShow } from '../../../src-preload/contract/index.ts';
import { cellAt, columnAt, columnOr, holdsNumbers, numberOf } from './cells.ts';
import type { PanelRows } from './cells.ts';

export interface NumberTrend {
  value: number | null;
  /** The value before, and by how much the present one differs; null without one. */
  before: number | null;
  change: number | null;
  /** Of the value before; null where that is 0. */
  changeShare: number | null;
  /** Whether the change is for the better; null where that does not matter or nothing changed. */
  better: boolean | null;
  /** Oldest first. */
  trend: number[];
}

/** What a number panel says: with a trend column the last row is now, without one the first row is all that counts. */
export function numberTrend({ columns, rows }: PanelRows, show: Extract<PanelShow, { kind: 'number' }>): NumberTrend {
  const valueAt = columnOr(columns, show.value, holdsNumbers);
  const trendAt = columnAt(columns, show.trend);
  const trend = trendAt < 0 ? [] : rows.flatMap((row) => numberOf(cellAt(row, trendAt)) ?? []);
  const value = numberOf(cellAt(trendAt < 0 ? rows[0] : rows.at(-1), valueAt >= 0 ? valueAt : 0));
  const before = trend.length > 1 ? (trend.at(-2) ?? null) : null;
  const change = value === null || before === null ? null : value - before;
  return {
    value,
    before,
    change,
    changeShare: change === null || before === null || before === 0 ? null : change / Math.abs(before),
    better: change === null || change === 0 || show.better === 'neither' ? null : show.better === 'higher' ? change > 0 : change < 0,
    trend,
  };
}

/** A small line through the values, as the points of an SVG polyline in a box of `width` by `height` pixels. */
export function sparkPoints(values: readonly number[], width: number, height: number): string {
  if (values.length < 2) return '';
  const min = Math.min(...values);
  const span = Math.max(...values) - min;
  return values
    .map((value, index) => {
      const x = (index / (values.length - 1)) * width;
      const y = span === 0 ? height / 2 : height - ((value - min) / span) * height;
      return `${x.toFixed(1)},${y.toFixed(1)}`;
    })
    .join(' ');
}
