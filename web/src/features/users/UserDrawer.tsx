import { useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { read, send } from '@/api/client';
import { Facts, Section } from '@/shared/Facts';
import { Field, Form, Pair, problemOf } from '@/shared/Field';
import { useFormat } from '@/shared/format';
import { useCan, useMe } from '@/shared/me';
import { Moved } from '@/shared/Moved';
import { SideDrawer } from '@/shared/SideDrawer';
import { Loaded } from '@/shared/States';
import { useUnsaved } from '@/shared/unsaved';
import { useDraft } from '@/shared/useDraft';
import { useWrite } from '@/shared/useWrite';
import { nameOf, RoleSelect, type Scope, ScopeSelect, StatePill, type User } from './parts';
import { ResetPassword } from './ResetPassword';
import { UserSessions } from './UserSessions';

const FIELDS = ['name', 'role', 'data_scope'] as const;

/** One user: who they are, what they may do, where they are signed in. */
export function UserDrawer({ id, onClose }: { id: number; onClose: () => void }) {
  const user = useQuery(read('/api/users/{user_id}', { params: { path: { user_id: id } } }));
  const { t } = useTranslation('users');
  return (
    <SideDrawer open onClose={onClose} title={user.data ? nameOf(user.data.data) : t('title')}>
      <Loaded query={user}>{({ data }) => <Body key={data.id} user={data} />}</Loaded>
    </SideDrawer>
  );
}

function Body({ user }: { user: User }) {
  const { t } = useTranslation('users');
  const format = useFormat();
  const can = useCan();
  const me = useMe();
  const own = String(me?.user_id) === String(user.id);
  const manages = can('user:manage');
  return (
    <>
      <Section extra={manages && !own ? <Deeds user={user} /> : null} title={<StatePill user={user} />}>
        <Facts
          facts={[
            { name: t('username'), value: user.username },
            { name: t('employee'), value: user.employee?.name },
            { name: t('issuer'), value: user.issuer || t('local') },
            { name: t('lastSignIn'), value: user.last_sign_in_at ? format.moment(user.last_sign_in_at) : t('never') },
            { name: t('created'), value: format.moment(user.created_at) },
            { name: t('changed'), value: format.moment(user.updated_at) },
            { name: t('disabledAt'), value: user.disabled_at ? format.moment(user.disabled_at) : null },
          ]}
        />
      </Section>
      <Section title={t('form.title')}>
        {manages ? null : <p className="muted">{t('noRights')}</p>}
        {own && manages ? <p className="muted">{t('own')}</p> : null}
        <Rights user={user} fixed={own} readOnly={!manages} />
      </Section>
      <UserSessions user={user} manages={manages} />
    </>
  );
}

/** Name, role and scope. `fixed`: nobody changes their own rights. */
function Rights({ user, fixed, readOnly }: { user: User; fixed: boolean; readOnly: boolean }) {
  const { t } = useTranslation('users');
  const common = useTranslation('common').t;
  const queries = useQueryClient();
  const { message } = App.useApp();
  const { base, draft, changed, moved, set, take } = useDraft(user, (from) => ({ name: from.name, role: from.role, scope: (from.scope_override ?? '') as Scope | '' }));
  const { name, role, scope } = draft;
  const rights = role !== base.role || scope !== (base.scope_override ?? '');
  useUnsaved(changed);
  const again = () => Promise.all([queries.invalidateQueries({ predicate: ({ queryKey }) => String(queryKey[0]).startsWith('/api/users') }), queries.invalidateQueries({ queryKey: ['/api/roles'] })]);
  const save = useWrite({
    mutationFn: () => send('patch', '/api/users/{user_id}', {
      params: { path: { user_id: user.id } },
      body: { name: name.trim(), updated_at: base.updated_at, ...(rights ? { role, data_scope: scope || null } : {}) },
    }),
    onSuccess: ({ data }) => {
      take(data);
      message.success(t('form.saved', { name: name.trim() || user.username }));
      return again();
    },
    onError: again,
  });
  return (
    <Form
      label={t('form.title')} error={save.error} fields={FIELDS} onSubmit={() => save.mutate()}
      actions={readOnly ? null : <Button type="primary" htmlType="submit" disabled={!changed} loading={save.isPending}>{common('save')}</Button>}
    >
      <Field label={t('name')} problem={problemOf(save.error, 'name')}>{(id) => <Input id={id} value={name} maxLength={100} disabled={readOnly} onChange={(event) => set({ name: event.target.value })} />}</Field>
      <Pair>
        <Field label={t('role')} problem={problemOf(save.error, 'role')}>
          {(id) => <RoleSelect id={id} value={role} disabled={fixed || readOnly} onChange={(value) => set({ role: value, ...(value === 'admin' ? { scope: '' } : {}) })} />}
        </Field>
        <Field label={t('scope')} hint={t('form.scopeHint')} problem={problemOf(save.error, 'data_scope')}>
          {(id) => <ScopeSelect id={id} value={scope} role={role} disabled={fixed || readOnly} onChange={(value) => set({ scope: value as Scope | '' })} />}
        </Field>
      </Pair>
      <Moved moved={moved} onTake={() => { save.reset(); take(user); }} />
    </Form>
  );
}

/** Lock out, let in, and a new password. */
function Deeds({ user }: { user: User }) {
  const { t } = useTranslation('users');
  const common = useTranslation('common').t;
  const queries = useQueryClient();
  const { message, modal } = App.useApp();
  const [resetting, setResetting] = useState(false);
  const again = () => queries.invalidateQueries({ predicate: ({ queryKey }) => String(queryKey[0]).startsWith('/api/users') });
  const path = { params: { path: { user_id: user.id } } };
  const told = (error: Error) => message.error(error.message);
  const enable = useWrite({ mutationFn: () => send('post', '/api/users/{user_id}/enable', path), onSuccess: () => { message.success(t('enable.done', { name: nameOf(user) })); return again(); }, onError: told });
  const disable = useWrite({ mutationFn: () => send('post', '/api/users/{user_id}/disable', path), onSuccess: () => { message.success(t('disable.done', { name: nameOf(user) })); return again(); }, onError: told });
  const ask = () => modal.confirm({
    title: t('disable.title', { name: nameOf(user) }), content: t('disable.lead'), okText: t('disable.button'), okButtonProps: { danger: true },
    cancelText: common('cancel'), onOk: () => disable.mutateAsync().catch(() => undefined),
  });
  return (
    <span className="line-up">
      {user.issuer ? null : <Button size="small" onClick={() => setResetting(true)}>{t('reset.button')}</Button>}
      {user.disabled
        ? <Button size="small" type="primary" loading={enable.isPending} onClick={() => enable.mutate()}>{t('enable.button')}</Button>
        : <Button size="small" danger onClick={ask}>{t('disable.button')}</Button>}
      {resetting ? <ResetPassword user={user} onClose={() => setResetting(false)} /> : null}
    </span>
  );
}
