import { EditOutlined } from '@ant-design/icons';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Button, Input, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError, send } from '@/api/client';
import { useFormat } from '@/shared/format';
import styles from './Jobs.module.css';
import type { Schedule } from './Schedules';

/** When a schedule runs, as a cron expression. The server says what is wrong with one. */
export function EditCron({ schedule }: { schedule: Schedule }) {
  const { t } = useTranslation('jobs');
  const common = useTranslation('common').t;
  const format = useFormat();
  const { message } = App.useApp();
  const queries = useQueryClient();
  const [cron, setCron] = useState<string>();
  const save = useMutation({
    mutationFn: () => send('patch', '/api/schedules/{schedule_id}', { params: { path: { schedule_id: schedule.id } }, body: { cron: (cron ?? '').trim() } }),
    onSuccess: ({ data }) => {
      setCron(undefined);
      void message.success(t('schedule.edited', { time: format.moment(data.next_runs[0]) }));
      void queries.invalidateQueries();
    },
  });
  const reasons = save.error instanceof ApiError ? [save.error.message, ...save.error.details.map((one) => one.reason)] : [];
  const label = `${t('schedule.edit')} ${schedule.title}`;
  return (
    <>
      <Button size="small" icon={<EditOutlined />} aria-label={label} title={t('schedule.edit')} onClick={() => setCron(schedule.cron)} />
      {cron === undefined ? null : (
        <Modal
          open title={label} width={440} onCancel={() => setCron(undefined)} onOk={() => save.mutate()} okText={common('save')} cancelText={common('cancel')}
          confirmLoading={save.isPending} okButtonProps={{ disabled: !cron.trim() || cron.trim() === schedule.cron }}
        >
          <label className={styles['field']}>{t('schedule.cron')}<Input value={cron} maxLength={100} status={reasons.length ? 'error' : ''} onChange={(event) => setCron(event.target.value)} /></label>
          {reasons.map((reason) => <p key={reason} className={styles['problem']} role="alert">{reason}</p>)}
        </Modal>
      )}
    </>
  );
}
