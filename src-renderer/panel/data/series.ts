import type { PanelShow } from '../../../src-preload/contract/index.ts';
import { cellAt, columnAt, columnOr, holdsNumbers, numberOf, textOf, timeOf } from './cells.ts';
import type { PanelRows } from './cells.ts';

export type AxesShow = Extract<PanelShow, { kind: 'line' | 'area' | 'bar' }>;

/** A value at a place of the horizontal axis: a moment in milliseconds, a number, or the index of a name. */
export type Point = [x: number, y: number | null];

export interface Series {
  name: string;
  points: Point[];
}

/** The rows as lines over one axis. `names`: what stands along the axis where it holds neither times nor numbers. */
export interface SeriesData {
  axis: 'time' | 'number' | 'name';
  xTitle: string;
  names: string[];
  series: Series[];
}

/** More lines than this cannot be told apart; the largest stay. */
export const MOST_SERIES = 24;

function axisOf(type: PanelRows['columns'][number]['type'] | undefined, kind: AxesShow['kind']): SeriesData['axis'] {
  if (type === 'time') return 'time';
  // Bars stand side by side over names, whatever these are.
  return type === 'number' && kind !== 'bar' ? 'number' : 'name';
}

function sizeOf({ points }: Series): number {
  return points.reduce((sum, [, y]) => sum + Math.abs(y ?? 0), 0);
}

/** Sorts by x, for rows come in any order and a line must not run backwards. */
function inOrder(series: Series): Series {
  const sorted = series.points.every(([x], index) => index === 0 || (series.points[index - 1]?.[0] ?? x) <= x);
  return sorted ? series : { ...series, points: series.points.toSorted((a, b) => a[0] - b[0]) };
}

/** What a line, area or bar chart draws of the rows. Rows without an x are left out; a missing y is a gap. */
export function seriesOf({ columns, rows }: PanelRows, show: AxesShow): SeriesData {
  const xAt = Math.max(0, columnAt(columns, show.x));
  const splitAt = columnAt(columns, show.series);
  const asked = show.y.map((name) => columnAt(columns, name)).filter((at) => at >= 0);
  const yAt =
    asked.length > 0
      ? asked
      : columns.flatMap((column, index) => (holdsNumbers(column) && index !== xAt && index !== splitAt ? [index] : []));
  const axis = axisOf(columns[xAt]?.type, show.kind);
  const places = new Map<string, number>();
  const placeOf = (value: unknown): number | null => {
    if (axis === 'time') return timeOf(value);
    if (axis === 'number') return numberOf(value);
    const name = textOf(value);
    const known = places.get(name) ?? places.size;
    places.set(name, known);
    return known;
  };
  const found = new Map<string, Series>();
  const seriesNamed = (name: string) => {
    const known = found.get(name) ?? { name, points: [] };
    found.set(name, known);
    return known;
  };
  for (const row of rows) {
    const x = placeOf(cellAt(row, xAt));
    if (x === null) continue;
    for (const at of yAt) {
      const column = columns[at]?.name ?? '';
      const split = splitAt < 0 ? null : textOf(cellAt(row, splitAt)) || 'none';
      const name = split === null ? column : yAt.length > 1 ? `${split} · ${column}` : split;
      seriesNamed(name).points.push([x, numberOf(cellAt(row, at))]);
    }
  }
  const all = [...found.values()];
  const kept =
    all.length <= MOST_SERIES
      ? all
      : all
          .toSorted((a, b) => sizeOf(b) - sizeOf(a))
          .slice(0, MOST_SERIES)
          .toSorted((a, b) => all.indexOf(a) - all.indexOf(b));
  return { axis, xTitle: columns[xAt]?.name ?? '', names: [...places.keys()], series: kept.map(inOrder) };
}

/** Values that can be stacked: every line has a point, 0 where it had none, at every place that any line has. */
export function alignedSeries(data: SeriesData): SeriesData {
  const places = [...new Set(data.series.flatMap(({ points }) => points.map(([x]) => x)))].sort((a, b) => a - b);
  return {
    ...data,
    series: data.series.map(({ name, points }) => {
      const values = new Map<number, number>();
      for (const [x, y] of points) values.set(x, (values.get(x) ?? 0) + (y ?? 0));
      return { name, points: places.map((x): Point => [x, values.get(x) ?? 0]) };
    }),
  };
}

export interface HeatData {
  xNames: string[];
  yNames: string[];
  /** Column, row and value of each cell that has one. */
  cells: [x: number, y: number, value: number][];
  min: number;
  max: number;
}

/** What a heat map draws: x and y are names in the order in which they come; of two values for one cell, the later counts. */
export function heatOf({ columns, rows }: PanelRows, show: Extract<PanelShow, { kind: 'heat-map' }>): HeatData {
  const valueAt = columnOr(columns, show.value, holdsNumbers);
  const others = columns.flatMap((_column, index) => (index === valueAt ? [] : [index]));
  const askedX = columnAt(columns, show.x);
  const askedY = columnAt(columns, show.y);
  const xAt = askedX >= 0 ? askedX : (others.find((at) => at !== askedY) ?? -1);
  const yAt = askedY >= 0 ? askedY : (others.find((at) => at !== xAt) ?? -1);
  const xs = new Map<string, number>();
  const ys = new Map<string, number>();
  const place = (known: Map<string, number>, name: string) => {
    const at = known.get(name) ?? known.size;
    known.set(name, at);
    return at;
  };
  const cells = new Map<string, [number, number, number]>();
  let min = Infinity;
  let max = -Infinity;
  for (const row of rows) {
    const value = numberOf(cellAt(row, valueAt));
    if (value === null || valueAt < 0) continue;
    const x = place(xs, textOf(cellAt(row, xAt)));
    const y = place(ys, textOf(cellAt(row, yAt)));
    cells.set(`${x} ${y}`, [x, y, value]);
    min = Math.min(min, value);
    max = Math.max(max, value);
  }
  return cells.size === 0
    ? { xNames: [], yNames: [], cells: [], min: 0, max: 0 }
    : { xNames: [...xs.keys()], yNames: [...ys.keys()], cells: [...cells.values()], min, max };
}
