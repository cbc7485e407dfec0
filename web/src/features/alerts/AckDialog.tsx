import { useQueryClient } from '@tanstack/react-query';
import { App, Button, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { send } from '@/api/client';
import { Dialog } from '@/shared/Dialog';
import { Field, Form, problemOf } from '@/shared/Field';
import { useWrite } from '@/shared/useWrite';

const MOST = 500;

/** Says that somebody is at these alerts, and what is known of them. */
export function AckDialog({ ids, onClose }: { ids: number[]; onClose: (done: boolean) => void }) {
  const { t } = useTranslation('alerts');
  const common = useTranslation('common').t;
  const { message } = App.useApp();
  const queries = useQueryClient();
  const [note, setNote] = useState('');
  const acknowledge = useWrite({
    mutationFn: () => send('post', '/api/alerts/acknowledge', { body: { ids, note: note.trim() } }),
    onSuccess: () => {
      void message.success(t('acked', { count: ids.length }));
      void queries.invalidateQueries({ predicate: (query) => String(query.queryKey[0]).startsWith('/api/alerts') });
      onClose(true);
    },
  });
  return (
    <Dialog title={t('ackTitle', { count: ids.length })} width={460} draft={note} onClose={() => onClose(false)}>
      <Form
        label={t('ackTitle', { count: ids.length })} error={acknowledge.error} fields={['note']} onSubmit={() => acknowledge.mutate()}
        actions={<><Button onClick={() => onClose(false)}>{common('cancel')}</Button><Button type="primary" htmlType="submit" loading={acknowledge.isPending}>{t('ack')}</Button></>}
      >
        <p className="muted">{t('ackText')}</p>
        <Field label={t('note')} problem={problemOf(acknowledge.error, 'note')}>
          {(id) => <Input.TextArea id={id} value={note} rows={3} maxLength={MOST} showCount autoFocus placeholder={t('noteHint')} onChange={(event) => setNote(event.target.value)} />}
        </Field>
      </Form>
    </Dialog>
  );
}
