import { useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { read, type Schemas, send } from '@/api/client';
import { Copy } from '@/shared/Copy';
import { useFormat } from '@/shared/format';
import { usePace } from '@/shared/live';
import { useCan } from '@/shared/me';
import { Pill } from '@/shared/Pill';
import { SideDrawer } from '@/shared/SideDrawer';
import { Loaded } from '@/shared/States';
import { useWho } from '@/shared/who';
import { useWrite } from '@/shared/useWrite';
import { StatePill } from './JobParts';
import styles from './Jobs.module.css';
import { LIVE, secondsOf } from './states';

type Detail = Schemas['JobDetail'];
type Act = 'cancel' | 'resume' | 'retry' | 'restart';
const STEP_TONES = { running: 'blue', done: 'green', failed: 'red' } as const;

/** One job with its steps, its log and its error; followed while it is at work. */
export function JobDrawer({ id, onClose }: { id: number; onClose: () => void }) {
  const { t } = useTranslation('jobs');
  const can = useCan();
  const pace = usePace();
  const job = useQuery({
    ...read('/api/jobs/{job_id}', { params: { path: { job_id: id } } }),
    refetchInterval: (query) => (query.state.data && LIVE.has(query.state.data.data.state) ? pace(1500) : false),
  });
  return (
    <SideDrawer open onClose={onClose} width={640} title={t('one', { id })} extra={job.data && can('job:manage') ? <Acts job={job.data.data} /> : null}>
      <Loaded query={job}>{({ data }) => <Body job={data} />}</Loaded>
    </SideDrawer>
  );
}

function actsOf(job: Detail): Act[] {
  if (LIVE.has(job.state)) return job.cancel_requested ? [] : ['cancel'];
  if (job.state === 'cancelled') return ['resume', 'restart'];
  return job.state === 'failed' ? ['retry', 'restart'] : [];
}

function Acts({ job }: { job: Detail }) {
  const { t } = useTranslation('jobs');
  const common = useTranslation('common').t;
  const { message, modal } = App.useApp();
  const queries = useQueryClient();
  const params = { path: { job_id: job.id } };
  const act = useWrite({
    mutationFn: (name: Act) => {
      if (name === 'cancel') return send('post', '/api/jobs/{job_id}/cancel', { params });
      if (name === 'resume') return send('post', '/api/jobs/{job_id}/resume', { params });
      return send('post', '/api/jobs/{job_id}/retry', { params, body: { from_start: name === 'restart' } });
    },
    onSuccess: (_, name) => void message.success(t(`acted.${name}`)),
    onError: (error) => void message.error(error.message, 6),
    onSettled: () => queries.invalidateQueries(),
  });
  const press = (name: Act) => {
    if (name !== 'cancel') return act.mutate(name);
    modal.confirm({ title: t('cancelTitle'), content: t('cancelText'), okText: t('act.cancel'), okButtonProps: { danger: true }, cancelText: common('back'), onOk: () => act.mutateAsync(name).catch(() => undefined) });
  };
  return (
    <span className="line-up">
      {actsOf(job).map((name, index) => <Button key={name} size="small" danger={name === 'cancel'} type={index ? 'default' : 'primary'} loading={act.isPending && act.variables === name} disabled={act.isPending} onClick={() => press(name)}>{t(`act.${name}`)}</Button>)}
    </span>
  );
}

function Body({ job }: { job: Detail }) {
  const who = useWho();
  const { t } = useTranslation('jobs');
  const format = useFormat();
  const fields = [
    [t('column.state'), <StatePill key="state" job={job} />],
    [t('column.progress'), [job.progress.total ? t('progress', { done: format.number(job.progress.done), total: format.number(job.progress.total) }) : '', job.progress.note].filter(Boolean).join(' · ') || format.number(null)],
    [t('column.kind'), <code key="kind">{job.kind}</code>],
    [t('column.created'), format.moment(job.created_at)],
    ...(job.state === 'queued' ? [[t('column.runAt'), format.moment(job.run_at)]] : []),
    [t('column.started'), format.moment(job.started_at)],
    [t('column.finished'), format.moment(job.finished_at)],
    [t('column.took'), format.duration(secondsOf(job))],
    [t('column.attempt'), format.number(job.attempt)],
    [t('column.by'), who(job.requested_by)],
    [t('column.trace'), <span key="trace"><code>{job.trace_id}</code> <Copy text={job.trace_id} /></span>],
  ] as const;
  return (
    <>
      <p className={styles['title']}>{job.title}</p>
      {job.error ? <p className={styles['reason']}>{job.error.message} <code>{job.error.code}</code></p> : null}
      <dl className={styles['fields']}>
        {fields.map(([name, value]) => <div key={String(name)}><dt>{name}</dt><dd>{value}</dd></div>)}
      </dl>
      {job.steps.length ? (
        <section className={styles['section']}>
          <h3>{t('steps')}</h3>
          <ol className={styles['steps']}>
            {job.steps.map((step) => (
              <li key={step.name}>
                <Pill tone={STEP_TONES[step.state]} dot>{t(`state.${step.state}`)}</Pill><span>{step.title}</span><span className="muted">{format.moment(step.finished_at ?? step.started_at)}</span>
                {step.reason ? <em>{step.reason}</em> : null}
              </li>
            ))}
          </ol>
        </section>
      ) : null}
      <section className={styles['section']}>
        <h3>{t('log')}</h3>
        {job.log.length ? (
          <ol className={styles['log']} tabIndex={0} aria-label={t('log')}>
            {job.log.map((line) => <li key={`${line.at}:${line.text}`} data-level={line.level}><time>{format.moment(line.at)}</time><span>{line.text}</span></li>)}
          </ol>
        ) : <p className="muted">{t('noLog')}</p>}
      </section>
    </>
  );
}
