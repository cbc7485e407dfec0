import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '@/api/client';
import { Chart } from '@/shared/Chart';
import { type Format, useFormat } from '@/shared/format';
import { MiniTable } from '@/shared/MiniTable';
import { isRate, type StatMetric, written } from './model';

export type Trend = Schemas['Trend'];
export interface Point {
  date: string;
  value: number | null;
}

/** One metric of a trend, day by day or hour by hour. */
export function pointsOf(trend: Trend, metric: StatMetric): Point[] {
  const values: Record<StatMetric, (number | null)[]> = {
    calls: trend.total_calls,
    connected: trend.success_calls,
    contact_rate: trend.contact_rate,
    orders: trend.orders,
    success_rate: trend.success_rate,
    agents: trend.agents,
    talk_seconds: trend.talk_seconds,
  };
  return trend.dates.map((date, index) => ({ date, value: values[metric][index] ?? null }));
}

interface Props {
  label: string;
  metric: StatMetric;
  names: string[];
  rows: Point[];
  earlier: Point[] | undefined;
  height: number;
  onPick: (index: number) => void;
}

const axisOf = (metric: StatMetric, format: Format) => {
  if (isRate(metric)) return format.percent;
  return metric === 'talk_seconds' ? format.duration : format.short;
};

/** Counts as bars, rates as a line; what was before is dashed. */
export function TrendChart({ label, metric, names, rows, earlier, height, onPick }: Props) {
  const { t } = useTranslation('callStats');
  const common = useTranslation('common').t;
  const format = useFormat();
  const name = common(`metric.${metric}`);
  const option = useMemo(() => {
    const tooltip = { valueFormatter: (value: number | null) => written(metric, value, format) };
    const few = rows.length < 40;
    const own = isRate(metric)
      ? { type: 'line', symbolSize: 5, showSymbol: few, lineStyle: { width: 2.2 }, areaStyle: { opacity: 0.08 } }
      : { type: 'bar', barMaxWidth: 28, itemStyle: { borderRadius: [3, 3, 0, 0] } };
    const before = { type: 'line', symbol: 'none', color: 'series:5', lineStyle: { width: 1.5, type: [4, 4] } };
    return {
      xAxis: { type: 'category', data: names },
      yAxis: [{ type: 'value', min: 0, ...(isRate(metric) ? {} : { minInterval: 1 }), axisLabel: { formatter: axisOf(metric, format) } }],
      series: [
        { ...own, name, data: rows.map((row) => row.value), tooltip },
        ...(earlier ? [{ ...before, name: t('previous'), data: names.map((_, index) => earlier[index]?.value ?? null), tooltip }] : []),
      ],
    };
  }, [metric, name, names, rows, earlier, format, t]);
  const table = (
    <MiniTable
      label={label} rows={rows} rowKey={(row) => row.date} onRow={(row) => onPick(rows.indexOf(row))}
      columns={[
        { key: 'date', title: t('overview.day'), cell: (row, index) => (row.date.length > 10 ? names[index] : format.day(row.date)) },
        { key: 'now', title: name, num: true, cell: (row) => written(metric, row.value, format) },
        { key: 'before', title: t('previous'), num: true, cell: (_, index) => written(metric, earlier?.[index]?.value, format) },
      ]}
    />
  );
  return <Chart label={label} option={option} height={height} onPick={(picked) => onPick(picked.index)} table={table} />;
}
