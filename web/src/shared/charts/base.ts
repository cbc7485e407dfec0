/** What every chart looks like. An option adds what it shows. */
import type { EChartsCoreOption } from 'echarts/core';
import { FONT } from '@/theme/antd';
import type { Palette } from '@/theme/tokens';

type Part = Record<string, unknown>;
const part = (value: unknown): Part => (typeof value === 'object' && value !== null ? (value as Part) : {});
const each = (value: unknown): unknown => (Array.isArray(value) ? value : value === undefined ? undefined : [value]);

function axis(given: unknown, palette: Palette): unknown {
  if (!Array.isArray(given)) return given;
  return given.map((one) => {
    const own = part(one);
    const isValue = own['type'] === 'value';
    return {
      axisTick: { show: false },
      ...own,
      axisLine: { show: !isValue, lineStyle: { color: palette.line }, ...part(own['axisLine']) },
      axisLabel: { color: palette.muted, fontSize: 12, hideOverlap: true, ...part(own['axisLabel']) },
      splitLine: { show: isValue, lineStyle: { color: palette.line, type: [3, 4] }, ...part(own['splitLine']) },
      nameTextStyle: { color: palette.muted, ...part(own['nameTextStyle']) },
    };
  });
}

/** `color: 'series:2'` is the palette's third colour: options know no colours of their own. */
function coloured(given: unknown, palette: Palette): unknown {
  if (!Array.isArray(given)) return given;
  return given.map((one) => {
    const own = part(one);
    const index = typeof own['color'] === 'string' && own['color'].startsWith('series:') ? Number(own['color'].slice(7)) : undefined;
    return index === undefined ? own : { ...own, color: palette.series[index] };
  });
}

/** The option in the theme's clothes. Tooltips are drawn as text: the page's security policy stays strict. */
export function dressed(option: EChartsCoreOption, palette: Palette): EChartsCoreOption {
  return {
    animationDuration: 250,
    color: [...palette.series],
    textStyle: { fontFamily: FONT },
    aria: { enabled: true },
    ...option,
    grid: { left: 4, right: 8, top: 34, bottom: 4, containLabel: true, ...part(option['grid']) },
    legend: {
      top: 0, left: 0, icon: 'roundRect', itemWidth: 10, itemHeight: 10, itemGap: 14,
      textStyle: { color: palette.muted, fontSize: 12 }, inactiveColor: palette.line, ...part(option['legend']),
    },
    tooltip: {
      trigger: 'axis', confine: true, renderMode: 'richText', backgroundColor: palette.raised, borderColor: palette.line, padding: [8, 12],
      textStyle: { color: palette.text, fontSize: 12 }, axisPointer: { type: 'shadow', shadowStyle: { color: palette.series[0], opacity: 0.06 } },
      ...part(option['tooltip']),
    },
    series: coloured(option['series'], palette),
    xAxis: axis(each(option['xAxis']), palette),
    yAxis: axis(each(option['yAxis']), palette),
  };
}
