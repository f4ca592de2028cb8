import { lazy, Suspense, useCallback, useMemo } from 'react';
import type { Pointed, Tip } from '../chart/Chart.tsx';
import chartClasses from '../chart/Chart.module.css';
import { heatOption } from '../chart/heat-option.ts';
import { heatOf } from '../data/series.ts';
import { unitWords } from '../data/unit-words.ts';
import type { ShowProps } from './show-props.ts';
import { useImage } from './use-image.ts';
import { useChartTheme } from './use-theme.ts';

const Chart = lazy(() => import('../chart/Chart.tsx'));

/** A value for each pair of names, as depth of colour; its scale stands below. */
export function HeatShow({ show, data, title }: ShowProps<'heat-map'>) {
  const theme = useChartTheme();
  const image = useImage();
  const heat = useMemo(() => heatOf(data, show), [data, show]);
  const option = useMemo(() => heatOption(heat, theme), [heat, theme]);
  const tip = useCallback(
    (points: readonly Pointed[]): Tip => {
      const cell = points[0]?.value as [number, number, number] | undefined;
      if (cell === undefined) return { head: '', lines: [] };
      return {
        head: heat.xNames[cell[0]] ?? '',
        lines: [{ color: null, name: heat.yNames[cell[1]] ?? '', words: unitWords(cell[2], show.unit) }],
      };
    },
    [heat, show.unit],
  );
  const range = `${unitWords(heat.min, show.unit)} to ${unitWords(heat.max, show.unit)}`;
  return (
    <div className={chartClasses['fill']} data-testid="show-heat-map">
      <Suspense fallback={<div className={chartClasses['chart']} />}>
        <Chart
          option={option}
          description={`Heat map${title === '' ? '' : ` of ${title}`}: ${heat.xNames.length} by ${heat.yNames.length} cells, ${range}. The arrow keys tell the numbers; the menu has a table.`}
          trigger="item"
          tip={tip}
          places={heat.cells.length}
          onImage={image}
        />
      </Suspense>
      <div className={chartClasses['scale']}>
        {unitWords(heat.min, show.unit)}
        <span className={chartClasses['ramp']} aria-hidden />
        {unitWords(heat.max, show.unit)}
      </div>
    </div>
  );
}
