import { DownloadOutlined } from '@ant-design/icons';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { App, Button, Dropdown } from 'antd';
import { useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError, read } from '@/api/client';
import { PageHead } from '@/shared/Card';
import type { RangeSearch } from '@/shared/days';
import { download } from '@/shared/download';
import { useFormat } from '@/shared/format';
import { Freshness, RefreshButton } from '@/shared/Freshness';
import { callsHref } from '@/shared/links';
import { useOrderGrades } from '@/shared/orderGrades';
import { Pill } from '@/shared/Pill';
import { RangePicker } from '@/shared/RangePicker';
import { DataTable } from '@/shared/table/DataTable';
import { useWrite } from '@/shared/useWrite';
import { useRange } from '@/shared/useToday';
import styles from './DailyPage.module.css';
import { dayColumns, shownOf, sortedDays, TONES } from './dayColumns';
import type { DayByDay, DayRow } from './model';

export interface DailySearch extends RangeSearch {
  sort?: string;
}

interface Props {
  search: DailySearch;
  onSearch: (change: DailySearch) => void;
}

/** Day by day with every figure, what they come to, and how much of each day is known. */
export function DailyPage({ search, onSearch }: Props) {
  const { t } = useTranslation('callStats');
  const common = useTranslation('common').t;
  const shell = useTranslation('shell').t;
  const format = useFormat();
  const navigate = useNavigate();
  const grades = useOrderGrades();
  const range = useRange(search, '30d');
  const query = useQuery({
    ...read('/api/stats/daily', { params: { query: { start: range.start, end: range.end } } }),
    placeholderData: keepPreviousData, refetchInterval: 60_000,
  });
  const days = query.data?.data;
  const sort = search.sort ?? '-date';
  const rows = useMemo(() => (days ? sortedDays(days.rows, sort) : undefined), [days, sort]);
  const columns = useMemo(() => dayColumns(days, { t, common, format, grades }), [days, t, common, format, grades]);
  return (
    <>
      <PageHead title={shell('page.daily')} note={<Freshness meta={query.data?.meta} />}>
        <RangePicker value={range} onChange={({ start, end, range: preset }) => onSearch({ start, end, range: preset })} most={366} />
        <ExportButton start={range.start} end={range.end} count={days?.rows.length ?? 0} />
        <RefreshButton meta={query.data?.meta} />
      </PageHead>
      <DataTable
        id="daily" label={t('daily.label')} columns={columns} rows={rows} rowKey={(row) => row.date} busy={query.isPlaceholderData}
        error={query.error} retry={() => void query.refetch()} sort={sort} onSort={(next) => onSearch({ sort: next })}
        onRow={(row) => void navigate({ href: callsHref({ start: row.date, end: row.date }) })}
        card={(row) => <DayCard row={row} />} tools={days ? <Averages totals={days.totals} /> : null} empty={t('daily.empty')}
      />
    </>
  );
}

function Averages({ totals }: { totals: DayByDay['totals'] }) {
  const { t } = useTranslation('callStats');
  const format = useFormat();
  if (!totals.working_days) return null;
  return (
    <span className="muted">
      {t('workingDays', { count: totals.working_days })} · {t('daily.average', {
        calls: format.number(totals.calls_per_day), connected: format.number(totals.connected_per_day), orders: format.number(totals.orders_per_day),
      })}
    </span>
  );
}

function DayCard({ row }: { row: DayRow }) {
  const { t } = useTranslation();
  const format = useFormat();
  const facts = (['calls', 'connected', 'contact_rate', 'orders', 'success_rate', 'agents'] as const).map((metric) => [t(`metric.${metric}`), shownOf(row, metric, format)]);
  return (
    <span className={styles['card']}>
      <strong>{format.day(row.date)}</strong>
      <Pill tone={TONES[row.state]} dot>{t(`dayState.${row.state}`)}</Pill>
      <span className={styles['facts']}>{facts.map(([name, value]) => <span key={name}>{name} <b>{value}</b></span>)}</span>
    </span>
  );
}

function ExportButton({ start, end, count }: { start: string; end: string; count: number }) {
  const { t } = useTranslation('callStats');
  const common = useTranslation('common').t;
  const { message } = App.useApp();
  const work = useWrite({
    mutationFn: (format: string) => download('/api/stats/daily/export', { start, end, format }, `daily.${format}`),
    onSuccess: (name) => void message.success(t('daily.exported', { count, name })),
    onError: (error) => {
      const refused = error instanceof ApiError ? error : undefined;
      void message.error([refused?.message || common('states.failed'), refused?.traceId && common('states.trace', { id: refused.traceId })].filter(Boolean).join(' · '), 6);
    },
  });
  const button = useRef<HTMLButtonElement>(null);
  /** Esc leaves the focus in the menu that fades away. */
  const back = (open: boolean) => void (open || requestAnimationFrame(() => button.current?.focus()));
  const items = [{ key: 'xlsx', label: t('daily.asXlsx') }, { key: 'csv', label: t('daily.asCsv') }];
  return (
    <Dropdown menu={{ items, onClick: ({ key }) => work.mutate(key) }} trigger={['click']} autoFocus onOpenChange={back} disabled={!count}>
      <Button ref={button} icon={<DownloadOutlined />} loading={work.isPending}>{t('daily.export')}</Button>
    </Dropdown>
  );
}
