import type { ECharts, EChartsCoreOption } from 'echarts/core';
import { useEffect, useRef } from 'react';
import type { KeyboardEvent } from 'react';
import { announce } from '../../ui/announce.ts';
import classes from './Chart.module.css';
import { init } from './echarts.ts';
import { tipElement } from './tip.ts';
import type { TipLine } from './tip.ts';

/** What a tooltip says of the points under the pointer. */
export interface Tip {
  head: string;
  lines: TipLine[];
}

/** The parts of what ECharts tells a formatter that are used here. */
export interface Pointed {
  seriesName?: string;
  dataIndex: number;
  color?: unknown;
  value: unknown;
}

interface ChartProps {
  option: EChartsCoreOption;
  /** What the chart shows, for those who do not see it. */
  description: string;
  trigger: 'axis' | 'item';
  tip: (points: readonly Pointed[]) => Tip;
  /** How many places the arrow keys go through. */
  places: number;
  /** Gets the means to draw the chart as an image; null when the chart goes. */
  onImage?: (image: (() => HTMLCanvasElement) | null) => void;
}

/** One ECharts instance that fills its box. The arrow keys go from place to place and tell the numbers; Escape takes them away. */
export default function Chart({ option, description, trigger, tip, places, onImage }: ChartProps) {
  const box = useRef<HTMLDivElement>(null);
  const chart = useRef<ECharts | null>(null);
  const at = useRef(-1);
  const latest = useRef(tip);
  useEffect(() => {
    latest.current = tip;
  }, [tip]);
  useEffect(() => {
    const element = box.current;
    if (element === null) return;
    const made = init(element, null, { renderer: 'canvas' });
    chart.current = made;
    const sizes = new ResizeObserver(() => made.resize());
    sizes.observe(element);
    onImage?.(() => made.renderToCanvas({ pixelRatio: 2, backgroundColor: getComputedStyle(element).getPropertyValue('--fr-surface') }));
    return () => {
      sizes.disconnect();
      onImage?.(null);
      chart.current = null;
      made.dispose();
    };
  }, [onImage]);
  useEffect(() => {
    chart.current?.setOption(
      {
        ...option,
        tooltip: {
          trigger,
          confine: true,
          transitionDuration: 0,
          className: classes['tip'],
          borderWidth: 0,
          padding: 0,
          backgroundColor: 'transparent',
          axisPointer: { type: 'line', lineStyle: { type: 'solid', width: 1, opacity: 0.5 } },
          formatter: (params: unknown) => {
            const { head, lines } = latest.current((Array.isArray(params) ? params : [params]) as Pointed[]);
            return tipElement(head, lines);
          },
        },
      },
      { notMerge: true },
    );
  }, [option, trigger]);
  const tell = (index: number) => {
    at.current = index;
    chart.current?.dispatchAction({ type: 'showTip', seriesIndex: 0, dataIndex: index });
    // ECharts paints the tooltip within the next frame.
    requestAnimationFrame(() => announce(box.current?.querySelector(`.${classes['tip'] ?? ''}`)?.textContent ?? ''));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const last = places - 1;
    if (event.key === 'Escape' && at.current >= 0) {
      at.current = -1;
      chart.current?.dispatchAction({ type: 'hideTip' });
      event.stopPropagation();
      return;
    }
    const steps: Record<string, number> = { ArrowLeft: at.current - 1, ArrowRight: at.current + 1, Home: 0, End: last };
    const to = steps[event.key];
    if (to === undefined || last < 0) return;
    event.preventDefault();
    event.stopPropagation();
    tell(Math.max(0, Math.min(last, to)));
  };
  return (
    <div
      ref={box}
      className={classes['chart']}
      role="img"
      aria-label={description}
      tabIndex={0}
      onKeyDown={onKeyDown}
      onBlur={() => chart.current?.dispatchAction({ type: 'hideTip' })}
      data-testid="chart"
    />
  );
}
