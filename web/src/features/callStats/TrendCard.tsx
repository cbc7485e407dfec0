import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { read } from '@/api/client';
import { Card } from '@/shared/Card';
import { type ChosenRange, eachDay, hourOf } from '@/shared/days';
import { useFormat } from '@/shared/format';
import { Freshness } from '@/shared/Freshness';
import { figureHref } from '@/shared/links';
import { useOrderGrades } from '@/shared/orderGrades';
import { Skeleton } from '@/shared/Skeleton';
import { Loaded } from '@/shared/States';
import { MetricSwitch } from './MetricSwitch';
import { METRICS, type StatMetric } from './model';
import { pointsOf, type Trend, TrendChart } from './TrendChart';

interface Props {
  range: ChosenRange;
  compared: { start: string; end: string } | undefined;
  metric: StatMetric;
  onMetric: (metric: StatMetric) => void;
}

const HEIGHT = 290;

/** A figure by day, or by hour of one day, over the same of the period before. A column opens the calls that it counts. */
export function TrendCard({ range, compared, metric, onMetric }: Props) {
  const { t } = useTranslation('callStats');
  const common = useTranslation('common').t;
  const format = useFormat();
  const navigate = useNavigate();
  const grades = useOrderGrades();
  const hourly = range.start === range.end;
  const interval = hourly ? 'hour' : 'day';
  const now = useQuery(read('/api/stats/trend', { params: { query: { start: range.start, end: range.end, interval } } }));
  const before = useQuery({
    ...read('/api/stats/trend', { params: { query: { start: compared?.start ?? range.start, end: compared?.end ?? range.end, interval } } }),
    enabled: !!compared,
  });
  const choices = METRICS.filter((one) => !hourly || one !== 'agents');
  const shown = choices.includes(metric) ? metric : 'calls';
  const rows = useMemo(() => (now.data ? pointsOf(now.data.data, shown) : []), [now.data, shown]);
  const earlier = useMemo(() => (compared && before.data ? pointsOf(before.data.data as Trend, shown) : undefined), [compared, before.data, shown]);
  const names = useMemo(
    () => (hourly ? rows.map((row) => format.time(row.date)) : eachDay(range).map(format.dayShort)),
    [hourly, rows, range, format],
  );
  const open = (index: number) => {
    const date = rows[index]?.date;
    if (!date) return;
    const day = date.slice(0, 10);
    const when = hourly ? hourOf(day, Number(date.slice(11, 13))) : { start: day, end: day };
    void navigate({ href: shown === 'agents' ? `/agents?start=${day}&end=${day}` : figureHref(when, shown, grades) });
  };
  return (
    <Card
      title={t('overview.trend')} note={<span className="muted">{t(hourly ? 'overview.byHour' : 'overview.byDay')}</span>}
      extra={<><Freshness meta={now.data?.meta} compact /><MetricSwitch label={t('overview.trend')} metrics={choices} value={shown} onChange={onMetric} /></>}
    >
      <Loaded query={now} waiting={<Skeleton height={HEIGHT} />}>
        {() => (
          <TrendChart
            label={t('overview.trendLabel', { metric: common(`metric.${shown}`) })} metric={shown} names={names} rows={rows}
            earlier={earlier} height={HEIGHT} onPick={open}
          />
        )}
      </Loaded>
    </Card>
  );
}
