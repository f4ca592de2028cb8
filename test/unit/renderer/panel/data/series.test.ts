import { expect, test } from 'vitest';
import { panelShowSchema } from '../../../../../src-preload/contract/index.ts';
import type { PanelRows } from '../../../../../src-renderer/panel/data/cells.ts';
import { alignedSeries, heatOf, MOST_SERIES, seriesOf } from '../../../../../src-renderer/panel/data/series.ts';
import type { AxesShow } from '../../../../../src-renderer/panel/data/series.ts';

const show = (settings: Record<string, unknown> = {}) => panelShowSchema.parse({ kind: 'line', ...settings }) as AxesShow;
const columns: PanelRows['columns'] = [
  { name: 'at', type: 'time' },
  { name: 'book', type: 'text' },
  { name: 'price', type: 'number' },
  { name: 'stake', type: 'number' },
];
const rows = [
  ['2026-11-21T10:00:00Z', 'Alder', 1.5, 10],
  ['2026-11-21T09:00:00Z', 'Alder', 1.25, null],
  ['2026-11-21T10:00:00Z', 'Birch', '2.5', 20],
];
const ten = Date.parse('2026-11-21T10:00:00Z');
const nine = ten - 3_600_000;

test('without a choice the first column is the axis and every column of numbers a line, in the order of time', () => {
  const found = seriesOf({ columns, rows }, show());
  expect(found.axis).toBe('time');
  expect(found.series.map(({ name }) => name)).toEqual(['price', 'stake']);
  expect(found.series[0]?.points).toEqual([
    [nine, 1.25],
    [ten, 1.5],
    [ten, 2.5],
  ]);
});

test('a column of names becomes a line for each of them', () => {
  const found = seriesOf({ columns, rows }, show({ series: 'book', y: ['price'] }));
  expect(found.series).toEqual([
    {
      name: 'Alder',
      points: [
        [nine, 1.25],
        [ten, 1.5],
      ],
    },
    { name: 'Birch', points: [[ten, 2.5]] },
  ]);
  expect(seriesOf({ columns, rows }, show({ series: 'book' })).series.map(({ name }) => name)).toEqual([
    'Alder · price',
    'Alder · stake',
    'Birch · price',
    'Birch · stake',
  ]);
});

test('a missing value is a gap, and a row without a place on the axis is left out', () => {
  const found = seriesOf({ columns, rows: [...rows, [null, 'Alder', 9, 9]] }, show({ y: ['stake'] }));
  expect(found.series[0]?.points).toEqual([
    [nine, null],
    [ten, 10],
    [ten, 20],
  ]);
});

test('bars stand over names, also over numbers', () => {
  const found = seriesOf(
    {
      columns: [
        { name: 'year', type: 'number' },
        { name: 'n', type: 'number' },
      ],
      rows: [
        [2026, 1],
        [2025, 2],
      ],
    },
    show({ kind: 'bar' }),
  );
  expect(found).toMatchObject({
    axis: 'name',
    names: ['2026', '2025'],
    series: [
      {
        name: 'n',
        points: [
          [0, 1],
          [1, 2],
        ],
      },
    ],
  });
});

test('a column that is not there is passed over', () => {
  expect(seriesOf({ columns, rows }, show({ x: 'gone', y: ['gone', 'price'], series: 'gone' })).series.map(({ name }) => name)).toEqual([
    'price',
  ]);
  expect(seriesOf({ columns: [], rows: [] }, show()).series).toEqual([]);
});

test('of too many lines the largest stay', () => {
  const many = Array.from({ length: 40 }, (_row, index) => [ten, 'book ' + String(index), index, 0]);
  const found = seriesOf({ columns, rows: many }, show({ series: 'book', y: ['price'] }));
  expect(found.series).toHaveLength(MOST_SERIES);
  expect(found.series[0]?.name).toBe('book 16');
});

test('what is stacked has a point at every place, 0 where it had none', () => {
  const aligned = alignedSeries(seriesOf({ columns, rows }, show({ series: 'book', y: ['price'] })));
  expect(aligned.series[1]).toEqual({
    name: 'Birch',
    points: [
      [nine, 0],
      [ten, 2.5],
    ],
  });
});

test('a heat map has a cell for each pair of names; the later of two values counts', () => {
  const heat = heatOf(
    { columns, rows: [...rows, ['2026-11-21T10:00:00Z', 'Alder', 3, 1]] },
    panelShowSchema.parse({ kind: 'heat-map', x: 'at', y: 'book', value: 'price' }) as never,
  );
  expect(heat.yNames).toEqual(['Alder', 'Birch']);
  expect(heat.cells).toEqual([
    [0, 0, 3],
    [1, 0, 1.25],
    [0, 1, 2.5],
  ]);
  expect([heat.min, heat.max]).toEqual([1.25, 3]);
  expect(heatOf({ columns: [], rows: [] }, panelShowSchema.parse({ kind: 'heat-map' }) as never)).toEqual({
    xNames: [],
    yNames: [],
    cells: [],
    min: 0,
    max: 0,
  });
});

test('ten thousand rows are ready within a frame or two', () => {
  const many = Array.from({ length: 10_000 }, (_row, index) => [nine + index * 1000, 'book ' + String(index % 20), index, index]);
  const before = performance.now();
  seriesOf({ columns, rows: many }, show({ series: 'book', y: ['price'] }));
  expect(performance.now() - before).toBeLessThan(250);
});
