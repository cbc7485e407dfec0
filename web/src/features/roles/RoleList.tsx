import { Button, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Card } from '@/shared/Card';
import { Tick, type TickProps, useGroupName } from './Matrix';
import { type Draft, groupsOf, type Permission, type Role } from './matrix';
import styles from './Roles.module.css';

interface Props {
  roles: Role[];
  permissions: Permission[];
  draft: Draft;
  readOnly: boolean;
  onTick: TickProps['onTick'];
  onRole: (name: string) => void;
}

/** One role at a time, where a matrix has no room. */
export function RoleList({ roles, permissions, draft, readOnly, onTick, onRole }: Props) {
  const { t } = useTranslation('roles');
  const common = useTranslation('common').t;
  const nameOf = useGroupName();
  const [name, setName] = useState(roles.find((one) => one.name !== 'admin')?.name ?? 'admin');
  const role = roles.find((one) => one.name === name) ?? roles[0];
  if (!role) return null;
  return (
    <Card>
      <div className={styles['pick']}>
        <Select style={{ flex: 1, minWidth: 0 }} value={role.name} onChange={setName} aria-label={t('pick')} options={roles.map((one) => ({ value: one.name, label: `${one.label} · ${t('users', { count: one.users })}` }))} />
        <Button onClick={() => onRole(role.name)}>{common('details')}</Button>
      </div>
      <div className={styles['list']}>
        {groupsOf(permissions).map(([group, own]) => (
          <section key={group} aria-label={nameOf(group)}>
            <h2>{nameOf(group)}</h2>
            {own.map((permission) => <div key={permission.name}><Tick role={role} permission={permission} draft={draft} readOnly={readOnly} onTick={onTick}>{permission.description}</Tick></div>)}
          </section>
        ))}
      </div>
    </Card>
  );
}
