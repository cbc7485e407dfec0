import { PlusOutlined } from '@ant-design/icons';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Button, Input, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { countedPages, read } from '@/api/client';
import { PageHead } from '@/shared/Card';
import { FilterBar } from '@/shared/FilterBar';
import { useCan, useMe } from '@/shared/me';
import { Pill, type Tone } from '@/shared/Pill';
import { DataTable } from '@/shared/table/DataTable';
import type { Column } from '@/shared/table/types';
import { useClear } from '@/shared/useClear';
import { EmployeeDrawer } from './EmployeeDrawer';
import { EmployeeForm } from './EmployeeForm';
import styles from './People.module.css';
import { asked, type Change, type Employee, narrowing, NO_FILTERS, PER_PAGE, type PeopleSearch, type Status, STATUSES } from './search';
import { TeamCard } from './TeamCard';

const TONES: Record<Status, Tone> = { active: 'green', leave: 'amber', left: 'grey' };
const currentAgents = (one: Employee) => one.agents.filter((agent) => agent.current).map((agent) => agent.agent_id);

export function StatusPill({ status }: { status: Status }) {
  const { t } = useTranslation('people');
  return <Pill tone={TONES[status]} dot>{t(`status.${status}`)}</Pill>;
}

function useColumns(): Column<Employee>[] {
  const { t } = useTranslation('people');
  return [
    { key: 'no', title: t('column.no'), sort: 'employee_no', always: true, cell: (one) => one.employee_no, csv: (one) => one.employee_no },
    { key: 'name', title: t('column.name'), sort: 'name', always: true, cell: (one) => <strong>{one.name}</strong>, csv: (one) => one.name },
    { key: 'team', title: t('column.team'), sort: 'team', cell: (one) => one.team?.name ?? <span className="muted">{t('noTeam')}</span>, csv: (one) => one.team?.name },
    { key: 'position', title: t('column.position'), cell: (one) => one.position || '—', csv: (one) => one.position },
    { key: 'agents', title: t('column.agents'), cell: (one) => <span className={styles['agents']}>{currentAgents(one).length ? currentAgents(one).map((id) => <Pill key={id}>{id}</Pill>) : '—'}</span>, csv: (one) => currentAgents(one).join(' ') },
    { key: 'user', title: t('column.user'), cell: (one) => one.user?.username ?? '—', csv: (one) => one.user?.username },
    { key: 'status', title: t('column.status'), sort: 'status', cell: (one) => <StatusPill status={one.status} />, csv: (one) => t(`status.${one.status}`) },
    { key: 'joined', title: t('column.joined'), sort: 'joined_on', downFirst: true, cell: (one) => one.joined_on ?? '—', csv: (one) => one.joined_on },
    { key: 'phone', title: t('column.phone'), optional: true, cell: (one) => one.phone ?? '—', csv: (one) => one.phone },
    { key: 'email', title: t('column.email'), optional: true, cell: (one) => one.email || '—', csv: (one) => one.email },
  ];
}

/** The tree of teams, and who is in them. */
export function PeoplePage({ search, onSearch }: { search: PeopleSearch; onSearch: Change }) {
  const { t } = useTranslation('people');
  const can = useCan();
  const scope = useMe()?.data_scope;
  const clear = useClear();
  const columns = useColumns();
  const [making, setMaking] = useState(false);
  const list = useQuery({ ...read('/api/employees', { params: { query: asked(search) } }), placeholderData: keepPreviousData });
  const pages = countedPages(list.data?.pagination);
  const filters = (
    <FilterBar active={narrowing(search)} onClear={() => onSearch(NO_FILTERS)}>
      <Input.Search key={search.q ?? ''} allowClear={clear} style={{ width: 230 }} defaultValue={search.q} placeholder={t('search')} aria-label={t('search')} onSearch={(q) => onSearch({ q: q.trim() || undefined, page: undefined })} />
      <Select<'' | Status>
        style={{ width: 120 }} aria-label={t('column.status')} value={search.status ?? ''} onChange={(status) => onSearch({ status: status || undefined, page: undefined })}
        options={[{ value: '', label: t('anyStatus') }, ...STATUSES.map((value) => ({ value, label: t(`status.${value}`) }))]}
      />
    </FilterBar>
  );
  return (
    <>
      <PageHead title={t('title')}>
        {can('employee:manage') ? <Button type="primary" icon={<PlusOutlined />} onClick={() => setMaking(true)}>{t('add')}</Button> : null}
      </PageHead>
      <div className={styles['layout']}>
        <TeamCard chosen={search.team} onChoose={(team) => onSearch({ team, page: undefined })} />
        <DataTable
          id="people" label={t('label')} columns={columns} rows={list.data?.data} rowKey={(one) => String(one.id)} csvName="employees"
          busy={list.isPlaceholderData} error={list.error} retry={() => void list.refetch()} tools={filters}
          sort={search.sort ?? 'employee_no'} onSort={(sort) => onSearch({ sort: sort as PeopleSearch['sort'], page: undefined })}
          onRow={(one) => onSearch({ open: one.id })} current={search.open ? String(search.open) : undefined}
          empty={narrowing(search) ? undefined : t(scope === 'all' ? 'empty' : 'emptySeen')} onClearFilters={narrowing(search) ? () => onSearch(NO_FILTERS) : undefined}
          card={(one) => (
            <>
              <span className="spread"><strong>{one.name}</strong><StatusPill status={one.status} /></span>
              <span className="spread"><span className="muted">{one.employee_no} · {one.team?.name ?? t('noTeam')}</span><span>{currentAgents(one).join(' ')}</span></span>
            </>
          )}
          {...(pages ? { pager: { kind: 'pages' as const, page: pages.page, pages: pages.pages, total: pages.total, perPage: PER_PAGE, onPage: (page: number) => onSearch({ page }) } } : {})}
        />
      </div>
      {search.open ? <EmployeeDrawer id={search.open} search={search} onSearch={onSearch} /> : null}
      {making ? <EmployeeForm team={search.team} onClose={() => setMaking(false)} /> : null}
    </>
  );
}
