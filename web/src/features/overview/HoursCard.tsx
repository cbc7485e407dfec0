import { useQuery } from '@tanstack/react-query';
import { HEAT_METRICS, type HeatMetric } from './search';
import { Segmented } from 'antd';
import { useTranslation } from 'react-i18next';
import { read, type Schemas } from '@/api/client';
import { Card } from '@/shared/Card';
import type { ChosenRange } from '@/shared/days';
import { useFormat } from '@/shared/format';
import { Freshness } from '@/shared/Freshness';
import { HeatGrid } from '@/shared/HeatGrid';
import { Skeleton } from '@/shared/Skeleton';
import { Loaded } from '@/shared/States';

type Hours = Schemas['Hours'];
const EVERY_HOUR = Array.from({ length: 24 }, (_, hour) => hour);

interface Props {
  range: ChosenRange;
  metric: HeatMetric;
  onMetric: (metric: HeatMetric) => void;
  onPick: (weekday: number, hour: number) => void;
}

/** Per cell what one such day had on average, so that five Mondays and four Tuesdays compare. */
function cells(hours: Hours, metric: HeatMetric): (number | null)[][] {
  const { calls, connected, orders } = hours.matrix;
  return hours.weekday_days.map((days, weekday) =>
    EVERY_HOUR.map((hour) => {
      const made = calls[weekday]?.[hour] ?? 0;
      if (!made || !days) return null;
      if (metric === 'contact_rate') return (connected[weekday]?.[hour] ?? 0) / made;
      return (metric === 'calls' ? made : orders[weekday]?.[hour] ?? 0) / days;
    }));
}

/** From the first to the last hour with calls, at least 9 to 21. */
function span(hours: Hours): [number, number] {
  const busy = EVERY_HOUR.filter((hour) => hours.matrix.calls.some((row) => (row[hour] ?? 0) > 0));
  return [Math.min(9, ...busy), Math.max(20, ...busy) + 1];
}

export function HoursCard({ range, metric, onMetric, onPick }: Props) {
  const { t } = useTranslation('overview');
  const common = useTranslation('common').t;
  const format = useFormat();
  const query = useQuery(read('/api/stats/hours', { params: { query: { start: range.start, end: range.end } } }));
  const show = (value: number | null) => (metric === 'contact_rate' ? format.rate(value) : format.number(value));
  const detail = (hours: Hours) => (weekday: number, hour: number) => {
    const at = (rows: number[][]) => rows[weekday]?.[hour] ?? 0;
    const [calls, connected, orders] = [at(hours.matrix.calls), at(hours.matrix.connected), at(hours.matrix.orders)];
    return t('hours.detail', {
      calls: format.number(calls), connected: format.number(connected), orders: format.number(orders),
      rate: format.rate(calls ? connected / calls : null),
    });
  };
  return (
    <Card
      title={t('hours.title')}
      extra={<><Freshness meta={query.data?.meta} compact /><Segmented size="small" value={metric} onChange={onMetric} options={HEAT_METRICS.map((value) => ({ value, label: common(`metric.${value}`) }))} aria-label={t('hours.title')} /></>}
    >
      <Loaded query={query} waiting={<Skeleton height={268} />}>
        {({ data }) => (
          <HeatGrid
            label={t('hours.label', { metric: common(`metric.${metric}`) })} values={cells(data, metric)} hours={span(data)}
            show={show} detail={detail(data)} onPick={onPick}
          />
        )}
      </Loaded>
    </Card>
  );
}
