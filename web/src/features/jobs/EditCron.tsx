import { EditOutlined } from '@ant-design/icons';
import { useQueryClient } from '@tanstack/react-query';
import { App, Button, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { read, send } from '@/api/client';
import { Dialog } from '@/shared/Dialog';
import { Field, Form, problemOf } from '@/shared/Field';
import { useFormat } from '@/shared/format';
import { useWrite } from '@/shared/useWrite';
import type { Schedule } from './Schedules';

/** When a schedule runs, as a cron expression. The server says what is wrong with one. */
export function EditCron({ schedule }: { schedule: Schedule }) {
  const { t } = useTranslation('jobs');
  const [open, setOpen] = useState(false);
  const label = `${t('schedule.edit')} ${schedule.title}`;
  return (
    <>
      <Button size="small" icon={<EditOutlined />} aria-label={label} title={t('schedule.edit')} onClick={() => setOpen(true)} />
      {open ? <CronDialog label={label} schedule={schedule} onClose={() => setOpen(false)} /> : null}
    </>
  );
}

function CronDialog({ label, schedule, onClose }: { label: string; schedule: Schedule; onClose: () => void }) {
  const { t } = useTranslation('jobs');
  const common = useTranslation('common').t;
  const format = useFormat();
  const { message } = App.useApp();
  const queries = useQueryClient();
  const [cron, setCron] = useState(schedule.cron);
  const wanted = cron.trim();
  const save = useWrite({
    mutationFn: () => send('patch', '/api/schedules/{schedule_id}', { params: { path: { schedule_id: schedule.id } }, body: { cron: wanted } }),
    onSuccess: ({ data }) => {
      void message.success(t('schedule.edited', { time: format.moment(data.next_runs[0]) }));
      // whoever opens it again before the list has come anew goes on from what was saved
      queries.setQueryData(read('/api/schedules').queryKey, (before) => before && { ...before, data: before.data.map((one) => (one.id === data.id ? data : one)) });
      void queries.invalidateQueries();
      onClose();
    },
  });
  return (
    <Dialog title={label} width={440} draft={cron} onClose={onClose}>
      <Form
        label={label} error={save.error} fields={['cron']} onSubmit={() => save.mutate()}
        actions={<><Button onClick={onClose}>{common('cancel')}</Button><Button type="primary" htmlType="submit" loading={save.isPending} disabled={!wanted || wanted === schedule.cron}>{common('save')}</Button></>}
      >
        <Field label={t('schedule.cron')} problem={problemOf(save.error, 'cron')}>
          {(id) => <Input id={id} value={cron} maxLength={100} autoFocus autoComplete="off" spellCheck={false} onChange={(event) => setCron(event.target.value)} />}
        </Field>
      </Form>
    </Dialog>
  );
}
