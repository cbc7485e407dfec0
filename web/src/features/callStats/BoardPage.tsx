import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Input, InputNumber } from 'antd';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { type BoardKind, boardOf, type BoardQuery, idOf } from '@/shared/boards';
import { PageHead } from '@/shared/Card';
import type { RangeSearch } from '@/shared/days';
import { useFormat } from '@/shared/format';
import { Freshness, RefreshButton } from '@/shared/Freshness';
import { callsHref } from '@/shared/links';
import { useOrderGrades } from '@/shared/orderGrades';
import { RangePicker } from '@/shared/RangePicker';
import { NoCallsText } from '@/shared/NoCalls';
import { Pill } from '@/shared/Pill';
import { DataTable } from '@/shared/table/DataTable';
import { useRange } from '@/shared/useToday';
import { useClear } from '@/shared/useClear';
import { AgentDrawer } from './AgentDrawer';
import { boardColumns, type BoardRow, nameOf } from './boardColumns';
import type { Sort } from './search';
import styles from './BoardPage.module.css';
import { ComparedNote } from './ComparedNote';
import { opened } from './opened';
import { TaskDrawer } from './TaskDrawer';


export interface BoardSearch extends RangeSearch {
  sort?: Sort;
  page?: number;
  /** Only those with at least so many calls. */
  min?: number;
  /** Only those that are called so. */
  q?: string;
  /** The open drawer: "guanke/3008". */
  open?: string;
}

interface Props {
  kind: BoardKind;
  search: BoardSearch;
  onSearch: (change: BoardSearch) => void;
}

const PER_PAGE = 50;

function useBoard(kind: BoardKind, query: BoardQuery, words: string) {
  const board = useQuery({ ...boardOf(kind, query, words), placeholderData: keepPreviousData });
  const rows = useMemo(
    () => board.data?.data.map((row): BoardRow => ({ ...row, id: idOf(row), excluded: 'excluded' in row && row.excluded })),
    [board.data],
  );
  return { query: board, rows };
}

/** Agents or tasks of any stretch of days, ranked by any figure, against the stretch before. */
export function BoardPage({ kind, search, onSearch }: Props) {
  const { t } = useTranslation('callStats');
  const common = useTranslation('common').t;
  const clear = useClear();
  const shell = useTranslation('shell').t;
  const format = useFormat();
  const navigate = useNavigate();
  const grades = useOrderGrades();
  const range = useRange(search, '7d');
  const [sort, page, min, q] = [search.sort ?? '-orders', search.page ?? 1, search.min ?? 0, search.q ?? ''];
  const { query, rows } = useBoard(kind, { start: range.start, end: range.end, sort, page, per_page: PER_PAGE, compare: true, min_calls: min }, q);
  const { meta, pagination } = query.data ?? {};
  const when = range.preset ? { range: range.preset } : { start: range.start, end: range.end };
  const mixed = new Set(rows?.map((row) => row.source)).size > 1;
  const board = { kind, when, totals: meta?.totals, earlier: meta?.previous_totals, mixed };
  const columns = boardColumns(board, { t, common, format, grades });
  const isAgents = kind === 'agent';
  const open = (row: BoardRow) => {
    if (row.id) onSearch({ open: `${row.source}/${row.id}` });
    else void navigate({ href: callsHref({ ...when, source: [row.source], [kind]: [''] }) });
  };
  const shown = opened(search.open);
  const close = () => onSearch({ open: undefined });
  return (
    <>
      <PageHead title={shell(isAgents ? 'page.agents' : 'page.tasks')} note={<Freshness meta={meta} />}>
        <RangePicker value={range} onChange={({ start, end, range: chosen }) => onSearch({ start, end, range: chosen, page: undefined })} most={366} />
        <RefreshButton meta={meta} />
      </PageHead>
      <div className={styles['compared']}><ComparedNote days={meta} /></div>
      <DataTable
        id={`${kind}s`} label={t(isAgents ? 'agents.label' : 'tasks.label')} columns={columns} rows={rows} rowKey={(row) => `${row.source}/${row.id ?? ''}`}
        busy={query.isPlaceholderData} error={query.error} retry={() => void query.refetch()} sort={sort}
        onSort={(next) => onSearch({ sort: next as Sort, page: undefined })} onRow={open} current={search.open} card={(row) => <RowCard row={row} kind={kind} mixed={mixed} />}
        csvName={`${kind}s-${range.start}-${range.end}`} empty={q ? t('board.notFound', { words: q }) : min ? t('board.filtered', { count: min }) : <NoCallsText />}
        onClearFilters={q || min ? () => onSearch({ q: undefined, min: undefined, page: undefined }) : undefined}
        tools={
          <>
            <Input.Search
              key={q} size="small" allowClear={clear} style={{ width: 200 }} defaultValue={q} placeholder={t(isAgents ? 'agents.find' : 'tasks.find')} aria-label={t(isAgents ? 'agents.find' : 'tasks.find')}
              onSearch={(words) => onSearch({ q: words.trim() || undefined, page: undefined })}
            />
            <label className={styles['filter']}>
              {t('board.minCalls')}
              <InputNumber<number> controls={false}
                size="small" min={0} max={1_000_000} step={10} value={min} changeOnWheel={false} style={{ width: 92 }}
                onChange={(value) => onSearch({ min: value || undefined, page: undefined })}
              />
              {t('board.minCallsUnit')}
            </label>
            {pagination ? <span className="muted">{t('board.count', { total: format.number(pagination.total) })}</span> : null}
          </>
        }
        {...(pagination && pagination.pages > 1 ? {
          pager: { kind: 'pages' as const, page, pages: pagination.pages, total: pagination.total, perPage: PER_PAGE, onPage: (next: number) => onSearch({ page: next }) },
        } : {})}
      />
      {shown && isAgents ? <AgentDrawer source={shown.source} id={shown.id} range={range} onClose={close} /> : null}
      {shown && !isAgents ? <TaskDrawer source={shown.source} id={shown.id} range={range} onClose={close} /> : null}
    </>
  );
}

function RowCard({ row, kind, mixed }: { row: BoardRow; kind: Props['kind']; mixed: boolean }) {
  const { t } = useTranslation('callStats');
  const common = useTranslation('common').t;
  const format = useFormat();
  const facts: [string, string][] = [
    [common('metric.calls'), format.number(row.calls)], [common('metric.connected'), format.number(row.connected)], [common('metric.contact_rate'), format.rate(row.contact_rate)],
    [common('metric.orders'), format.number(row.orders)], [common('metric.success_rate'), format.rate(row.success_rate)], [common('metric.avg_talk'), format.duration(row.avg_talk)],
  ];
  return (
    <span className={styles['card']}>
      <strong>{nameOf(row, kind, t)}</strong>
      <small className="muted">{[row.name && row.id, mixed && row.source].filter(Boolean).join(' · ')}</small>
      {row.excluded ? <Pill>{t('excluded')}</Pill> : null}
      <span className={styles['facts']}>{facts.map(([name, value]) => <span key={name}>{name} <b>{value}</b></span>)}</span>
    </span>
  );
}
