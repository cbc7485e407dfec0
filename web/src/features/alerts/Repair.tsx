import { App, Button } from 'antd';
import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { send } from '@/api/client';
import { useJob } from '@/shared/useJob';
import { useWrite } from '@/shared/useWrite';

/** Counts the day anew from its calls and mends what differs; the alert is over when that is done. */
export function Repair({ day }: { day: string }) {
  const { t } = useTranslation('alerts');
  const { message } = App.useApp();
  const [job, setJob] = useState<number>();
  const tell = useCallback((state: string) => {
    if (state === 'done') void message.success(t('repair.done'), 6);
    else void message.warning(t('repair.failed'), 8);
  }, [message, t]);
  const { running } = useJob(job, tell);
  const start = useWrite({
    mutationFn: () => send('post', '/api/stats/recount', { body: { start_date: day, end_date: day, repair: true } }),
    onSuccess: ({ data }) => setJob(data.job_id),
    onError: (error) => void message.error(error.message, 6),
  });
  return <p><Button loading={running || start.isPending} onClick={() => start.mutate()}>{t('repair.act')}</Button></p>;
}
