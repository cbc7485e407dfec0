import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { App, Button } from 'antd';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { read, send } from '@/api/client';
import { Card } from '@/shared/Card';
import { useFormat } from '@/shared/format';
import { callsHref } from '@/shared/links';
import { usePace } from '@/shared/live';
import { useCan } from '@/shared/me';
import { Pill } from '@/shared/Pill';
import { Loaded } from '@/shared/States';
import { useWrite } from '@/shared/useWrite';
import { Following } from '@/shared/ProgressBar';
import styles from './Import.module.css';
import { type Import, isOver, RefusalFile, RefusalTable, TONES } from './Parts';
import type { ImportSearch } from './search';

const ROUTE = '/api/calls/imports/{job_id}';
const POLL_MS = 1000;
const COUNTS = ['new', 'updated', 'unchanged', 'not_dialled', 'repeated', 'refused'] as const;

interface Props {
  id: number;
  onSearch: (search: ImportSearch) => void;
}

/** An import from its start to its result; who comes back to its address finds it as it is. */
export function JobView({ id, onSearch }: Props) {
  const { t } = useTranslation('imports');
  const queries = useQueryClient();
  const pace = usePace();
  const hears = useCan()('job:read'); // who may not is told nothing of jobs, and has to ask
  const query = useQuery({
    ...read(ROUTE, { params: { path: { job_id: id } } }),
    refetchInterval: ({ state }) => (state.data && !isOver(state.data.data) ? (hears ? pace(POLL_MS) : POLL_MS) : false),
  });
  const over = query.data ? isOver(query.data.data) : undefined;
  const was = useRef(over);
  useEffect(() => {
    if (was.current === false && over) void queries.invalidateQueries({ predicate: (each) => each.queryKey[0] !== ROUTE });
    was.current = over;
  }, [over, queries]);
  return (
    <>
      <Loaded query={query} framed>{({ data }) => <Followed one={data} onSearch={onSearch} />}</Loaded>
      {query.isError ? <p><Button onClick={() => onSearch({})}>{t('job.another')}</Button></p> : null}
    </>
  );
}

function Followed({ one, onSearch }: { one: Import; onSearch: Props['onSearch'] }) {
  const { t } = useTranslation('imports');
  const can = useCan();
  const over = isOver(one);
  const { done, total, note } = one.progress;
  return (
    <>
      <Card title={t('job.title', { file: one.file })} note={<Pill tone={TONES[one.state]} dot>{t(`state.${one.state}`)}</Pill>} extra={can('job:read') ? <Link to="/jobs" search={{ job: one.job_id }}>{t('job.open', { id: one.job_id })}</Link> : undefined}>
        {over ? null : <Following done={done} total={total} text={note ?? t(one.state === 'queued' ? 'job.queued' : 'job.running')} />}
        {one.state === 'failed' ? <p className={styles['problem']} role="alert">{one.error}</p> : null}
        {one.state === 'cancelled' ? <p className="muted">{t('job.kept')}</p> : null}
        {over || one.received || one.refused ? <Counts one={one} /> : null}
        <Acts one={one} onSearch={onSearch} />
      </Card>
      {one.refusals.length ? <Refusals one={one} /> : null}
    </>
  );
}

function Counts({ one }: { one: Import }) {
  const { t } = useTranslation('imports');
  const format = useFormat();
  const tone = (name: (typeof COUNTS)[number]) => (one[name] ? { new: 'good', refused: 'bad' }[name as string] : undefined);
  const days = one.first_day && one.last_day ? [...new Set([one.first_day, one.last_day])].map((day) => format.day(day)).join(' — ') : '';
  return (
    <section aria-label={t('result.title')} className={styles['part']}>
      <dl className={styles['counts']}>
        {COUNTS.map((name) => <div key={name} data-tone={tone(name)}><dt>{t(`result.${name}`)}</dt><dd>{format.number(one[name])}</dd></div>)}
      </dl>
      <p className={styles['facts']}>
        <span>{t('result.total', { rows: format.number(one.received + one.refused) })}</span>
        <span><span className="muted">{t('result.source')}</span>{one.source}</span>
        {days ? <span><span className="muted">{t('result.days')}</span>{days}</span> : null}
      </p>
    </section>
  );
}

function Acts({ one, onSearch }: { one: Import; onSearch: Props['onSearch'] }) {
  const { t } = useTranslation('imports');
  const { message } = App.useApp();
  const can = useCan();
  const queries = useQueryClient();
  const steer = useWrite({
    mutationFn: (act: 'cancel' | 'resume' | 'retry') => send('post', `/api/jobs/{job_id}/${act}`, { params: { path: { job_id: one.job_id } } }),
    onError: (error) => void message.error(error.message),
    onSettled: () => queries.invalidateQueries({ queryKey: [ROUTE] }),
  });
  const cancelling = steer.isSuccess && steer.variables === 'cancel';
  const steers = can('job:manage');
  const over = isOver(one);
  const seen = one.first_day && one.last_day && can('call:read') ? callsHref({ source: [one.source], start: one.first_day, end: one.last_day }) : undefined;
  return (
    <p className={styles['acts']}>
      {seen && over ? <Link to={seen}><strong>{t('job.calls')}</strong></Link> : null}
      {!over && steers ? <Button loading={steer.isPending || cancelling} onClick={() => steer.mutate('cancel')}>{t(cancelling ? 'job.cancelling' : 'job.cancel')}</Button> : null}
      {one.state === 'cancelled' && one.file_is_there && steers ? <Button type="primary" loading={steer.isPending} onClick={() => steer.mutate('resume')}>{t('job.resume')}</Button> : null}
      {one.state === 'failed' && one.file_is_there && steers && one.received ? <Button loading={steer.isPending} onClick={() => steer.mutate('retry')}>{t('job.retry')}</Button> : null}
      {over && one.state !== 'done' && one.file_is_there ? <Button onClick={() => onSearch({ file: one.file_id })}>{t('job.remap')}</Button> : null}
      {over ? <Button onClick={() => onSearch({})}>{t('job.another')}</Button> : null}
    </p>
  );
}

function Refusals({ one }: { one: Import }) {
  const { t } = useTranslation('imports');
  const format = useFormat();
  const more = one.refused > one.refusals.length;
  return (
    <Card
      title={t('refusals.title')} extra={<RefusalFile rows={one.refusals} />}
      note={more ? <span className="muted">{t('refusals.first', { count: one.refusals.length, total: format.number(one.refused) })}</span> : undefined}
    >
      <RefusalTable rows={one.refusals} />
    </Card>
  );
}
