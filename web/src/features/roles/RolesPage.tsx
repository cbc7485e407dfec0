import { PlusOutlined } from '@ant-design/icons';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { read, send } from '@/api/client';
import { Card, PageHead } from '@/shared/Card';
import { Refusal } from '@/shared/Field';
import { useCan } from '@/shared/me';
import { Loaded, Loading } from '@/shared/States';
import { useUnsaved } from '@/shared/unsaved';
import { useNarrow } from '@/shared/useNarrow';
import { useWrite } from '@/shared/useWrite';
import { Matrix } from './Matrix';
import { changesOf, type Draft, toggled, wanted } from './matrix';
import { NewRole } from './NewRole';
import { RoleDrawer } from './RoleDrawer';
import { RoleList } from './RoleList';
import styles from './Roles.module.css';

export interface RolesSearch {
  /** The role whose drawer is open. */
  role?: string | undefined;
}

/** What each role allows. Ticks are collected and saved together. */
export function RolesPage({ search, onSearch }: { search: RolesSearch; onSearch: (change: RolesSearch) => void }) {
  const { t } = useTranslation('roles');
  const common = useTranslation('common').t;
  const queries = useQueryClient();
  const { message } = App.useApp();
  const manages = useCan()('role:manage');
  const narrow = useNarrow();
  const [draft, setDraft] = useState<Draft>({});
  const [making, setMaking] = useState(false);
  const roles = useQuery(read('/api/roles'));
  const permissions = useQuery(read('/api/permissions'));
  const listed = roles.data?.data ?? [];
  const changes = changesOf(draft);
  useUnsaved(changes.count > 0, 'page');
  const save = useWrite({
    mutationFn: async () => {
      for (const role of listed.filter((one) => draft[one.name])) {
        // one after the other: a refusal names the role it is about, and the others before it are saved
        // oxlint-disable-next-line no-await-in-loop -- in order, as said above
        const { data } = await send('patch', '/api/roles/{name}', { params: { path: { name: role.name } }, body: { permissions: wanted(draft, role), updated_at: role.updated_at } });
        queries.setQueryData(read('/api/roles').queryKey, (before) => before && { ...before, data: before.data.map((one) => (one.name === data.name ? data : one)) });
        setDraft(({ [role.name]: _done, ...rest }) => rest);
      }
      return changes;
    },
    onSuccess: (done) => message.success(t('saved', done)),
    onSettled: () => Promise.all([queries.invalidateQueries({ queryKey: ['/api/roles'] }), queries.invalidateQueries({ queryKey: ['/api/permissions'] }), queries.invalidateQueries({ queryKey: ['me'] })]),
  });
  const parts = { roles: listed, draft, readOnly: !manages, onTick: (...[role, permission, on]: Parameters<React.ComponentProps<typeof Matrix>['onTick']>) => setDraft((before) => toggled(before, role, permission, on)), onRole: (role: string) => onSearch({ role }) };
  const open = listed.find((one) => one.name === search.role);
  return (
    <>
      <PageHead title={t('title')}>{manages ? <Button type="primary" icon={<PlusOutlined />} onClick={() => setMaking(true)}>{t('add')}</Button> : null}</PageHead>
      <p className={styles['intro']}>{t(manages ? 'intro' : 'readOnly')}</p>
      <Loaded query={roles} framed waiting={<Card><Loading rows={10} /></Card>}>
        {() => (
          <Loaded query={permissions} framed waiting={<Card><Loading rows={10} /></Card>}>
            {({ data }) => narrow ? <RoleList permissions={data} {...parts} /> : <Matrix permissions={data} {...parts} />}
          </Loaded>
        )}
      </Loaded>
      {changes.count ? (
        <div className={styles['bar']} role="status">
          <div>{t('changes', changes)}<Refusal error={save.error} /></div>
          <span className="line-up">
            <Button onClick={() => { save.reset(); setDraft({}); }} disabled={save.isPending}>{t('discard')}</Button>
            <Button type="primary" loading={save.isPending} onClick={() => save.mutate()}>{common('save')}</Button>
          </span>
        </div>
      ) : null}
      {open ? <RoleDrawer key={open.name} role={open} onClose={() => onSearch({ role: undefined })} /> : null}
      {making ? <NewRole roles={listed} onClose={() => setMaking(false)} /> : null}
    </>
  );
}
