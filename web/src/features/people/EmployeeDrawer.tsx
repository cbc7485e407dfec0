import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { read } from '@/api/client';
import { Facts, Section } from '@/shared/Facts';
import { useFormat } from '@/shared/format';
import { useCan } from '@/shared/me';
import { SideDrawer } from '@/shared/SideDrawer';
import { Loaded } from '@/shared/States';
import { Tabs } from '@/shared/Tabs';
import { Agents } from './Agents';
import { EmployeeForm } from './EmployeeForm';
import { Kpis } from './Kpis';
import { PhoneReveal } from './PhoneReveal';
import { type Change, type Employee, type PeopleSearch, TABS } from './search';
import { StatusForm } from './StatusForm';

interface Props {
  id: number;
  search: PeopleSearch;
  onSearch: Change;
}

/** One employee: facts, dialer accounts over time, figures by day. */
export function EmployeeDrawer({ id, search, onSearch }: Props) {
  const { t } = useTranslation('people');
  const can = useCan();
  const employee = useQuery(read('/api/employees/{employee_id}', { params: { path: { employee_id: String(id) } } }));
  const [editing, setEditing] = useState(false);
  const one = employee.data?.data;
  return (
    <SideDrawer
      open width={600} title={one ? `${one.name} ${one.employee_no}` : t('tab.facts')} onClose={() => onSearch({ open: undefined, tab: undefined, start: undefined, end: undefined, range: undefined })}
      extra={one && can('employee:manage') ? <Button size="small" onClick={() => setEditing(true)}>{t('form.edit')}</Button> : null}
    >
      <Loaded query={employee}>
        {({ data }) => {
          const tab = search.tab ?? 'facts';
          return (
            <Tabs
              label={data.name} current={tab} onChange={(key) => onSearch({ tab: key === 'facts' ? undefined : key })}
              tabs={TABS.map((key) => ({ key, label: t(`tab.${key}`) }))}
            >
              {tab === 'facts' ? <About employee={data} /> : tab === 'agents' ? <Agents employee={data} /> : <Kpis employee={data} search={search} onSearch={onSearch} />}
            </Tabs>
          );
        }}
      </Loaded>
      {editing && one ? <EmployeeForm old={one} onClose={() => setEditing(false)} /> : null}
    </SideDrawer>
  );
}

function About({ employee }: { employee: Employee }) {
  const { t } = useTranslation('people');
  const format = useFormat();
  const can = useCan();
  const { user } = employee;
  return (
    <>
      <Section>
        <Facts
          facts={[
            { name: t('column.team'), value: employee.team?.name ?? t('noTeam') },
            { name: t('column.position'), value: employee.position },
            { name: t('column.phone'), value: employee.phone ? <PhoneReveal id={employee.id} masked={employee.phone} /> : null },
            { name: t('column.email'), value: employee.email },
            { name: t('column.user'), value: user ? can('user:read') ? <Link to="/system/users" search={{ open: user.id }}>{user.username}</Link> : user.username : '—' },
            { name: t('column.joined'), value: employee.joined_on },
            { name: t('column.left'), value: employee.left_on },
            { name: t('column.changed'), value: format.moment(employee.updated_at) },
          ]}
        />
      </Section>
      <StatusForm key={employee.updated_at} employee={employee} />
    </>
  );
}
