import type { EChartsCoreOption } from 'echarts/core';
import type { HeatData } from '../data/series.ts';
import type { ChartTheme } from './theme.ts';

/** What ECharts is told of a heat map. The rows stand from top to bottom as they come. */
export function heatOption(heat: HeatData, theme: ChartTheme): EChartsCoreOption {
  const axis = {
    type: 'category',
    axisLine: { show: false },
    axisTick: { show: false },
    splitLine: { show: false },
    axisLabel: { color: theme.muted, fontSize: 11, hideOverlap: true, width: 110, overflow: 'truncate' },
  };
  return {
    animation: false,
    textStyle: { fontFamily: theme.font, color: theme.text },
    grid: { left: 4, right: 8, top: 8, bottom: 4, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
    xAxis: { ...axis, data: heat.xNames },
    yAxis: { ...axis, data: heat.yNames, inverse: true },
    visualMap: {
      show: false,
      min: heat.min,
      max: heat.max === heat.min ? heat.min + 1 : heat.max,
      inRange: { color: [theme.accentSoft, theme.accent] },
    },
    series: [
      {
        type: 'heatmap',
        data: heat.cells,
        itemStyle: { borderColor: theme.surface, borderWidth: 1 },
        emphasis: { disabled: true },
        progressive: 2000,
      },
    ],
  };
}
