import { useQueryClient } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { send } from '@/api/client';
import { useWrite } from '@/shared/useWrite';
import { EditCron } from './EditCron';
import styles from './Jobs.module.css';
import type { Schedule } from './Schedules';

interface Props {
  schedule: Schedule;
  onFill: () => void;
  onStarted: (job: number) => void;
}

/** Run now, pause or resume, edit, fill days. */
export function ScheduleActs({ schedule, onFill, onStarted }: Props) {
  const { t } = useTranslation('jobs');
  const { message } = App.useApp();
  const queries = useQueryClient();
  const params = { path: { schedule_id: schedule.id } };
  const settle = { onError: (error: Error) => void message.error(error.message, 6), onSettled: () => queries.invalidateQueries() };
  const run = useWrite({
    mutationFn: () => send('post', '/api/schedules/{schedule_id}/run', { params }),
    onSuccess: ({ data }) => {
      void message.success(t('schedule.started', { id: data.job_id }));
      onStarted(data.job_id);
    },
    ...settle,
  });
  const turn = useWrite({
    mutationFn: () => schedule.paused ? send('post', '/api/schedules/{schedule_id}/resume', { params }) : send('post', '/api/schedules/{schedule_id}/pause', { params }),
    onSuccess: () => void message.success(t(schedule.paused ? 'schedule.resumed' : 'schedule.pausedNow', { title: schedule.title })),
    ...settle,
  });
  const named = (text: string) => `${text} ${schedule.title}`;
  return (
    <span className={styles['acts']}>
      <Button size="small" disabled={!schedule.available || run.isPending} loading={run.isPending} aria-label={named(t('schedule.run'))} onClick={() => run.mutate()}>{t('schedule.run')}</Button>
      <Button size="small" loading={turn.isPending} aria-label={named(t(schedule.paused ? 'schedule.resume' : 'schedule.pause'))} onClick={() => turn.mutate()}>{t(schedule.paused ? 'schedule.resume' : 'schedule.pause')}</Button>
      {schedule.can_backfill ? <Button size="small" disabled={!schedule.available} aria-label={named(t('schedule.fill'))} onClick={onFill}>{t('schedule.fill')}</Button> : null}
      <EditCron schedule={schedule} />
    </span>
  );
}
