import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { read } from '@/api/client';
import { PageHead } from '@/shared/Card';
import type { RangeSearch } from '@/shared/days';
import { Freshness, RefreshButton } from '@/shared/Freshness';
import { useCan } from '@/shared/me';
import { RangePicker } from '@/shared/RangePicker';
import { Loading } from '@/shared/States';
import { Tabs } from '@/shared/Tabs';
import { useRange } from '@/shared/useToday';
import { ByWhom } from './ByWhom';
import type { Whom } from './search';
import { FunnelCard } from './FunnelCard';
import { GradeTable } from './GradeTable';
import styles from './Grades.module.css';
import { TrendCard } from './TrendCard';

/** The editor and its controls: loaded with its tab. */
const RulesTab = lazy(() => import('./RulesTab'));

export interface GradesSearch extends RangeSearch {
  tab?: 'rules' | undefined;
  interval?: 'week' | undefined;
  by?: Whom | undefined;
  /** Calls that reached nobody as well. */
  silent?: boolean | undefined;
  sort?: string | undefined;
}

interface Props {
  search: GradesSearch;
  onSearch: (change: GradesSearch) => void;
}

/** What calls came to, and the rules that say so. */
export function GradesPage({ search, onSearch }: Props) {
  const { t } = useTranslation('grades');
  const can = useCan();
  const range = useRange(search, '7d');
  const query = { start: range.start, end: range.end };
  const grades = useQuery(read('/api/stats/grades', { params: { query: { ...query, sort: '-calls', per_page: 100 } } }));
  const rules = search.tab === 'rules' && can('settings:read');
  const figures = (
    <div className={styles['stack']}>
      <div className={styles['two']}>
        <FunnelCard query={grades} range={range} />
        <TrendCard range={range} grades={grades} weekly={search.interval === 'week'} silent={!!search.silent} onSearch={onSearch} />
      </div>
      <GradeTable query={grades} range={range} />
      <ByWhom range={range} grades={grades} by={search.by ?? 'agent'} sort={search.sort ?? '-total'} onSearch={onSearch} />
    </div>
  );
  return (
    <>
      <PageHead title={t('title')} note={rules ? null : <Freshness meta={grades.data?.meta} />}>
        {rules ? null : (
          <>
            <RangePicker value={range} onChange={(chosen) => onSearch({ start: chosen.start, end: chosen.end, range: chosen.range })} />
            <RefreshButton meta={grades.data?.meta} />
          </>
        )}
      </PageHead>
      {can('settings:read') ? (
        <Tabs
          label={t('title')} current={rules ? 'rules' : 'figures'} onChange={(key) => onSearch({ tab: key === 'rules' ? key : undefined })}
          tabs={[{ key: 'figures', label: t('tab.figures') }, { key: 'rules', label: t('tab.rules') }]}
        >
          {rules ? <Suspense fallback={<Loading rows={10} />}><RulesTab /></Suspense> : figures}
        </Tabs>
      ) : figures}
    </>
  );
}
