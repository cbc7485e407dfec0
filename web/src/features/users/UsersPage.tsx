import { PlusOutlined } from '@ant-design/icons';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Button, Input, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { countedPages, read } from '@/api/client';
import { PageHead } from '@/shared/Card';
import { FilterBar } from '@/shared/FilterBar';
import { useFormat } from '@/shared/format';
import { useCan } from '@/shared/me';
import { DataTable } from '@/shared/table/DataTable';
import type { Column } from '@/shared/table/types';
import { useClear } from '@/shared/useClear';
import { NewUser } from './NewUser';
import { nameOf, StatePill, type User, useRoles } from './parts';
import { asked, type Change, narrowing, NO_FILTERS, PER_PAGE, STATES, type UsersSearch } from './search';
import { UserDrawer } from './UserDrawer';

function useColumns(): Column<User>[] {
  const { t } = useTranslation('users');
  const common = useTranslation('common').t;
  const format = useFormat();
  return [
    { key: 'username', title: t('username'), sort: 'username', always: true, cell: (user) => <strong>{user.username}</strong>, csv: (user) => user.username },
    { key: 'name', title: t('name'), sort: 'name', cell: (user) => user.name || '—', csv: (user) => user.name },
    { key: 'role', title: t('role'), sort: 'role', cell: (user) => user.role_label, csv: (user) => user.role_label },
    { key: 'scope', title: t('scope'), cell: (user) => <>{common(`scope.${user.data_scope}`)} {user.scope_override ? <small className="muted">{t('scopeSet')}</small> : null}</>, csv: (user) => user.data_scope },
    { key: 'employee', title: t('employee'), cell: (user) => user.employee?.name ?? '—', csv: (user) => user.employee?.name },
    { key: 'state', title: t('state'), cell: (user) => <StatePill user={user} />, csv: (user) => t(user.disabled ? 'disabled' : 'active') },
    { key: 'seen', title: t('lastSignIn'), sort: 'last_sign_in_at', downFirst: true, cell: (user) => user.last_sign_in_at ? format.moment(user.last_sign_in_at) : <span className="muted">{t('never')}</span>, csv: (user) => user.last_sign_in_at },
    { key: 'created', title: t('created'), sort: 'created_at', downFirst: true, optional: true, cell: (user) => format.moment(user.created_at), csv: (user) => user.created_at },
    { key: 'issuer', title: t('issuer'), optional: true, cell: (user) => user.issuer || t('local'), csv: (user) => user.issuer },
  ];
}

function Filters({ search, onSearch }: { search: UsersSearch; onSearch: Change }) {
  const { t } = useTranslation('users');
  const roles = useRoles();
  const clear = useClear();
  return (
    <FilterBar active={narrowing(search)} onClear={() => onSearch(NO_FILTERS)}>
      <Input.Search key={search.q ?? ''} allowClear={clear} style={{ width: 230 }} defaultValue={search.q} placeholder={t('search')} aria-label={t('search')} onSearch={(q) => onSearch({ q: q.trim() || undefined, page: undefined })} />
      {roles ? (
        <Select
          style={{ width: 140 }} aria-label={t('role')} value={search.role ?? ''} onChange={(role) => onSearch({ role: role || undefined, page: undefined })}
          options={[{ value: '', label: t('anyRole') }, ...roles.map((role) => ({ value: role.name, label: role.label }))]}
        />
      ) : null}
      <Select<'' | (typeof STATES)[number]>
        style={{ width: 120 }} aria-label={t('state')} value={search.state ?? ''} onChange={(state) => onSearch({ state: state || undefined, page: undefined })}
        options={[{ value: '', label: t('anyState') }, ...STATES.map((value) => ({ value, label: t(value) }))]}
      />
    </FilterBar>
  );
}

/** Who may sign in, as what, and how far they see. */
export function UsersPage({ search, onSearch }: { search: UsersSearch; onSearch: Change }) {
  const { t } = useTranslation('users');
  const common = useTranslation('common').t;
  const can = useCan();
  const columns = useColumns();
  const [making, setMaking] = useState(false);
  const users = useQuery({ ...read('/api/users', { params: { query: asked(search) } }), placeholderData: keepPreviousData });
  const pages = countedPages(users.data?.pagination);
  return (
    <>
      <PageHead title={t('title')}>
        {can('user:manage') ? <Button type="primary" icon={<PlusOutlined />} onClick={() => setMaking(true)}>{t('add')}</Button> : null}
      </PageHead>
      <DataTable
        id="users" label={t('label')} columns={columns} rows={users.data?.data} rowKey={(user) => String(user.id)} csvName="users"
        busy={users.isPlaceholderData} error={users.error} retry={() => void users.refetch()} tools={<Filters search={search} onSearch={onSearch} />}
        sort={search.sort ?? 'username'} onSort={(sort) => onSearch({ sort: sort as NonNullable<UsersSearch['sort']>, page: undefined })}
        onRow={(user) => onSearch({ open: user.id })} current={search.open ? String(search.open) : undefined}
        empty={narrowing(search) ? undefined : t('empty')} onClearFilters={narrowing(search) ? () => onSearch(NO_FILTERS) : undefined}
        card={(user) => (
          <>
            <span className="spread"><strong>{nameOf(user)}</strong><StatePill user={user} /></span>
            <span className="spread"><span className="muted">{user.username}</span><span>{user.role_label} · {common(`scope.${user.data_scope}`)}</span></span>
          </>
        )}
        {...(pages ? { pager: { kind: 'pages' as const, page: pages.page, pages: pages.pages, total: pages.total, perPage: PER_PAGE, onPage: (page: number) => onSearch({ page }) } } : {})}
      />
      {search.open ? <UserDrawer id={search.open} onClose={() => onSearch({ open: undefined })} /> : null}
      {making ? <NewUser onClose={() => setMaking(false)} /> : null}
    </>
  );
}
