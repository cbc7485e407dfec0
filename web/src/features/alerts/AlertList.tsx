import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Button, Checkbox, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { countedPages, read } from '@/api/client';
import { serverTime } from '@/api/clock';
import { FilterBar } from '@/shared/FilterBar';
import { useFormat } from '@/shared/format';
import { useListed } from '@/shared/listed';
import { usePace } from '@/shared/live';
import { useCan } from '@/shared/me';
import { Pill } from '@/shared/Pill';
import { SEVERITIES, SeverityPill } from '@/shared/severity';
import { DataTable } from '@/shared/table/DataTable';
import type { Column } from '@/shared/table/types';
import { AckDialog } from './AckDialog';
import styles from './Alerts.module.css';
import { type Alert, asked, narrowing, NO_FILTERS, type PageProps, PER_PAGE } from './search';

export const secondsOf = (alert: Alert): number => ((alert.resolved_at ? Date.parse(alert.resolved_at) : serverTime()) - Date.parse(alert.opened_at)) / 1000;

export function SeenPill({ alert }: { alert: Alert }) {
  const { t } = useTranslation('alerts');
  if (alert.state === 'resolved') return <Pill tone="green">{t('state.resolved')}</Pill>;
  return alert.acknowledged_at ? <Pill tone="blue">{t('filter.yes')}</Pill> : <Pill tone="amber">{t('unseen')}</Pill>;
}

function useColumns(pick: Column<Alert> | undefined): Column<Alert>[] {
  const { t } = useTranslation('alerts');
  const format = useFormat();
  return [
    ...(pick ? [pick] : []),
    { key: 'severity', title: t('column.severity'), always: true, cell: (one) => <SeverityPill severity={one.severity} />, csv: (one) => t(`severity.${one.severity}`) },
    { key: 'title', title: t('column.title'), always: true, cell: (one) => <strong className={styles['name']}>{one.title}</strong>, csv: (one) => one.title },
    { key: 'summary', title: t('column.summary'), always: true, cell: (one) => <span className={styles['summary']} title={one.summary}>{one.summary}</span>, csv: (one) => one.summary },
    { key: 'source', title: t('column.source'), optional: true, cell: (one) => one.source ?? '—', csv: (one) => one.source },
    { key: 'opened', title: t('column.opened'), cell: (one) => format.moment(one.opened_at), csv: (one) => one.opened_at },
    { key: 'lasted', title: t('column.lasted'), num: true, cell: (one) => format.duration(secondsOf(one)), csv: secondsOf },
    { key: 'state', title: t('column.state'), cell: (one) => <SeenPill alert={one} />, csv: (one) => t(`state.${one.state}`) },
    { key: 'acknowledged', title: t('column.acknowledged'), optional: true, cell: (one) => one.acknowledged_by ?? '—', csv: (one) => one.acknowledged_by },
    { key: 'note', title: t('column.note'), optional: true, cell: (one) => one.note ?? '—', csv: (one) => one.note },
  ];
}

/** The alerts that are open, or all there were; those chosen are acknowledged together. */
export function AlertList({ search, onSearch }: PageProps) {
  const { t } = useTranslation('alerts');
  const format = useFormat();
  const can = useCan();
  const pace = usePace();
  const [chosen, setChosen] = useState<ReadonlySet<number>>(new Set());
  const [asking, setAsking] = useState(false);
  const alerts = useQuery({ ...read('/api/alerts', { params: { query: asked(search) } }), placeholderData: keepPreviousData, refetchInterval: pace(15_000) });
  const rows = alerts.data?.data;
  const pages = countedPages(alerts.data?.pagination);
  const waiting = (rows ?? []).filter((one) => one.state === 'open' && !one.acknowledged_at);
  const ids = waiting.filter((one) => chosen.has(one.id)).map((one) => one.id);
  const choose = (wanted: Alert[], on: boolean) => setChosen((before) => new Set(on ? [...before, ...wanted.map((one) => one.id)] : [...before].filter((id) => !wanted.some((one) => one.id === id))));
  const pick: Column<Alert> = {
    key: 'pick', name: t('pick'), always: true, width: 44,
    title: <Checkbox aria-label={t('pickAll')} disabled={!waiting.length} checked={!!waiting.length && ids.length === waiting.length} indeterminate={!!ids.length && ids.length < waiting.length} onChange={(event) => choose(waiting, event.target.checked)} />,
    cell: (one) => one.state === 'open' && !one.acknowledged_at ? (
      <span role="presentation" onClick={(event) => event.stopPropagation()}><Checkbox aria-label={`${t('pick')} ${one.id}`} checked={chosen.has(one.id)} onChange={(event) => choose([one], event.target.checked)} /></span>
    ) : null,
  };
  const columns = useColumns(can('alert:manage') && waiting.length ? pick : undefined);
  const narrowed = narrowing(search) > 0;
  return (
    <>
      <DataTable
        id="alerts" label={t('title')} columns={columns} rows={rows} rowKey={(one) => String(one.id)} csvName={t('title')} busy={alerts.isPlaceholderData}
        error={alerts.error} retry={() => void alerts.refetch()} current={search.alert === undefined ? undefined : String(search.alert)} onRow={(one) => onSearch({ alert: one.id })}
        empty={narrowed ? undefined : t(search.tab === 'history' ? 'noHistory' : 'none')} onClearFilters={narrowed ? () => onSearch(NO_FILTERS) : undefined}
        tools={
          <>
            <Filters search={search} onSearch={onSearch} />
            {can('alert:manage') && ids.length ? <Button type="primary" onClick={() => setAsking(true)}>{t('ackMany', { count: ids.length })}</Button> : null}
          </>
        }
        card={(one) => (
          <span className={styles['card']}>
            <span className="spread"><strong>{one.title}</strong><SeverityPill severity={one.severity} /></span>
            <span>{one.summary}</span>
            <span className="spread muted"><span>{format.moment(one.opened_at)} · {format.duration(secondsOf(one))}</span><SeenPill alert={one} /></span>
          </span>
        )}
        {...(pages ? { pager: { kind: 'pages' as const, page: pages.page, pages: pages.pages, total: pages.total, perPage: PER_PAGE, onPage: (page: number) => onSearch({ page }) } } : {})}
      />
      {asking ? <AckDialog ids={ids} onClose={(done) => { setAsking(false); if (done) setChosen(new Set()); }} /> : null}
    </>
  );
}

function Filters({ search, onSearch }: PageProps) {
  const { t } = useTranslation('alerts');
  const rules = useQuery({ ...read('/api/alert-rules'), staleTime: 60_000 });
  const listed = useListed(rules);
  return (
    <FilterBar active={narrowing(search)} onClear={() => onSearch(NO_FILTERS)}>
      <Select
        allowClear aria-label={t('filter.severity')} placeholder={t('filter.severity')} style={{ width: 110 }} value={search.severity ?? null}
        onChange={(severity) => onSearch({ severity: severity ?? undefined, page: undefined })} options={SEVERITIES.map((value) => ({ value, label: t(`severity.${value}`) }))}
      />
      <Select
        allowClear aria-label={t('filter.rule')} placeholder={t('filter.rule')} style={{ width: 170 }} value={search.rule ?? null} popupMatchSelectWidth={false}
        onChange={(rule) => onSearch({ rule: rule ?? undefined, page: undefined })} options={(rules.data?.data ?? []).map((rule) => ({ value: rule.name, label: rule.title }))} {...listed}
      />
      <Select
        allowClear aria-label={t('filter.acknowledged')} placeholder={t('filter.acknowledged')} style={{ width: 130 }} value={search.seen ?? null}
        onChange={(seen) => onSearch({ seen: seen ?? undefined, page: undefined })} options={[{ value: '0' as const, label: t('filter.no') }, { value: '1' as const, label: t('filter.yes') }]}
      />
    </FilterBar>
  );
}
