import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { read, type Schemas } from '@/api/client';
import { Card } from '@/shared/Card';
import type { ChosenRange } from '@/shared/days';
import { useFormat } from '@/shared/format';
import { Freshness } from '@/shared/Freshness';
import { HeatGrid } from '@/shared/HeatGrid';
import { Skeleton } from '@/shared/Skeleton';
import { Loaded } from '@/shared/States';
import { busyHours, heatOf, type HeatMetric, HEAT_METRICS } from './heat';
import { MetricSwitch } from './MetricSwitch';
import styles from './OverviewPage.module.css';

interface Props {
  range: ChosenRange;
  metric: HeatMetric;
  onMetric: (metric: HeatMetric) => void;
  onPick: (weekday: number, hour: number) => void;
}

/** When calls are made and taken: what an hour of such a weekday has on average. */
export function HeatCard({ range, metric, onMetric, onPick }: Props) {
  const { t } = useTranslation('callStats');
  const query = useQuery(read('/api/stats/hours', { params: { query: { start: range.start, end: range.end } } }));
  return (
    <Card
      title={t('overview.hours')}
      extra={<><Freshness meta={query.data?.meta} compact /><MetricSwitch label={t('overview.hours')} metrics={HEAT_METRICS} value={metric} onChange={onMetric} /></>}
    >
      <Loaded query={query} waiting={<Skeleton height={290} />}>
        {({ data }) => (
          <>
            <Heat matrix={data.matrix} days={data.weekday_days} metric={metric} onPick={onPick} />
            <p className={styles['hint']}>{t('overview.hoursHint')}</p>
          </>
        )}
      </Loaded>
    </Card>
  );
}

interface HeatProps {
  matrix: Schemas['HourMatrix'];
  days: number[];
  metric: HeatMetric;
  onPick: (weekday: number, hour: number) => void;
}

/** The grid itself; every cell tells its sums. */
export function Heat({ matrix, days, metric, onPick }: HeatProps) {
  const { t } = useTranslation('callStats');
  const common = useTranslation('common').t;
  const format = useFormat();
  const detail = (weekday: number, hour: number) => {
    const at = (rows: number[][]) => rows[weekday]?.[hour] ?? 0;
    const [calls, connected, orders] = [at(matrix.calls), at(matrix.connected), at(matrix.orders)];
    return t('overview.hoursDetail', {
      calls: format.number(calls), connected: format.number(connected), orders: format.number(orders),
      rate: format.rate(calls ? connected / calls : null),
    });
  };
  return (
    <HeatGrid
      label={t('overview.hoursLabel', { metric: common(`metric.${metric}`) })} values={heatOf(matrix, days, metric)} hours={busyHours(matrix)}
      show={(value) => (metric === 'contact_rate' ? format.rate(value) : format.number(value))} detail={detail} onPick={onPick}
    />
  );
}
