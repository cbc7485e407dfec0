import { DownloadOutlined } from '@ant-design/icons';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Button, Tag } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { nextCursor, read } from '@/api/client';
import { PageHead } from '@/shared/Card';
import { isDay, lastDayOf, today } from '@/shared/days';
import { useFormat } from '@/shared/format';
import { Freshness, RefreshButton } from '@/shared/Freshness';
import { useCan } from '@/shared/me';
import { NoCallsText } from '@/shared/NoCalls';
import { RangePicker } from '@/shared/RangePicker';
import { SavedViews } from '@/shared/SavedViews';
import { DataTable } from '@/shared/table/DataTable';
import { useKeyset } from '@/shared/table/useKeyset';
import { useNarrow } from '@/shared/useNarrow';
import { useToday } from '@/shared/useToday';
import { CallDrawer } from './CallDrawer';
import { CallFilters } from './CallFilters';
import styles from './Calls.module.css';
import { CallCard, useCallColumns } from './columns';
import { useFlow } from './useFlow';
import { activeFilters, apiQuery, callsSearch, type CallsSearch, FILTERS, type Sort } from './search';

interface Props {
  search: CallsSearch;
  onSearch: (change: CallsSearch, keep?: boolean) => void;
}

const ExportDialog = lazy(() => import('./ExportDialog'));
const FIRST_PAGE = { cursor: undefined, page: undefined };

/** The call records: every figure of the other pages ends here. */
export function CallsPage({ search, onSearch }: Props) {
  const { t } = useTranslation('calls');
  const format = useFormat();
  const can = useCan();
  const columns = useCallColumns();
  const [exporting, setExporting] = useState(false);
  useToday();
  const { filters, cursor, per_page, preset, tooLong } = apiQuery(search);
  const isNarrow = useNarrow();
  const flowing = !!search.flow && !isNarrow;
  const list = useQuery({ ...read('/api/calls', { params: { query: { ...filters, per_page, ...(cursor ? { cursor } : {}) } } }), placeholderData: keepPreviousData, enabled: !flowing });
  const flow = useFlow(filters, flowing, () => onSearch({ flow: undefined }));
  const { sort: _sort, ...counted } = filters;
  const count = useQuery({ ...read('/api/calls/count', { params: { query: counted } }), placeholderData: keepPreviousData }).data?.data;
  const narrow = (change: CallsSearch) => onSearch({ ...change, ...FIRST_PAGE });
  const pager = useKeyset({
    key: JSON.stringify([filters, per_page]), page: search.page ?? 1, cursor, next: nextCursor(list.data?.pagination), error: list.error,
    onGo: (to) => onSearch(to, true), onLost: () => onSearch(FIRST_PAGE),
  });
  const meta = (flowing ? flow.meta : list.data?.meta) ?? undefined;
  const byHour = !isDay(filters.start) || !isDay(filters.end);
  const whole = search.cursor === undefined && list.data && !list.isPlaceholderData && nextCursor(list.data.pagination) === undefined ? list.data.data.length : undefined;
  const what = whole !== undefined ? t('exactly', { calls: format.number(whole) }) : count && (count.exact || !byHour) ? t(count.exact ? 'exactly' : 'about', { calls: format.number(count.count) }) : '';
  const clear = () => narrow(Object.fromEntries(FILTERS.map((name) => [name, undefined])) as CallsSearch);
  const { open: _open, cursor: _cursor, page: _page, ...kept } = search;
  return (
    <>
      <PageHead title={t('title')} note={<Freshness meta={meta} />}>
        {byHour ? (
          <Tag closable aria-label={t('filter.anyTime')} onClose={() => narrow({ start: today(new Date(filters.start)), end: lastDayOf(filters.end) })}>
            {t('filter.hours', { from: format.moment(filters.start), to: format.time(filters.end) })}
          </Tag>
        ) : null}
        <RangePicker
          value={{ start: today(new Date(filters.start)), end: lastDayOf(filters.end), preset }} most={1098}
          onChange={({ start, end, range }) => narrow({ start, end, range })}
        />
        {can('call:export') ? <Button icon={<DownloadOutlined />} onClick={() => setExporting(true)}>{t('export.title')}</Button> : null}
        <RefreshButton meta={meta} />
      </PageHead>
      <div className={styles['stack']}>
        <CallFilters search={search} days={filters} onSearch={narrow} />
        {tooLong ? <p className="muted" role="status">{t('sortLimit')}</p> : null}
        <DataTable
          id="calls" label={t('label')} columns={columns} rows={flowing ? flow.rows : list.data?.data} rowKey={(call) => String(call.id)}
          busy={!flowing && list.isPlaceholderData} error={flowing ? flow.error : list.error} retry={flowing ? flow.retry : () => void list.refetch()}
          sort={filters.sort} onSort={(sort) => narrow({ sort: sort as Sort })} csvName={t('title')}
          card={(call) => <CallCard call={call} />} onRow={(call) => onSearch({ open: String(call.id) })} current={search.open}
          pager={flowing ? flow.pager : { ...pager, perPage: per_page, onPerPage: (size) => narrow({ per_page: size }), onFlow: isNarrow ? undefined : () => narrow({ flow: true }) }}
          empty={activeFilters(search) ? undefined : <NoCallsText />} onClearFilters={activeFilters(search) ? clear : undefined}
          tools={
            <>
              <SavedViews page="calls" query={kept} onApply={(query) => onSearch({ ...clearOf(search), ...callsSearch(query) }, true)} />
              <span className="muted">{what}</span>
            </>
          }
        />
      </div>
      {search.open ? <CallDrawer id={search.open} onClose={() => onSearch({ open: undefined })} /> : null}
      <Suspense>{exporting ? <ExportDialog filters={filters} what={what} calls={whole ?? count?.count} onClose={() => setExporting(false)} /> : null}</Suspense>
    </>
  );
}

const clearOf = (search: CallsSearch): CallsSearch => Object.fromEntries(Object.keys(search).map((name) => [name, undefined])) as CallsSearch;
