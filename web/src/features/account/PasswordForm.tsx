import { useQueryClient } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError, send } from '@/api/client';
import { Field, Form, problemOf } from '@/shared/Field';
import { meQuery } from '@/shared/me';
import { useWrite } from '@/shared/useWrite';

interface Props {
  label: string;
  submit: string;
  /** How the current password is called; undefined where none is asked for. */
  current?: { label: string } | undefined;
  username: string;
  onDone: (ended: number) => void;
}

/** A new password, twice. */
export function PasswordForm({ label, submit, current, username, onDone }: Props) {
  const { t } = useTranslation('account');
  const queries = useQueryClient();
  const [old, setOld] = useState('');
  const [fresh, setFresh] = useState('');
  const [again, setAgain] = useState('');
  const differs = again !== '' && again !== fresh;
  const change = useWrite({
    mutationFn: () => send('post', '/api/auth/password', { body: { new: fresh, ...(current && old ? { current: old } : {}) } }),
    onSuccess: async ({ data }) => {
      setOld('');
      setFresh('');
      setAgain('');
      await queries.invalidateQueries({ queryKey: ['/api/auth/sessions'] });
      await queries.invalidateQueries({ queryKey: meQuery.queryKey });
      onDone(data.sessions);
    },
  });
  const wrong = change.error instanceof ApiError && change.error.code === 'wrong_credentials';
  return (
    <Form
      label={label} error={wrong ? undefined : change.error} fields={['new']} onSubmit={() => change.mutate()}
      actions={<Button type="primary" htmlType="submit" loading={change.isPending} disabled={!fresh || fresh !== again}>{submit}</Button>}
    >
      <input type="text" name="username" value={username} autoComplete="username" readOnly hidden />
      {current ? (
        <Field label={current.label} problem={wrong ? t('password.wrong') : undefined}>
          {(id) => <Input.Password id={id} value={old} autoComplete="current-password" onChange={(event) => setOld(event.target.value)} />}
        </Field>
      ) : null}
      <Field label={t('password.next')} hint={t('password.rules')} problem={problemOf(change.error, 'new')}>
        {(id) => <Input.Password id={id} value={fresh} autoComplete="new-password" onChange={(event) => setFresh(event.target.value)} />}
      </Field>
      <Field label={t('password.repeat')} problem={differs ? t('password.differs') : undefined}>
        {(id) => <Input.Password id={id} value={again} autoComplete="new-password" onChange={(event) => setAgain(event.target.value)} />}
      </Field>
    </Form>
  );
}
