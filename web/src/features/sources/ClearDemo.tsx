import { DeleteOutlined } from '@ant-design/icons';
import { App, Button, Input } from 'antd';
import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { send } from '@/api/client';
import { Dialog } from '@/shared/Dialog';
import { Field, Form } from '@/shared/Field';
import { useFormat } from '@/shared/format';
import { Following } from '@/shared/ProgressBar';
import { useJob } from '@/shared/useJob';
import { useWrite } from '@/shared/useWrite';

/** Clears the demo's calls, after its name was typed, and shows how far it is. */
export function ClearDemo({ source }: { source: string }) {
  const { t } = useTranslation('sources');
  const common = useTranslation('common').t;
  const format = useFormat();
  const { message } = App.useApp();
  const [open, setOpen] = useState(false);
  const [typed, setTyped] = useState('');
  const [job, setJob] = useState<number>();
  const start = useWrite({
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
  const close = () => {
    setOpen(false);
    if (running) return; // it goes on, and is told of when it is over
    setTyped('');
    setJob(undefined);
    start.reset();
  };
  return (
    <>
      <Button danger icon={<DeleteOutlined />} onClick={() => setOpen(true)}>{t('clear')}</Button>
      {open ? (
        <Dialog title={t('clearTitle')} onClose={close}>
          <Form
            label={t('clearTitle')} error={start.error ?? error} onSubmit={() => start.mutate()}
            actions={<><Button onClick={close}>{common(running ? 'close' : 'cancel')}</Button><Button type="primary" danger htmlType="submit" disabled={typed !== source || running} loading={start.isPending || running}>{t('clear')}</Button></>}
          >
            <p>{t('clearText', { source })}</p>
            <Field label={t('clearName', { source })}>
              {(id) => <Input id={id} value={typed} onChange={(event) => setTyped(event.target.value)} autoComplete="off" autoFocus disabled={running} />}
            </Field>
            {running ? (
              <Following done={progress?.done ?? 0} total={progress?.total} text={progress?.note ?? t('progress', { done: format.number(progress?.done) })} />
            ) : null}
            {failed ? <p role="alert">{t('clearFailed', { reason: failed })}</p> : null}
          </Form>
        </Dialog>
      ) : null}
    </>
  );
}
