import { useQueryClient } from '@tanstack/react-query';
import { App, Button, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { send } from '@/api/client';
import { Dialog } from './Dialog';
import { Field, Form, problemOf } from './Field';
import { useFormat } from './format';
import { useWrite } from './useWrite';

const MOST = 500;

interface Props {
  act: 'close' | 'reopen';
  day: string;
  source: string;
  onClose: () => void;
}

/** Closes a day as it is, or undoes that; both need a reason, which whoever looks at the day later reads. */
export function CloseDialog({ act, day, source, onClose }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const { message } = App.useApp();
  const queries = useQueryClient();
  const [note, setNote] = useState('');
  const title = t(`closing.ask.${act}`, { day: format.day(day), source });
  const done = useWrite({
    mutationFn: () => send('post', act === 'close' ? '/api/sync/days/{day}/close' : '/api/sync/days/{day}/reopen', { params: { path: { day } }, body: { source, note: note.trim() } }),
    onSuccess: () => {
      void message.success(t(`closing.done.${act}`, { day: format.day(day) }));
      void queries.invalidateQueries({ predicate: (query) => /^\/api\/(sync|alerts)/.test(String(query.queryKey[0])) });
      onClose();
    },
  });
  return (
    <Dialog title={title} width={460} draft={note} onClose={onClose}>
      <Form
        label={title} error={done.error} fields={['note']} onSubmit={() => done.mutate()}
        actions={<><Button onClick={onClose}>{t('cancel')}</Button><Button type="primary" htmlType="submit" loading={done.isPending} disabled={!note.trim()}>{t(`closing.act.${act}`)}</Button></>}
      >
        <p className="muted">{t(`closing.text.${act}`)}</p>
        <Field label={t('closing.note')} problem={problemOf(done.error, 'note')}>
          {(id) => <Input.TextArea id={id} value={note} rows={3} maxLength={MOST} showCount autoFocus placeholder={t(`closing.hint.${act}`)} onChange={(event) => setNote(event.target.value)} />}
        </Field>
      </Form>
    </Dialog>
  );
}
