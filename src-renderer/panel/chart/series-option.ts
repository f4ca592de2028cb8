import type { EChartsCoreOption } from 'echarts/core';
import { alignedSeries } from '../data/series.ts';
import type { AxesShow, SeriesData } from '../data/series.ts';
import { toneWords } from '../data/thresholds.ts';
import { scaleWords } from '../data/unit-words.ts';
import { axisTimeWords } from './axis-words.ts';
import { seriesColors } from './series-colors.ts';
import type { ChartTheme } from './theme.ts';

/** From this many points on a line is thinned to what can be seen, and has no marks. */
const MANY_POINTS = 400;
const FEW_POINTS = 40;

interface Axis {
  [option: string]: unknown;
}

function spanOf({ series }: SeriesData): number {
  let min = Infinity;
  let max = -Infinity;
  for (const { points } of series) {
    min = Math.min(min, points[0]?.[0] ?? min);
    max = Math.max(max, points.at(-1)?.[0] ?? max);
  }
  return max > min ? max - min : 0;
}

function placeAxis(data: SeriesData, show: AxesShow, theme: ChartTheme): Axis {
  const span = spanOf(data);
  const label = { color: theme.muted, fontSize: 11, hideOverlap: true };
  const common = { axisLine: { lineStyle: { color: theme.line } }, axisTick: { show: false }, splitLine: { show: false } };
  switch (data.axis) {
    case 'time':
      return { ...common, type: 'time', axisLabel: { ...label, formatter: (ms: number) => axisTimeWords(ms, span) } };
    case 'number':
      return { ...common, type: 'value', scale: true, axisLabel: label };
    case 'name':
      return {
        ...common,
        type: 'category',
        data: data.names,
        boundaryGap: show.kind === 'bar',
        axisLabel: { ...label, width: 120, overflow: 'truncate' },
        // Written from top to bottom, as a list is read.
        inverse: show.kind === 'bar' && show.horizontal,
      };
  }
}

/** Whether each pile of shares comes to a whole, so that the scale ends there. */
function isWhole({ series }: SeriesData): boolean {
  const sums = new Map<number, number>();
  for (const { points } of series) for (const [x, y] of points) sums.set(x, (sums.get(x) ?? 0) + (y ?? 0));
  return sums.size > 0 && [...sums.values()].every((sum) => Math.abs(sum - 1) < 0.005);
}

function valueAxis(data: SeriesData, show: AxesShow, theme: ChartTheme): Axis {
  const stacked = show.kind !== 'line' && show.stacked;
  return {
    type: 'value',
    ...(stacked && show.unit.kind === 'percent' && isWhole(data) ? { max: 1 } : {}),
    // Bars and areas begin at nothing; a line may show its small changes.
    scale: show.kind === 'line',
    splitNumber: 4,
    axisLine: { show: false },
    axisTick: { show: false },
    splitLine: { lineStyle: { color: theme.line, width: 1 } },
    axisLabel: { color: theme.muted, fontSize: 11, hideOverlap: true, formatter: (value: number) => scaleWords(value, show.unit) },
  };
}

function thresholdLines(show: AxesShow, theme: ChartTheme): object {
  if (show.thresholds.length === 0) return {};
  const flat = show.kind === 'bar' && show.horizontal;
  return {
    markLine: {
      silent: true,
      symbol: 'none',
      animation: false,
      data: show.thresholds.map(({ from, tone }) => ({
        ...(flat ? { xAxis: from } : { yAxis: from }),
        lineStyle: { color: theme.tones[tone], type: 'dashed', width: 1 },
        label: { formatter: toneWords[tone], color: theme.tones[tone], fontSize: 10, position: 'insideEndTop' },
      })),
    },
  };
}

/** What ECharts is told of lines, areas and bars; `hidden` are the names that somebody has switched off. */
export function seriesOption(found: SeriesData, show: AxesShow, theme: ChartTheme, hidden: ReadonlySet<string>): EChartsCoreOption {
  const stacked = show.kind !== 'line' && show.stacked;
  const data = stacked ? alignedSeries(found) : found;
  const colors = seriesColors(
    data.series.map(({ name }) => name),
    theme,
  );
  const flat = show.kind === 'bar' && show.horizontal;
  const place = placeAxis(data, show, theme);
  const values = valueAxis(data, show, theme);
  const shown = data.series.flatMap((series, index) => (hidden.has(series.name) ? [] : [{ ...series, color: colors[index], index }]));
  return {
    animation: false,
    textStyle: { fontFamily: theme.font, color: theme.text },
    grid: { left: 4, right: 12, top: 12, bottom: 4, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
    xAxis: flat ? values : place,
    yAxis: flat ? place : values,
    series: shown.map(({ name, points, color, index }, order) => {
      const many = points.length > MANY_POINTS;
      const common = {
        name,
        data: flat ? points.map(([x, y]) => [y, x]) : points,
        itemStyle: { color },
        ...(stacked ? { stack: 'all' } : {}),
        ...(order === 0 ? thresholdLines(show, theme) : {}),
      };
      if (show.kind === 'bar')
        return {
          ...common,
          type: 'bar',
          barMaxWidth: 28,
          barGap: '10%',
          large: many,
          itemStyle: { color, borderRadius: stacked ? 0 : 2 },
        };
      return {
        ...common,
        type: 'line',
        sampling: many ? 'lttb' : undefined,
        showSymbol: points.length <= FEW_POINTS,
        symbolSize: 5,
        connectNulls: false,
        lineStyle: { width: 1.75, type: index >= theme.series.length ? 'dashed' : 'solid' },
        emphasis: { disabled: true },
        ...(show.kind === 'area' ? { areaStyle: { opacity: stacked ? 0.55 : 0.18 } } : {}),
      };
    }),
  };
}
