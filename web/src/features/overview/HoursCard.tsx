import { useQuery } from '@tanstack/react-query';
import { Segmented } from 'antd';
import { useTranslation } from 'react-i18next';
import { read } from '@/api/client';
import { Card } from '@/shared/Card';
import type { ChosenRange } from '@/shared/days';
import { Freshness } from '@/shared/Freshness';
import { Heat } from '@/shared/hours/Heat';
import { HEAT_METRICS, type HeatMetric } from '@/shared/hours/heat';
import { Skeleton } from '@/shared/Skeleton';
import { Loaded } from '@/shared/States';

interface Props {
  range: ChosenRange;
  metric: HeatMetric;
  onMetric: (metric: HeatMetric) => void;
  onPick: (weekday: number, hour: number) => void;
}

/** When calls are made and taken, over the range. */
export function HoursCard({ range, metric, onMetric, onPick }: Props) {
  const { t } = useTranslation();
  const query = useQuery(read('/api/stats/hours', { params: { query: { start: range.start, end: range.end } } }));
  return (
    <Card
      title={t('hours.title')}
      extra={<><Freshness meta={query.data?.meta} compact /><Segmented size="small" value={metric} onChange={onMetric} options={HEAT_METRICS.map((value) => ({ value, label: t(`metric.${value}`) }))} aria-label={t('hours.title')} /></>}
    >
      <Loaded query={query} waiting={<Skeleton height={268} />}>
        {({ data }) => <Heat matrix={data.matrix} days={data.weekday_days} metric={metric} onPick={onPick} />}
      </Loaded>
    </Card>
  );
}
