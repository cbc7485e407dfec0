import { useQueryClient } from '@tanstack/react-query';
import { App, Button, Checkbox } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { send } from '@/api/client';
import { addDays, daysBetween, today } from '@/shared/days';
import { Dialog } from '@/shared/Dialog';
import { Field, Form, Pair, problemOf } from '@/shared/Field';
import { useWrite } from '@/shared/useWrite';
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
  const fill = useWrite({
    mutationFn: () => send('post', '/api/schedules/{schedule_id}/backfill', { params: { path: { schedule_id: schedule.id } }, body: { start_date: start, end_date: end, everything } }),
    onSuccess: async ({ data }) => {
      const count = data.job_ids.length;
      void message.success(count ? t('fill.started', { count }) : t('fill.nothing'), 6);
      await queries.invalidateQueries();
      onClose();
    },
  });
  const days = start && end ? daysBetween(start, end) : 0;
  const title = `${t('schedule.fill')} · ${schedule.title}`;
  return (
    <Dialog title={title} width={460} onClose={onClose}>
      <Form
        label={title} error={fill.error} fields={['start_date', 'end_date']} onSubmit={() => fill.mutate()}
        actions={<><Button onClick={onClose}>{common('cancel')}</Button><Button type="primary" htmlType="submit" loading={fill.isPending} disabled={days < 1}>{t('fill.start')}</Button></>}
      >
        <Pair>
          <Field label={t('fill.from')} problem={problemOf(fill.error, 'start_date')}>{(id) => <input id={id} type="date" value={start} max={end || today()} onChange={(event) => setStart(event.target.value)} />}</Field>
          <Field label={t('fill.to')} problem={problemOf(fill.error, 'end_date')}>{(id) => <input id={id} type="date" value={end} min={start} max={today()} onChange={(event) => setEnd(event.target.value)} />}</Field>
        </Pair>
        <Checkbox checked={everything} onChange={(event) => setEverything(event.target.checked)}>{t('fill.everything')}</Checkbox>
        <p className="muted">{t(everything ? 'fill.hintAll' : 'fill.hint', { count: Math.max(days, 0) })}</p>
      </Form>
    </Dialog>
  );
}
