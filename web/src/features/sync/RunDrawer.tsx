import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { read } from '@/api/client';
import { Copy } from '@/shared/Copy';
import { useFormat } from '@/shared/format';
import { usePace } from '@/shared/live';
import { useCan } from '@/shared/me';
import { SideDrawer } from '@/shared/SideDrawer';
import { Loaded } from '@/shared/States';
import { useWho } from '@/shared/who';
import type { PullWish } from './PullDialog';
import { daysOf, type Run, RunStatePill, secondsOf, spanOf } from './RunParts';
import styles from './Sync.module.css';

interface Props {
  id: number;
  onClose: () => void;
  onPull: (wish: PullWish) => void;
}

export function RunDrawer({ id, onClose, onPull }: Props) {
  const { t } = useTranslation('sync');
  const can = useCan();
  const pace = usePace();
  const run = useQuery({
    ...read('/api/sync/runs/{run_id}', { params: { path: { run_id: id } } }),
    refetchInterval: (query) => (query.state.data?.data.state === 'running' ? pace(1500) : false),
  });
  const again = run.data && can('call:sync') ? (
    <Button onClick={() => onPull({ start: run.data.data.start_date, end: run.data.data.end_date, source: run.data.data.source })}>{t('run.again')}</Button>
  ) : null;
  return (
    <SideDrawer open onClose={onClose} title={t('run.one', { id })} extra={again}>
      <Loaded query={run}>{({ data }) => <Body run={data} />}</Loaded>
    </SideDrawer>
  );
}

function Body({ run }: { run: Run }) {
  const who = useWho();
  const { t } = useTranslation('sync');
  const format = useFormat();
  const progress = t('run.progress', { done: format.number(run.days_done), total: format.number(daysOf(run)) });
  const fields = [
    { name: t('run.state'), value: <RunStatePill run={run} /> },
    { name: t('run.days'), value: `${spanOf(run, format)} · ${progress}${run.days_incomplete ? ` · ${t('run.incomplete', { count: run.days_incomplete })}` : ''}` },
    { name: t('run.source'), value: run.source },
    { name: t('run.track'), value: t(`track.${run.track}`) },
    { name: t('run.type'), value: t(`type.${run.sync_type}`) },
    { name: t('run.started'), value: format.moment(run.started_at) },
    { name: t('run.finished'), value: format.moment(run.finished_at) },
    { name: t('run.took'), value: format.duration(secondsOf(run)) },
    { name: t('run.by'), value: who(run.requested_by) },
    { name: t('run.received'), value: format.number(run.received_rows) },
    { name: t('run.fresh'), value: format.number(run.new_rows) },
    { name: t('run.updated'), value: format.number(run.updated_rows) },
    { name: t('run.refused'), value: format.number(run.refused_rows) },
  ];
  return (
    <>
      <dl className={styles['fields']}>
        {fields.map(({ name, value }) => <div key={name} style={{ display: 'contents' }}><dt>{name}</dt><dd>{value}</dd></div>)}
        {run.trace_id ? <><dt>{t('run.trace')}</dt><dd>{run.trace_id} <Copy text={run.trace_id} /></dd></> : null}
      </dl>
      {run.error ? <p className={styles['reason']}>{run.error}</p> : null}
    </>
  );
}
