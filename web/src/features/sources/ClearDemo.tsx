import { DeleteOutlined } from '@ant-design/icons';
import { useMutation } from '@tanstack/react-query';
import { App, Button, Input, Modal, Progress } from 'antd';
import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { send } from '@/api/client';
import { useFormat } from '@/shared/format';
import { Failed } from '@/shared/States';
import { useJob } from '@/shared/useJob';
import styles from './Sources.module.css';

/** Clears the demo's calls, after its name was typed, and shows how far it is. */
export function ClearDemo({ source }: { source: string }) {
  const { t } = useTranslation('sources');
  const common = useTranslation('common').t;
  const format = useFormat();
  const { message } = App.useApp();
  const [open, setOpen] = useState(false);
  const [typed, setTyped] = useState('');
  const [job, setJob] = useState<number>();
  const start = useMutation({
    mutationFn: () => send('post', '/api/sources/{source}/clear', { params: { path: { source } }, body: { confirm: typed } }),
    onSuccess: (started) => setJob(started.data.job_id),
  });
  const over = useCallback((state: string) => {
    if (state !== 'done') return;
    setOpen(false);
    setJob(undefined);
    setTyped('');
    void message.success(t('cleared'));
  }, [message, t]);
  const { job: followed, error, running } = useJob(job, over);
  const progress = followed?.progress;
  const failed = followed && !running && followed.state !== 'done' ? followed.error?.message ?? followed.state : undefined;
  const percent = progress?.total ? Math.floor((progress.done / progress.total) * 100) : 0;
  return (
    <>
      <Button danger icon={<DeleteOutlined />} onClick={() => setOpen(true)}>{t('clear')}</Button>
      <Modal
        open={open} title={t('clearTitle')} okText={t('clear')} cancelText={common('cancel')} onCancel={() => setOpen(false)} onOk={() => start.mutate()}
        okButtonProps={{ danger: true, disabled: typed !== source || running, loading: start.isPending || running }}
      >
        <p>{t('clearText', { source })}</p>
        <label className={styles['confirm']}>
          <span>{t('clearName', { source })}</span>
          <Input value={typed} onChange={(event) => setTyped(event.target.value)} autoComplete="off" disabled={running} />
        </label>
        {running ? (
          <div role="status">
            <Progress percent={percent} status="active" aria-label={t('clearing')} />
            <p className="muted">{progress?.note ?? t('progress', { done: format.number(progress?.done) })}</p>
          </div>
        ) : null}
        {failed ? <p role="alert">{t('clearFailed', { reason: failed })}</p> : null}
        {start.error || error ? <Failed error={start.error ?? error} /> : null}
      </Modal>
    </>
  );
}
