import '../../locale.ts';
import { expect, test } from 'vitest';
import { panelShowSchema } from '../../../../../src-preload/contract/index.ts';
import { axisTimeWords } from '../../../../../src-renderer/panel/chart/axis-words.ts';
import { seriesOption } from '../../../../../src-renderer/panel/chart/series-option.ts';
import type { ChartTheme } from '../../../../../src-renderer/panel/chart/theme.ts';
import { colorSlots } from '../../../../../src-renderer/panel/data/palette.ts';
import { seriesOf } from '../../../../../src-renderer/panel/data/series.ts';
import type { AxesShow } from '../../../../../src-renderer/panel/data/series.ts';

const theme: ChartTheme = {
  text: '#000',
  muted: '#666',
  line: '#ddd',
  surface: '#fff',
  accent: '#00f',
  accentSoft: '#eef',
  font: 'sans-serif',
  series: ['0', '1', '2', '3', '4', '5', '6', '7'],
  tones: { good: 'green', notice: 'blue', warning: 'amber', bad: 'red' },
};

function optionOf(settings: Record<string, unknown>, count: number, hidden: string[] = []) {
  const show = panelShowSchema.parse(settings) as AxesShow;
  const rows = Array.from({ length: count }, (_row, index) => [index * 1000, index % 2 === 0 ? 'Alder' : 'Birch', index]);
  const data = seriesOf(
    {
      columns: [
        { name: 'at', type: 'time' },
        { name: 'book', type: 'text' },
        { name: 'n', type: 'number' },
      ],
      rows,
    },
    show,
  );
  return seriesOption(data, show, theme, new Set(hidden)) as {
    series: Record<string, unknown>[];
    xAxis: { type: string };
    yAxis: { type: string };
  };
}

test('ten thousand points are thinned to what can be seen, a few are drawn as they are', () => {
  expect(optionOf({ kind: 'line' }, 10_000).series[0]).toMatchObject({ sampling: 'lttb', showSymbol: false });
  expect(optionOf({ kind: 'line' }, 10).series[0]).toMatchObject({ sampling: undefined, showSymbol: true });
});

test('a line that is switched off goes, and the other keeps its colour', () => {
  const { series } = optionOf({ kind: 'line', series: 'book' }, 10, ['Alder']);
  expect(series.map(({ name }) => name)).toEqual(['Birch']);
  expect(series[0]?.itemStyle).toEqual({ color: String(colorSlots(['Alder', 'Birch'])[1]) });
});

test('horizontal bars lie along the other axis', () => {
  const { xAxis, yAxis, series } = optionOf({ kind: 'bar', horizontal: true, x: 'book' }, 2);
  expect([xAxis.type, yAxis.type]).toEqual(['value', 'category']);
  expect(series[0]?.data).toEqual([
    [0, 0],
    [1, 1],
  ]);
});

test('a threshold is a line with a word, once', () => {
  const { series } = optionOf({ kind: 'area', series: 'book', thresholds: [{ from: 5, tone: 'bad' }] }, 4);
  expect(series[0]?.markLine).toMatchObject({ data: [{ yAxis: 5, label: { formatter: 'bad' } }] });
  expect(series[1]?.markLine).toBeUndefined();
});

test('an axis says as much of a moment as tells its marks apart', () => {
  const noon = new Date(2026, 10, 21, 12, 30).getTime();
  expect(axisTimeWords(noon, 3_600_000)).toBe('12:30');
  expect(axisTimeWords(noon, 10 * 86_400_000)).toBe('21 Nov');
  expect(axisTimeWords(new Date(2026, 10, 21).getTime(), 2 * 86_400_000)).toBe('21 Nov');
  expect(axisTimeWords(noon, 800 * 86_400_000)).toBe('Nov 2026');
});
