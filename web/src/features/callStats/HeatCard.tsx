import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { read } from '@/api/client';
import { Card } from '@/shared/Card';
import type { ChosenRange } from '@/shared/days';
import { Freshness } from '@/shared/Freshness';
import { Heat } from '@/shared/hours/Heat';
import { HEAT_METRICS, type HeatMetric } from '@/shared/hours/heat';
import { Skeleton } from '@/shared/Skeleton';
import { Loaded } from '@/shared/States';
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
  const common = useTranslation('common').t;
  const query = useQuery(read('/api/stats/hours', { params: { query: { start: range.start, end: range.end } } }));
  return (
    <Card
      title={common('hours.title')}
      extra={<><Freshness meta={query.data?.meta} compact /><MetricSwitch label={common('hours.title')} metrics={HEAT_METRICS} value={metric} onChange={onMetric} /></>}
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
