import { useQuery } from '@tanstack/react-query';
import { TREND_METRICS, type TrendMetric } from './search';
import { useNavigate } from '@tanstack/react-router';
import { Segmented } from 'antd';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { read, type Schemas } from '@/api/client';
import { Card } from '@/shared/Card';
import { Chart, type Series } from '@/shared/chart/Chart';
import { type ChosenRange, hourOf } from '@/shared/days';
import { type Format, useFormat } from '@/shared/format';
import { Freshness } from '@/shared/Freshness';
import { figureHref } from '@/shared/links';
import { type MiniColumn, MiniTable } from '@/shared/MiniTable';
import type { OrderGrades } from '@/shared/orderGrades';
import { Skeleton } from '@/shared/Skeleton';
import { Loaded } from '@/shared/States';

type Trend = Schemas['Trend'];
const HEIGHT = 268;

interface Point {
  date: string;
  calls: number;
  connected: number;
  orders: number;
  contact: number | null;
  success: number | null;
}

const points = (trend: Trend): Point[] =>
  trend.dates.map((date, index) => ({
    date,
    calls: trend.total_calls[index] ?? 0,
    connected: trend.success_calls[index] ?? 0,
    orders: trend.orders[index] ?? 0,
    contact: trend.contact_rate[index] ?? null,
    success: trend.success_rate[index] ?? null,
  }));

const nameOf = (date: string, hourly: boolean, format: Format) => (hourly ? format.time(date) : format.dayShort(date));

interface Props {
  range: ChosenRange;
  metric: TrendMetric;
  grades: OrderGrades;
  onMetric: (metric: TrendMetric) => void;
}

/** A figure by day, or by hour of one day, with the rate that belongs to it. A column opens the calls that it counts. */
export function TrendCard({ range, metric, grades, onMetric }: Props) {
  const { t } = useTranslation('overview');
  const common = useTranslation('common').t;
  const hourly = range.start === range.end;
  const query = useQuery(read('/api/stats/trend', { params: { query: { start: range.start, end: range.end, interval: hourly ? 'hour' : 'day' } } }));
  const choices = TREND_METRICS.map((value) => ({ value, label: common(`metric.${value}`) }));
  return (
    <Card
      title={t('trend.title')} note={<span className="muted">{t(hourly ? 'trend.byHour' : 'trend.byDay')}</span>}
      extra={<><Freshness meta={query.data?.meta} compact /><Segmented size="small" options={choices} value={metric} onChange={onMetric} aria-label={t('trend.title')} /></>}
    >
      <Loaded query={query} waiting={<Skeleton height={HEIGHT} />}>
        {(answer) => <Body trend={answer.data} metric={metric} hourly={hourly} grades={grades} />}
      </Loaded>
    </Card>
  );
}

function Body({ trend, metric, hourly, grades }: { trend: Trend; metric: TrendMetric; hourly: boolean; grades: OrderGrades }) {
  const { t } = useTranslation('overview');
  const common = useTranslation('common').t;
  const format = useFormat();
  const navigate = useNavigate();
  const rows = useMemo(() => points(trend), [trend]);
  const rate = metric === 'orders' ? 'success_rate' : 'contact_rate';
  const series: Series[] = [
    { name: common(`metric.${metric}`), values: rows.map((row) => row[metric]), format: format.number, tone: 0 },
    {
      name: common(`metric.${rate}`), values: rows.map((row) => (rate === 'success_rate' ? row.success : row.contact)), format: format.rate,
      tone: 2, line: true, right: true,
    },
  ];
  const open = (row: Point | undefined) => {
    if (!row) return;
    const day = row.date.slice(0, 10);
    const when = hourly ? hourOf(day, Number(row.date.slice(11, 13))) : { start: day, end: day };
    void navigate({ href: figureHref(when, metric, grades) });
  };
  const columns: MiniColumn<Point>[] = [
    { key: 'date', title: t('trend.day'), cell: (row) => (hourly ? format.time(row.date) : format.day(row.date)) },
    { key: 'calls', title: common('metric.calls'), num: true, cell: (row) => format.number(row.calls) },
    { key: 'connected', title: common('metric.connected'), num: true, cell: (row) => format.number(row.connected) },
    { key: 'contact', title: common('metric.contact_rate'), num: true, cell: (row) => format.rate(row.contact) },
    { key: 'orders', title: common('metric.orders'), num: true, cell: (row) => format.number(row.orders) },
    { key: 'success', title: common('metric.success_rate'), num: true, cell: (row) => format.rate(row.success) },
  ];
  const label = t('trend.label', { metric: common(`metric.${metric}`), rate: common(`metric.${rate}`) });
  return (
    <Chart
      label={label} names={rows.map((row) => nameOf(row.date, hourly, format))} series={series} left={{ format: format.short, whole: true }} right={{ format: format.percent }}
      height={HEIGHT} onPick={(index) => open(rows[index])}
      table={<MiniTable label={label} columns={columns} rows={rows} rowKey={(row) => row.date} onRow={open} />}
    />
  );
}
