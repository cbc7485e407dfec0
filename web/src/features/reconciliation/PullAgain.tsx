import { CloudDownloadOutlined } from '@ant-design/icons';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { read, send } from '@/api/client';
import { useFormat } from '@/shared/format';
import { usePace } from '@/shared/live';
import { useWrite } from '@/shared/useWrite';

const ENDED = new Set(['done', 'failed', 'cancelled', 'skipped']);

/** Pulls a day again in the background, and follows its job until it ends; the figures are read anew then. */
export function PullAgain({ day, source }: { day: string; source: string }) {
  const { t } = useTranslation('reconciliation');
  const format = useFormat();
  const queries = useQueryClient();
  const { message } = App.useApp();
  const [job, setJob] = useState<number>();
  const pace = usePace();
  const pull = useWrite({
    mutationFn: () => send('post', '/api/calls/sync', { params: { query: { async: true } }, body: { start_date: day, end_date: day, source, track: 'both' } }),
    onSuccess: ({ data }) => setJob('job_id' in data ? Number(data.job_id) : undefined),
    onError: (error) => void message.error(error.message, 6),
  });
  const followed = useQuery({
    ...read('/api/jobs/{job_id}', { params: { path: { job_id: job ?? 0 } } }), enabled: job !== undefined,
    refetchInterval: (query) => (ENDED.has(query.state.data?.data.state ?? '') ? false : pace(1500)),
  });
  const state = followed.data?.data.state;
  const why = followed.data?.data.error?.message;
  useEffect(() => {
    if (!state || !ENDED.has(state)) return;
    void queries.invalidateQueries();
    if (state === 'done') void message.success(t('pull.done', { day: format.day(day) }));
    else void message.warning([t(`pull.${state as 'failed'}`), why].filter(Boolean).join(' · '), 8);
  }, [state, why, queries, message, t, format, day]);
  const busy = pull.isPending || (job !== undefined && !ENDED.has(state ?? '') && !followed.isError);
  return (
    <Button type="primary" icon={<CloudDownloadOutlined />} loading={busy} disabled={busy} onClick={() => pull.mutate()}>
      {busy ? t(state === 'queued' || !state ? 'pull.waiting' : 'pull.running') : t('pull.again')}
    </Button>
  );
}
