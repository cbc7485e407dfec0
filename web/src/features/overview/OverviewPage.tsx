import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { read } from '@/api/client';
import { PageHead } from '@/shared/Card';
import type { RangeSearch } from '@/shared/days';
import { Freshness, RefreshButton } from '@/shared/Freshness';
import { cellOf, type HeatMetric } from '@/shared/hours/heat';
import { RangePicker } from '@/shared/RangePicker';
import { Skeleton } from '@/shared/Skeleton';
import { Loaded } from '@/shared/States';
import { AgentsCard } from './AgentsCard';
import { Attention } from './Attention';
import { GradesCard } from './GradesCard';
import { HoursCard } from './HoursCard';
import styles from './OverviewPage.module.css';
import { PeriodCard } from './PeriodCard';
import type { TrendMetric } from './search';
import { TrendCard } from './TrendCard';
import { useOrderGrades } from '@/shared/orderGrades';
import { useRange } from '@/shared/useToday';

export interface OverviewSearch extends RangeSearch {
  trend?: TrendMetric;
  heat?: HeatMetric;
  /** A cell of the heat map that is open: "2-14" is Wednesday at 14. */
  at?: string;
}

interface Props {
  search: OverviewSearch;
  onSearch: (change: OverviewSearch) => void;
}

const PERIOD_PX = 496;

/** Loaded when a cell is opened. */
const HourDrawer = lazy(() => import('@/shared/hours/HourDrawer'));

/** Today, yesterday and the month; and any range as trend, hours, agents and grades. */
export function OverviewPage({ search, onSearch }: Props) {
  const { t } = useTranslation('overview');
  const overview = useQuery({ ...read('/api/stats/overview'), refetchInterval: 60_000 });
  const grades = useOrderGrades();
  const range = useRange(search, '7d');
  const cell = cellOf(search.at);
  return (
    <>
      <PageHead title={t('title')} note={<Freshness meta={overview.data?.meta} />}>
        <RefreshButton meta={overview.data?.meta} />
      </PageHead>
      <div className={styles['stack']}>
        <Attention overview={overview.data?.data} meta={overview.data?.meta} />
        <Loaded query={overview} framed waiting={<div className={styles['periods']}><Skeleton height={PERIOD_PX} /><Skeleton height={PERIOD_PX} /><Skeleton height={PERIOD_PX} /></div>}>
          {({ data }) => (
            <div className={styles['periods']}>
              <PeriodCard name="today" period={data.today} grades={grades} />
              <PeriodCard name="yesterday" period={data.yesterday} grades={grades} />
              <PeriodCard name="month" period={data.month} grades={grades} />
            </div>
          )}
        </Loaded>
        <div className={styles['range']}>
          <RangePicker value={range} onChange={({ start, end, range: preset }) => onSearch({ start, end, range: preset })} most={366} />
        </div>
        <div className={styles['wide']}>
          <TrendCard range={range} metric={search.trend ?? 'calls'} grades={grades} onMetric={(trend) => onSearch({ trend })} />
          <HoursCard range={range} metric={search.heat ?? 'calls'} onMetric={(heat) => onSearch({ heat })} onPick={(weekday, hour) => onSearch({ at: `${weekday}-${hour}` })} />
        </div>
        <div className={styles['wide']}>
          <AgentsCard range={range} />
          <GradesCard range={range} />
        </div>
      </div>
      <Suspense>{cell ? <HourDrawer range={range} at={cell} onClose={() => onSearch({ at: undefined })} /> : null}</Suspense>
    </>
  );
}
