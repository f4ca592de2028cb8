import { lazy, Suspense, useCallback, useMemo, useState } from 'react';
import type { Pointed, Tip } from '../chart/Chart.tsx';
import { momentWords } from '../chart/axis-words.ts';
import chartClasses from '../chart/Chart.module.css';
import { seriesColors } from '../chart/series-colors.ts';
import { seriesOption } from '../chart/series-option.ts';
import { countWords } from '../../ui/format.ts';
import { numberOf, textOf } from '../data/cells.ts';
import { seriesOf } from '../data/series.ts';
import type { SeriesData } from '../data/series.ts';
import { unitWords } from '../data/unit-words.ts';
import { Legend } from './Legend.tsx';
import type { ShowProps } from './show-props.ts';
import { useImage } from './use-image.ts';
import { useChartTheme } from './use-theme.ts';

const Chart = lazy(() => import('../chart/Chart.tsx'));

/** In a tooltip, more lines than this hide the chart. */
const MOST_TOLD = 12;
const kindWords = { line: 'Line chart', area: 'Area chart', bar: 'Bar chart' } as const;

function placeWords(data: SeriesData, value: unknown): string {
  if (data.axis === 'time') return momentWords(numberOf(value) ?? 0);
  return data.axis === 'name' && typeof value === 'number' ? (data.names[value] ?? '') : textOf(value);
}

function describe(data: SeriesData, title: string, kind: keyof typeof kindWords): string {
  const points = data.series.reduce((most, series) => Math.max(most, series.points.length), 0);
  const names = data.series.slice(0, 8).map(({ name }) => name);
  const more = data.series.length > names.length ? ` and ${data.series.length - names.length} more` : '';
  return `${kindWords[kind]}${title === '' ? '' : ` of ${title}`}: ${names.join(', ')}${more} by ${data.xTitle}, ${countWords(points, 'place')}. The arrow keys tell the numbers; the menu has a table.`;
}

/** Lines, areas and bars. */
export function ChartShow({ show, data, title }: ShowProps<'line' | 'area' | 'bar'>) {
  const theme = useChartTheme();
  const image = useImage();
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set());
  const found = useMemo(() => seriesOf(data, show), [data, show]);
  const option = useMemo(() => seriesOption(found, show, theme, hidden), [found, show, theme, hidden]);
  const names = found.series.map(({ name }) => name);
  const flat = show.kind === 'bar' && show.horizontal;
  const tip = useCallback(
    (points: readonly Pointed[]): Tip => {
      const pair = (point: Pointed) => (Array.isArray(point.value) ? (point.value as unknown[]) : [0, point.value]);
      const first = points[0];
      const lines = points.map((point) => {
        const value = numberOf(pair(point)[flat ? 0 : 1]);
        return { color: typeof point.color === 'string' ? point.color : null, name: point.seriesName ?? '', value };
      });
      const told =
        lines.length > MOST_TOLD ? lines.toSorted((a, b) => (b.value ?? -Infinity) - (a.value ?? -Infinity)).slice(0, MOST_TOLD) : lines;
      return {
        head: first === undefined ? '' : placeWords(found, pair(first)[flat ? 1 : 0]),
        lines: told.map(({ color, name, value }) => ({ color, name, words: value === null ? '–' : unitWords(value, show.unit) })),
      };
    },
    [found, show.unit, flat],
  );
  const toggle = (name: string) =>
    setHidden((before) => {
      const next = new Set(before);
      if (!next.delete(name)) next.add(name);
      return next;
    });
  return (
    <div className={chartClasses['fill']} data-testid={`show-${show.kind}`}>
      {found.series.length > 1 && <Legend names={names} colors={seriesColors(names, theme)} hidden={hidden} onToggle={toggle} />}
      <Suspense fallback={<div className={chartClasses['chart']} />}>
        <Chart
          option={option}
          description={describe(found, title, show.kind)}
          trigger="axis"
          tip={tip}
          places={found.series.find(({ name }) => !hidden.has(name))?.points.length ?? 0}
          onImage={image}
        />
      </Suspense>
    </div>
  );
}
