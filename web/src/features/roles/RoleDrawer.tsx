import { useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { App, Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { send } from '@/api/client';
import { Facts, Section } from '@/shared/Facts';
import { Form } from '@/shared/Field';
import { useFormat } from '@/shared/format';
import { useCan } from '@/shared/me';
import { Moved } from '@/shared/Moved';
import { SideDrawer } from '@/shared/SideDrawer';
import { useUnsaved } from '@/shared/unsaved';
import { useDraft } from '@/shared/useDraft';
import { useWrite } from '@/shared/useWrite';
import { ADMIN, type Role } from './matrix';
import { FIELDS, type Names, RoleFields } from './RoleFields';

/** A role's names, how far it sees, who holds it, and its end. */
export function RoleDrawer({ role, onClose }: { role: Role; onClose: () => void }) {
  const { t } = useTranslation('roles');
  const common = useTranslation('common').t;
  const format = useFormat();
  const can = useCan();
  const manages = can('role:manage');
  const queries = useQueryClient();
  const { message, modal } = App.useApp();
  const { base, draft: names, set, changed, moved, take } = useDraft(role, ({ label_zh, label_en, data_scope }): Names => ({ label_zh, label_en, data_scope }));
  const again = () => Promise.all([queries.invalidateQueries({ queryKey: ['/api/roles'] }), queries.invalidateQueries({ queryKey: ['/api/permissions'] })]);
  const path = { params: { path: { name: role.name } } };
  const save = useWrite({
    mutationFn: () => send('patch', '/api/roles/{name}', { ...path, body: { ...names, updated_at: base.updated_at } }),
    onSuccess: ({ data }) => {
      take(data);
      message.success(t('kept', { name: data.label }));
      return again();
    },
    onError: again,
  });
  const remove = useWrite({
    mutationFn: () => send('delete', '/api/roles/{name}', path),
    onSuccess: () => {
      message.success(t('removed', { name: role.label }));
      onClose();
      return again();
    },
    onError: (error) => message.error(error.message),
  });
  const ask = () => modal.confirm({
    title: t('removeAsk', { name: role.label }), content: t('removeLead'), okText: t('remove'), okButtonProps: { danger: true },
    cancelText: common('cancel'), onOk: () => remove.mutateAsync().catch(() => undefined),
  });
  useUnsaved(changed && !remove.isSuccess);
  const holders = role.users ? t('whoCount', { count: role.users }) : t('nobody');
  return (
    <SideDrawer open onClose={onClose} title={t('editTitle', { name: role.label })} extra={manages && !role.built_in ? <Button size="small" danger onClick={ask}>{t('remove')}</Button> : null}>
      <Section>
        <Facts
          facts={[
            { name: t('key'), value: <code>{role.name}</code> },
            { name: t('who'), value: role.users && can('user:read') ? <Link to="/system/users" search={{ role: role.name }}>{holders}</Link> : holders },
            { name: t('permission'), value: format.number(role.permissions.length) },
          ]}
        />
        {role.built_in ? <p className="muted" style={{ marginTop: 8 }}>{t('builtIn')}</p> : null}
      </Section>
      <Section>
        <Form
          label={t('editTitle', { name: role.label })} error={save.error} fields={FIELDS} onSubmit={() => save.mutate()}
          actions={manages ? <Button type="primary" htmlType="submit" disabled={!changed} loading={save.isPending}>{common('save')}</Button> : null}
        >
          <RoleFields value={names} error={save.error} readOnly={!manages} fixedScope={role.name === ADMIN} onChange={set} />
          <Moved moved={moved} onTake={() => { save.reset(); take(role); }} />
        </Form>
      </Section>
    </SideDrawer>
  );
}
