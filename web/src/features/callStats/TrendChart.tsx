import { useTranslation } from 'react-i18next';
import type { Schemas } from '@/api/client';
import { Chart, type Series } from '@/shared/chart/Chart';
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
  const told = (value: number | null) => written(metric, value, format);
  const series: Series[] = [
    { name, values: rows.map((row) => row.value), format: told, tone: 0, line: isRate(metric), area: isRate(metric) },
    ...(earlier ? [{ name: t('previous'), values: names.map((_, index) => earlier[index]?.value ?? null), format: told, tone: 5, line: true, dashed: true }] : []),
  ];
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
  return <Chart label={label} names={names} series={series} left={{ format: axisOf(metric, format), whole: !isRate(metric) }} height={height} onPick={onPick} table={table} />;
}
