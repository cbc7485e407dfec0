import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { countedPages, read } from '@/api/client';
import { useFormat } from '@/shared/format';
import { usePace } from '@/shared/live';
import { DataTable } from '@/shared/table/DataTable';
import type { Column } from '@/shared/table/types';
import { useWho } from '@/shared/who';
import { type Run, RunStatePill, secondsOf, spanOf } from './RunParts';
import styles from './Sync.module.css';

const RUNNING_MS = 2000;
const QUIET_MS = 30_000;

interface Props {
  page: number;
  current: string | undefined;
  onPage: (page: number) => void;
  onRun: (id: number) => void;
}

/** The runs, newest first; while one is running the list follows it. */
export function Runs({ page, current, onPage, onRun }: Props) {
  const who = useWho();
  const { t } = useTranslation('sync');
  const format = useFormat();
  const pace = usePace();
  const runs = useQuery({
    ...read('/api/sync/runs', { params: { query: { page, per_page: 20 } } }),
    placeholderData: keepPreviousData,
    refetchInterval: (query) => (query.state.data?.data.some((run) => run.state === 'running') ? pace(RUNNING_MS) : pace(QUIET_MS)),
  });
  const pages = countedPages(runs.data?.pagination);
  const number = (key: 'received_rows' | 'new_rows' | 'updated_rows' | 'refused_rows', title: string): Column<Run> => ({
    key, title, num: true, cell: (run) => format.number(run[key]), csv: (run) => run[key],
  });
  const columns: Column<Run>[] = [
    { key: 'started', title: t('run.started'), always: true, cell: (run) => format.moment(run.started_at), csv: (run) => run.started_at },
    { key: 'state', title: t('run.state'), cell: (run) => <RunStatePill run={run} />, csv: (run) => t(`state.${run.state}`) },
    { key: 'source', title: t('run.source'), cell: (run) => run.source, csv: (run) => run.source },
    { key: 'track', title: t('run.track'), cell: (run) => t(`track.${run.track}`), csv: (run) => run.track },
    { key: 'type', title: t('run.type'), cell: (run) => t(`type.${run.sync_type}`), csv: (run) => run.sync_type },
    { key: 'days', title: t('run.days'), cell: (run) => spanOf(run, format), csv: (run) => `${run.start_date}..${run.end_date}` },
    number('received_rows', t('run.received')),
    number('new_rows', t('run.fresh')),
    number('updated_rows', t('run.updated')),
    number('refused_rows', t('run.refused')),
    { key: 'took', title: t('run.took'), num: true, cell: (run) => format.duration(secondsOf(run)), csv: (run) => Math.round(secondsOf(run)) },
    { key: 'by', title: t('run.by'), cell: (run) => who(run.requested_by), csv: (run) => run.requested_by },
    { key: 'error', title: t('run.error'), cell: (run) => run.error ? <span title={run.error}>{run.error}</span> : null, csv: (run) => run.error },
  ];
  return (
    <DataTable
      id="sync-runs" label={t('run.title')} columns={columns} rows={runs.data?.data} rowKey={(run) => String(run.id)} csvName={t('run.title')}
      busy={runs.isPlaceholderData} error={runs.error} retry={() => void runs.refetch()} empty={t('run.empty')} current={current} onRow={(run) => onRun(run.id)}
      tools={<h2>{t('run.title')}</h2>}
      card={(run) => (
        <div className={styles['card']}>
          <div className="spread"><strong>{spanOf(run, format)}</strong><span><RunStatePill run={run} /></span></div>
          <div className="spread muted"><span>{format.moment(run.started_at)} · {run.source}</span><span>{format.number(run.received_rows)}</span></div>
          {run.error ? <p className={styles['problem']}>{run.error}</p> : null}
        </div>
      )}
      {...(pages ? { pager: { kind: 'pages' as const, page, pages: pages.pages, total: pages.total, perPage: 20, onPage } } : {})}
    />
  );
}
