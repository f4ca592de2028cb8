import { BarChart, HeatmapChart, LineChart } from 'echarts/charts';
import { GridComponent, MarkLineComponent, TooltipComponent, VisualMapComponent } from 'echarts/components';
import { init, use as load } from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';

// The canvas: the SVG renderer writes style attributes, which the page's policy forbids.
load([BarChart, HeatmapChart, LineChart, GridComponent, MarkLineComponent, TooltipComponent, VisualMapComponent, CanvasRenderer]);

/** Only what panels draw with is in the bundle; whoever imports this file loads it lazily. */
export { init };
