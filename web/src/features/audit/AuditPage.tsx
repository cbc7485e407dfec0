import { DownloadOutlined } from '@ant-design/icons';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { address, read, type Schemas } from '@/api/client';
import { PageHead } from '@/shared/Card';
import { useFormat } from '@/shared/format';
import { Pill } from '@/shared/Pill';
import { RangePicker } from '@/shared/RangePicker';
import { DataTable } from '@/shared/table/DataTable';
import type { Column } from '@/shared/table/types';
import { useRange } from '@/shared/useToday';
import { AuditDrawer } from './AuditDrawer';
import { AuditFilters } from './AuditFilters';
import styles from './AuditPage.module.css';
import { type AuditSearch, type Change, narrowing, NO_FILTERS } from './search';

type Entry = Schemas['AuditEntryShape'];
const PER_PAGE = 50;

/** The cursors of the pages that were walked through; another list begins at its first page. */
function useCursors(list: string) {
  const [walked, setWalked] = useState<{ list: string; cursors: string[] }>({ list, cursors: [] });
  const cursors = walked.list === list ? walked.cursors : [];
  const go = (next: string[]) => setWalked({ list, cursors: next });
  return {
    cursor: cursors.at(-1),
    page: cursors.length + 1,
    next: (cursor: string) => go([...cursors, cursor]),
    previous: () => go(cursors.slice(0, -1)),
    first: () => go([]),
  };
}

function useColumns(): Column<Entry>[] {
  const { t } = useTranslation('audit');
  const format = useFormat();
  return [
    { key: 'at', title: t('at'), cell: (row) => format.moment(row.at), csv: (row) => row.at, width: 150, always: true },
    { key: 'actor', title: t('actor'), cell: (row) => row.actor, csv: (row) => row.actor, width: 150 },
    { key: 'action', title: t('action'), cell: (row) => <code>{row.action}</code>, csv: (row) => row.action, width: 190 },
    { key: 'subject', title: t('subject'), cell: (row) => <span className={styles['subject']}>{row.subject}</span>, csv: (row) => row.subject },
    { key: 'result', title: t('result'), cell: (row) => <Pill tone={row.result === 'ok' ? 'green' : 'red'} dot>{t(row.result === 'ok' ? 'ok' : 'refused')}</Pill>, csv: (row) => row.result, width: 96 },
    { key: 'address', title: t('address'), cell: (row) => row.address || '—', csv: (row) => row.address, width: 130 },
    { key: 'id', title: t('number'), cell: (row) => format.number(row.id), csv: (row) => row.id, num: true, width: 90 },
    { key: 'trace', title: t('trace'), cell: (row) => <code>{row.trace_id}</code>, csv: (row) => row.trace_id, optional: true },
  ];
}

/** Who did what, when, from where. */
export function AuditPage({ search, onSearch }: { search: AuditSearch; onSearch: Change }) {
  const { t } = useTranslation('audit');
  const format = useFormat();
  const columns = useColumns();
  const range = useRange(search, '7d');
  const { q, actor, action, subject, result, trace } = search;
  const filter = { from: range.start, to: range.end, q, actor, action, subject, result, trace_id: trace };
  const cursors = useCursors(JSON.stringify(filter));
  const query = useQuery({
    ...read('/api/audit', { params: { query: { ...filter, per_page: PER_PAGE, cursor: cursors.cursor } } }),
    placeholderData: keepPreviousData,
  });
  const next = query.data && 'next_cursor' in query.data.pagination ? query.data.pagination.next_cursor : null;
  return (
    <>
      <PageHead title={t('title')}>
        <RangePicker value={range} onChange={({ start, end, range: preset }) => onSearch({ start, end, range: preset })} />
        <Button icon={<DownloadOutlined />} href={address('/api/audit/export', filter)} download data-tip={t('exportHint')}>{t('export')}</Button>
      </PageHead>
      <p className={styles['intro']}>{t('intro')}</p>
      <DataTable
        id="audit" label={t('label')} columns={columns} rows={query.data?.data} rowKey={(row) => String(row.id)}
        busy={query.isPlaceholderData} error={query.error} retry={() => void query.refetch()}
        tools={<AuditFilters search={search} onSearch={onSearch} />} csvName="audit"
        onRow={(row) => onSearch({ open: row.id })} current={search.open ? String(search.open) : undefined}
        empty={narrowing(search) ? undefined : t('empty')}
        onClearFilters={narrowing(search) ? () => onSearch(NO_FILTERS) : undefined}
        card={(row) => (
          <>
            <span className="spread"><strong>{row.actor}</strong><span className="muted">{format.moment(row.at)}</span></span>
            <span className="spread"><code>{row.action}</code><Pill tone={row.result === 'ok' ? 'green' : 'red'}>{t(row.result === 'ok' ? 'ok' : 'refused')}</Pill></span>
            <span className="muted">{row.subject}</span>
          </>
        )}
        pager={{
          kind: 'keyset', page: cursors.page, perPage: PER_PAGE, hasNext: !!next, onNext: () => next && cursors.next(next),
          ...(cursors.page > 1 ? { onPrevious: cursors.previous, onFirst: cursors.first } : {}),
        }}
      />
      {search.open ? <AuditDrawer id={search.open} last={cursors.page === 1 ? query.data?.data[0]?.id : undefined} onSearch={onSearch} /> : null}
    </>
  );
}
