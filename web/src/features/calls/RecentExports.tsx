import { DownloadOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { read } from '@/api/client';
import { download } from '@/shared/download';
import { useFormat } from '@/shared/format';
import { useMe } from '@/shared/me';
import { useWrite } from '@/shared/useWrite';
import styles from './Calls.module.css';
import { fileOf } from './useExport';

const SHOWN = 5;
interface Result {
  rows?: number;
  bytes?: number;
  expires_at?: string;
}

/** The reader's own files that are still there to be fetched. */
export function RecentExports() {
  const { t } = useTranslation('calls');
  const format = useFormat();
  const { message } = App.useApp();
  const me = useMe();
  const query = { kind: ['calls.export'], state: ['done' as const], ...(me ? { requested_by: me.username } : {}), per_page: SHOWN };
  const jobs = useQuery({ ...read('/api/jobs', { params: { query } }), enabled: !!me });
  const fetching = useWrite({
    mutationFn: (job: number) => download(fileOf(job), {}, 'calls'),
    onSuccess: (name) => void message.success(t('export.fetched', { name })),
    onError: (error) => void message.error(error.message),
  });
  const files = jobs.data?.data.map((job) => ({ job, result: (job.result ?? {}) as Result })).filter(({ result }) => result.expires_at && Date.parse(result.expires_at) > jobs.dataUpdatedAt);
  if (!files?.length) return null;
  return (
    <section className={styles['files']}>
      <h3>{t('export.recent')}</h3>
      <ul>
        {files.map(({ job, result }) => (
          <li key={job.id}>
            <span>{format.moment(job.finished_at)} · {t('exactly', { calls: format.number(result.rows) })} · {format.bytes(result.bytes)}</span>
            <Button
              size="small" icon={<DownloadOutlined />} loading={fetching.isPending && fetching.variables === job.id} disabled={fetching.isPending}
              aria-label={`${t('export.fetch')} ${format.moment(job.finished_at)}`} onClick={() => fetching.mutate(job.id)}
            >
              {t('export.fetch')}
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}
