import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Checkbox, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { send } from '@/api/client';
import { addDays, daysBetween, today } from '@/shared/days';
import styles from './Jobs.module.css';
import type { Schedule } from './Schedules';

/** A range of days: the missing and incomplete ones are run again, each as a job of its own. */
export function FillDialog({ schedule, onClose }: { schedule: Schedule; onClose: () => void }) {
  const { t } = useTranslation('jobs');
  const common = useTranslation('common').t;
  const { message } = App.useApp();
  const queries = useQueryClient();
  const [start, setStart] = useState(addDays(today(), -6));
  const [end, setEnd] = useState(today());
  const [everything, setEverything] = useState(false);
  const fill = useMutation({
    mutationFn: () => send('post', '/api/schedules/{schedule_id}/backfill', { params: { path: { schedule_id: schedule.id } }, body: { start_date: start, end_date: end, everything } }),
    onSuccess: async ({ data }) => {
      const count = data.job_ids.length;
      void message.success(count ? t('fill.started', { count }) : t('fill.nothing'), 6);
      await queries.invalidateQueries();
      onClose();
    },
  });
  const days = start && end ? daysBetween(start, end) : 0;
  return (
    <Modal
      open title={`${t('schedule.fill')} · ${schedule.title}`} width={460} onCancel={onClose} onOk={() => fill.mutate()} okText={t('fill.start')} cancelText={common('cancel')}
      confirmLoading={fill.isPending} okButtonProps={{ disabled: days < 1 }}
    >
      <div className={styles['days']}>
        <label className={styles['field']}>{t('fill.from')}<input type="date" value={start} max={end || today()} onChange={(event) => setStart(event.target.value)} /></label>
        <label className={styles['field']}>{t('fill.to')}<input type="date" value={end} min={start} max={today()} onChange={(event) => setEnd(event.target.value)} /></label>
      </div>
      <Checkbox checked={everything} onChange={(event) => setEverything(event.target.checked)}>{t('fill.everything')}</Checkbox>
      <p className="muted">{t(everything ? 'fill.hintAll' : 'fill.hint', { count: Math.max(days, 0) })}</p>
      {fill.isError ? <p className={styles['problem']} role="alert">{fill.error.message}</p> : null}
    </Modal>
  );
}
