/** The parts of ECharts that the page uses; loaded with the first chart. */
import { BarChart, LineChart } from 'echarts/charts';
import { AriaComponent, GridComponent, LegendComponent, MarkLineComponent, TooltipComponent } from 'echarts/components';
import { init, use, type EChartsType } from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';
import type { Picked } from '../Chart';

use([LineChart, BarChart, GridComponent, TooltipComponent, LegendComponent, MarkLineComponent, AriaComponent, CanvasRenderer]);

interface Axis {
  data?: unknown[];
}

/** A chart in `element`; a click anywhere in a column of its first axis picks that column. */
export function begin(element: HTMLElement, pick: (picked: Picked) => void): EChartsType {
  const chart = init(element, null, { renderer: 'canvas' });
  let series = '';
  chart.on('mouseover', (event) => {
    series = event.seriesName ?? '';
  });
  chart.on('mouseout', () => {
    series = '';
  });
  chart.getZr().on('click', (event) => {
    const at = [event.offsetX, event.offsetY];
    if (!chart.containPixel('grid', at)) return;
    const option = chart.getOption() as { xAxis?: Axis[]; yAxis?: Axis[] };
    const across = option.xAxis?.[0]?.data?.length ? 0 : 1;
    const names = (across === 0 ? option.xAxis : option.yAxis)?.[0]?.data ?? [];
    const index = Math.round(Number(chart.convertFromPixel({ gridIndex: 0 }, at)[across]));
    if (index >= 0 && index < names.length) pick({ index, name: String(names[index]), series });
  });
  return chart;
}
