import { useQueryClient } from '@tanstack/react-query';
import { App, Button, Input, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { send } from '@/api/client';
import { Dialog } from '@/shared/Dialog';
import { Field, Form, problemOf } from '@/shared/Field';
import { useMe } from '@/shared/me';
import { useWrite } from '@/shared/useWrite';
import { ADMIN, type Role } from './matrix';
import { FIELDS, type Names, RoleFields } from './RoleFields';

/** A role of one's own making, with another's permissions to begin with. */
export function NewRole({ roles, onClose }: { roles: Role[]; onClose: () => void }) {
  const { t } = useTranslation('roles');
  const common = useTranslation('common').t;
  const queries = useQueryClient();
  const { message } = App.useApp();
  const me = useMe();
  const [name, setName] = useState('');
  const [names, setNames] = useState<Names>({ label_zh: '', label_en: '', data_scope: 'own' });
  const [like, setLike] = useState('');
  const make = useWrite({
    mutationFn: () => send('post', '/api/roles', {
      body: { name: name.trim(), label_zh: names.label_zh.trim(), label_en: names.label_en.trim(), data_scope: names.data_scope, permissions: (roles.find((one) => one.name === like)?.permissions ?? []).filter((one) => me?.permissions.includes(one)) },
    }),
    onSuccess: ({ data }) => {
      message.success(t('made', { name: data.label }));
      onClose();
      return Promise.all([queries.invalidateQueries({ queryKey: ['/api/roles'] }), queries.invalidateQueries({ queryKey: ['/api/permissions'] })]);
    },
  });
  const ready = name.trim() && names.label_zh.trim() && names.label_en.trim();
  return (
    <Dialog title={t('add')} draft={[name, names, like]} onClose={onClose}>
      <Form
        label={t('add')} error={make.error} fields={FIELDS} onSubmit={() => make.mutate()}
        actions={<><Button onClick={onClose}>{common('cancel')}</Button><Button type="primary" htmlType="submit" loading={make.isPending} disabled={!ready}>{common('save')}</Button></>}
      >
        <Field label={t('key')} hint={t('keyHint')} problem={problemOf(make.error, 'name')}>
          {(id) => <Input id={id} value={name} maxLength={50} autoFocus autoCapitalize="none" spellCheck={false} onChange={(event) => setName(event.target.value)} />}
        </Field>
        <RoleFields value={names} error={make.error} onChange={(change) => setNames((before) => ({ ...before, ...change }))} />
        <Field label={t('like')}>
          {(id) => <Select id={id} value={like} onChange={setLike} aria-label={t('like')} options={[{ value: '', label: t('likeNone') }, ...roles.filter((one) => one.name !== ADMIN).map((one) => ({ value: one.name, label: one.label }))]} />}
        </Field>
      </Form>
    </Dialog>
  );
}
