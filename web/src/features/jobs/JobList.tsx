import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { countedPages, read } from '@/api/client';
import { useFormat } from '@/shared/format';
import { useListed } from '@/shared/listed';
import { usePace } from '@/shared/live';
import { DataTable } from '@/shared/table/DataTable';
import type { Column } from '@/shared/table/types';
import { useWho } from '@/shared/who';
import { StatePill } from './JobParts';
import styles from './Jobs.module.css';
import type { PageProps } from './JobsPage';
import { type Job, LIVE, secondsOf, STATES } from './states';

/** The jobs, newest first; the list follows those that are at work. */
export function JobList({ search, onSearch }: PageProps) {
  const who = useWho();
  const { t } = useTranslation('jobs');
  const format = useFormat();
  const pace = usePace();
  const page = search.page ?? 1;
  const schedules = useQuery({ ...read('/api/schedules'), staleTime: 60_000 });
  const listed = useListed(schedules);
  const jobs = useQuery({
    ...read('/api/jobs', { params: { query: { page, per_page: 20, ...(search.state ? { state: [search.state] } : {}), ...(search.schedule ? { schedule_id: search.schedule } : {}) } } }),
    placeholderData: keepPreviousData,
    refetchInterval: (query) => (query.state.data?.data.some((job) => LIVE.has(job.state)) ? pace(2000) : pace(15_000)),
  });
  const pages = countedPages(jobs.data?.pagination);
  const columns: Column<Job>[] = [
    { key: 'id', title: t('column.id'), num: true, always: true, cell: (job) => <code>{job.id}</code>, csv: (job) => job.id },
    { key: 'title', title: t('column.title'), always: true, cell: (job) => <strong className={styles['name']}>{job.title}</strong>, csv: (job) => job.title },
    { key: 'state', title: t('column.state'), cell: (job) => <StatePill job={job} />, csv: (job) => t(`state.${job.state}`) },
    { key: 'kind', title: t('column.kind'), optional: true, cell: (job) => <code>{job.kind}</code>, csv: (job) => job.kind },
    { key: 'created', title: t('column.created'), cell: (job) => format.moment(job.created_at), csv: (job) => job.created_at },
    { key: 'took', title: t('column.took'), num: true, cell: (job) => format.duration(secondsOf(job)), csv: secondsOf },
    { key: 'attempt', title: t('column.attempt'), num: true, cell: (job) => format.number(job.attempt), csv: (job) => job.attempt },
    { key: 'by', title: t('column.by'), cell: (job) => who(job.requested_by), csv: (job) => job.requested_by },
    { key: 'error', title: t('column.error'), cell: (job) => job.error ? <span className={styles['error']} title={job.error.message}>{job.error.message}</span> : null, csv: (job) => job.error?.message },
  ];
  const narrowed = !!search.state || !!search.schedule;
  return (
    <DataTable
      id="jobs" label={t('tab.jobs')} columns={columns} rows={jobs.data?.data} rowKey={(job) => String(job.id)} csvName={t('tab.jobs')}
      busy={jobs.isPlaceholderData} error={jobs.error} retry={() => void jobs.refetch()} current={search.job === undefined ? undefined : String(search.job)}
      onRow={(job) => onSearch({ job: job.id })} onClearFilters={narrowed ? () => onSearch({ state: undefined, schedule: undefined, page: undefined }) : undefined}
      tools={
        <>
          <Select
            allowClear placeholder={t('column.state')} aria-label={t('column.state')} value={search.state} className={styles['filter'] ?? ''}
            onChange={(state?: Job['state']) => onSearch({ state, page: undefined })} options={STATES.map((value) => ({ value, label: t(`state.${value}`) }))}
          />
          <Select
            allowClear placeholder={t('tab.schedules')} aria-label={t('tab.schedules')} value={search.schedule} className={styles['filter'] ?? ''} popupMatchSelectWidth={false}
            onChange={(schedule?: number) => onSearch({ schedule, page: undefined })} options={(schedules.data?.data ?? []).map((one) => ({ value: one.id, label: one.title }))} {...listed}
          />
        </>
      }
      card={(job) => (
        <div className={styles['card']}>
          <div className="spread"><strong>{job.title}</strong><StatePill job={job} /></div>
          <div className="spread muted"><span>{format.moment(job.created_at)} · {who(job.requested_by)}</span><span>{format.duration(secondsOf(job))}</span></div>
          {job.error ? <p className={styles['problem']}>{job.error.message}</p> : null}
        </div>
      )}
      {...(pages ? { pager: { kind: 'pages' as const, page, pages: pages.pages, total: pages.total, perPage: 20, onPage: (next: number) => onSearch({ page: next }) } } : {})}
    />
  );
}
