import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Input, Segmented, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { read, type Schemas, send } from '@/api/client';
import { Dialog } from '@/shared/Dialog';
import { Field, Form, Pair, problemOf } from '@/shared/Field';
import { useListed } from '@/shared/listed';
import { useCan } from '@/shared/me';
import { useWrite } from '@/shared/useWrite';
import { nameOf, RoleSelect, type Scope, ScopeSelect } from './parts';
import { Secret, type Way } from './Secret';

const FIELDS = ['username', 'name', 'role', 'data_scope', 'employee_id'] as const;
const BLANK = { username: '', name: '', role: 'employee', scope: '', employee: undefined as number | undefined, way: 'link' as Way };

/** A new user, and the one-time secret by which they come in. */
export function NewUser({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('users');
  const common = useTranslation('common').t;
  const queries = useQueryClient();
  const [draft, setDraft] = useState(BLANK);
  const set = (change: Partial<typeof BLANK>) => setDraft((before) => ({ ...before, ...change }));
  const make = useWrite({
    mutationFn: () => send('post', '/api/users', {
      body: {
        username: draft.username.trim(), name: draft.name.trim(), role: draft.role, secret: draft.way,
        data_scope: (draft.scope || null) as Scope | null, employee_id: draft.employee ?? null,
      },
    }),
    onSuccess: () => Promise.all([queries.invalidateQueries({ queryKey: ['/api/users'] }), queries.invalidateQueries({ queryKey: ['/api/roles'] }), queries.invalidateQueries({ queryKey: ['/api/employees'] })]),
  });
  const made = make.data?.data;
  const again = () => {
    make.reset();
    setDraft(BLANK);
  };
  return (
    <Dialog title={t('new.title')} width={500} draft={draft} sticky={!!made} onClose={onClose}>
      {made ? <Made made={made} onAgain={again} onClose={onClose} /> : (
        <Form
          label={t('new.title')} error={make.error} fields={FIELDS} onSubmit={() => make.mutate()}
          actions={<><Button onClick={onClose}>{common('cancel')}</Button><Button type="primary" htmlType="submit" loading={make.isPending} disabled={!draft.username.trim()}>{t('new.submit')}</Button></>}
        >
          <Pair>
            <Field label={t('username')} hint={t('new.usernameHint')} problem={problemOf(make.error, 'username')}>
              {(id) => <Input id={id} value={draft.username} maxLength={100} autoComplete="off" autoCapitalize="none" spellCheck={false} autoFocus onChange={(event) => set({ username: event.target.value })} />}
            </Field>
            <Field label={t('name')} problem={problemOf(make.error, 'name')}>
              {(id) => <Input id={id} value={draft.name} maxLength={100} autoComplete="off" onChange={(event) => set({ name: event.target.value })} />}
            </Field>
          </Pair>
          <Pair>
            <Field label={t('role')} problem={problemOf(make.error, 'role')}>{(id) => <RoleSelect id={id} value={draft.role} onChange={(role) => set({ role, scope: '' })} />}</Field>
            <Field label={t('scope')} problem={problemOf(make.error, 'data_scope')}>{(id) => <ScopeSelect id={id} value={draft.scope} role={draft.role} onChange={(scope) => set({ scope })} />}</Field>
          </Pair>
          <EmployeeField value={draft.employee} problem={problemOf(make.error, 'employee_id')} onChange={(employee) => set({ employee })} />
          <Field label={t('new.secret')} hint={t(draft.way === 'link' ? 'new.linkHint' : 'new.passwordHint')}>
            {() => <WayChoice value={draft.way} onChange={(way) => set({ way })} />}
          </Field>
        </Form>
      )}
    </Dialog>
  );
}

export function WayChoice({ value, onChange }: { value: Way; onChange: (way: Way) => void }) {
  const { t } = useTranslation('users');
  return <Segmented value={value} onChange={onChange} aria-label={t('new.secret')} options={[{ value: 'link' as const, label: t('new.link') }, { value: 'password' as const, label: t('new.password') }]} />;
}

function Made({ made, onAgain, onClose }: { made: Schemas['OneTime']; onAgain: () => void; onClose: () => void }) {
  const { t } = useTranslation('users');
  return (
    <div style={{ display: 'grid', gap: 12 }}>
      <p><strong>{t('new.made', { name: nameOf(made.user) })}</strong> <span className="muted">{made.user.username} · {made.user.role_label}</span></p>
      <Secret made={made} />
      <div className="line-up" style={{ justifyContent: 'flex-end' }}>
        <Button onClick={onAgain}>{t('new.another')}</Button>
        <Button type="primary" onClick={onClose}>{t('new.done')}</Button>
      </div>
    </div>
  );
}

/** Whom the user is, of the employees who have no user yet. */
function EmployeeField({ value, problem, onChange }: { value: number | undefined; problem: string | undefined; onChange: (id: number | undefined) => void }) {
  const { t } = useTranslation('users');
  const can = useCan();
  const [q, setQ] = useState('');
  const found = useQuery({ ...read('/api/employees', { params: { query: { q, has_user: false, per_page: 50 } } }), enabled: can('employee:read'), staleTime: 30_000 });
  const listed = useListed(found);
  if (!can('employee:read')) return null;
  const options = (found.data?.data ?? []).filter((one) => one.status !== 'left').map((one) => ({ value: one.id, label: `${one.employee_no} ${one.name}${one.team ? ` · ${one.team.name}` : ''}` }));
  return (
    <Field label={t('employee')} hint={t('new.employeeHint')} problem={problem}>
      {(id) => <Select id={id} allowClear showSearch={{ filterOption: false, onSearch: setQ }} {...listed} loading={found.isFetching} value={value ?? null} placeholder={t('noEmployee')} options={options} onChange={(one) => onChange(one ?? undefined)} aria-label={t('employee')} />}
    </Field>
  );
}
