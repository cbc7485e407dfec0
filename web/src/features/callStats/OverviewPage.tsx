import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { End } from './search';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { read } from '@/api/client';
import { PageHead } from '@/shared/Card';
import type { RangeSearch } from '@/shared/days';
import { Freshness, RefreshButton } from '@/shared/Freshness';
import { cellOf, type HeatMetric } from '@/shared/hours/heat';
import { RangePicker } from '@/shared/RangePicker';
import { Skeleton } from '@/shared/Skeleton';
import { NoCalls } from '@/shared/NoCalls';
import { Loaded } from '@/shared/States';
import { useRange } from '@/shared/useToday';
import { AgentsCard } from './AgentsCard';
import { ComparedNote } from './ComparedNote';
import { HeatCard } from './HeatCard';
import { MixCards } from './MixCards';
import type { StatMetric } from './model';
import styles from './OverviewPage.module.css';
import { RangeKpis } from './RangeKpis';
import { TrendCard } from './TrendCard';

/** Loaded when a cell is opened. */
const HourDrawer = lazy(() => import('@/shared/hours/HourDrawer'));

export interface CallsOverviewSearch extends RangeSearch {
  metric?: StatMetric;
  heat?: HeatMetric;
  /** Which end of the agents. */
  agents?: End;
  /** The open cell of the heat map. */
  at?: string;
}

interface Props {
  search: CallsOverviewSearch;
  onSearch: (change: CallsOverviewSearch) => void;
}

/** Any stretch of days in depth: its figures against the stretch before, trend, hours, agents, grades and regions. */
export function OverviewPage({ search, onSearch }: Props) {
  const shell = useTranslation('shell').t;
  const range = useRange(search, '7d');
  const query = useQuery({
    ...read('/api/stats/daily', { params: { query: { start: range.start, end: range.end, compare: true } } }),
    placeholderData: keepPreviousData, refetchInterval: 60_000,
  });
  const data = query.data?.data;
  const compared = data?.compared_start && data.compared_end ? { start: data.compared_start, end: data.compared_end } : undefined;
  const cell = cellOf(search.at);
  return (
    <>
      <PageHead title={shell('page.callsOverview')} note={<Freshness meta={query.data?.meta} />}>
        <RangePicker value={range} onChange={({ start, end, range: preset }) => onSearch({ start, end, range: preset })} most={366} />
        <RefreshButton meta={query.data?.meta} />
      </PageHead>
      <div className={styles['stack']}>
        <Loaded query={query} framed waiting={<div className={styles['figures']}><Skeleton height="100%" /></div>}>
          {(answer) => (
            <>
              <ComparedNote days={answer.data} workingDays={answer.data.totals.working_days} />
              <RangeKpis days={answer.data} range={range} />
              {answer.data.totals.calls ? null : <NoCalls unknown={!answer.data.known} />}
            </>
          )}
        </Loaded>
        <div className={styles['wide']}>
          <TrendCard range={range} compared={compared} metric={search.metric ?? 'calls'} onMetric={(metric) => onSearch({ metric })} />
          <HeatCard range={range} metric={search.heat ?? 'calls'} onMetric={(heat) => onSearch({ heat })} onPick={(weekday, hour) => onSearch({ at: `${weekday}-${hour}` })} />
        </div>
        <div className={styles['three']}>
          <AgentsCard range={range} end={search.agents ?? 'top'} onEnd={(agents) => onSearch({ agents })} />
          <MixCards range={range} />
        </div>
      </div>
      <Suspense>{cell ? <HourDrawer range={range} at={cell} onClose={() => onSearch({ at: undefined })} /> : null}</Suspense>
    </>
  );
}
