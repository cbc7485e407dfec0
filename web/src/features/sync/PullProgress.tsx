import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useFormat } from '@/shared/format';
import { isOver, type Job } from '@/shared/useJobs';
import { Bar } from './RunParts';

/** How far the jobs of a pull are; a day that lacked something is tried again by itself. */
export function PullProgress({ jobs }: { jobs: readonly Job[] }) {
  const { t } = useTranslation('sync');
  const format = useFormat();
  const done = jobs.reduce((days, job) => days + (job.state === 'done' ? job.progress.total ?? job.progress.done : job.progress.done), 0);
  const total = jobs.reduce((days, job) => days + (job.progress.total ?? 1), 0);
  const atWork = jobs.find((job) => job.state === 'running') ?? jobs.find((job) => !isOver(job)) ?? jobs.at(-1);
  const again = atWork?.state === 'queued' && atWork.error ? { reason: atWork.error.message, time: format.time(atWork.run_at) } : undefined;
  return (
    <div role="status">
      <Bar wide done={done} total={total} />
      <p>
        {atWork ? t('pull.progress', { day: format.number(done), total: format.number(total) }) : t('pull.busy')}
        {atWork?.state === 'running' && atWork.progress.note ? ` · ${atWork.progress.note}` : ''}
        {atWork ? <> · <Link to="/jobs" search={{ job: atWork.id }}>{t('pull.job', { id: atWork.id })}</Link></> : null}
      </p>
      {again ? <p className="muted">{t('pull.again', again)}</p> : null}
    </div>
  );
}
