import { Checkbox } from 'antd';
import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import { Pill } from '@/shared/Pill';
import { ADMIN, type Draft, groupsOf, held, type Permission, type Role, ticked } from './matrix';
import styles from './Roles.module.css';

export interface TickProps {
  role: Role;
  permission: Permission;
  draft: Draft;
  readOnly: boolean;
  onTick: (role: Role, permission: Permission, on: boolean) => void;
  children?: React.ReactNode;
}

/** One permission of one role. */
export function Tick({ role, permission, draft, readOnly, onTick, children }: TickProps) {
  const { t } = useTranslation('roles');
  const fixed = role.name === ADMIN || permission.granted_by_scope;
  const box = (
    <Checkbox
      checked={role.name === ADMIN || ticked(draft, role, permission)} disabled={fixed || readOnly} onChange={(event) => onTick(role, permission, event.target.checked)}
      {...(children ? {} : { 'aria-label': t('cell', { role: role.label, permission: permission.description }) })}
    >
      {children}
    </Checkbox>
  );
  return fixed ? <span data-tip={t(permission.granted_by_scope ? 'byScope' : 'fixed')}>{box}</span> : box;
}

interface Props {
  roles: Role[];
  permissions: Permission[];
  draft: Draft;
  readOnly: boolean;
  onTick: TickProps['onTick'];
  onRole: (name: string) => void;
}

const GROUPS = ['agent', 'alert', 'audit', 'call', 'channel', 'customer', 'data', 'day', 'employee', 'export', 'job', 'lead', 'metrics', 'phone', 'role', 'settings', 'stats', 'system', 'task', 'team', 'user', 'view'] as const;

/** The name of what permissions are about; its code where it is new. */
export function useGroupName(): (group: string) => string {
  const { t } = useTranslation('roles');
  return (group) => {
    const known = GROUPS.find((one) => one === group);
    return known ? t(`group.${known}`) : group;
  };
}

/** Permissions by what they are about, against roles. */
export function Matrix({ roles, permissions, draft, readOnly, onTick, onRole }: Props) {
  const { t } = useTranslation('roles');
  const common = useTranslation('common').t;
  const nameOf = useGroupName();
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a box that scrolls must be reachable by keyboard
    <div className={styles['frame']} role="region" aria-label={t('title')} tabIndex={0}>
      <table className={styles['table']} aria-label={t('title')}>
        <thead>
          <tr>
            <th scope="col">{t('permission')}</th>
            {roles.map((role) => (
              <th key={role.name} scope="col">
                <button type="button" className={styles['name']} onClick={() => onRole(role.name)}>
                  <strong>{role.label}</strong>
                  <small className="muted">{common(`scope.${role.data_scope}`)} · {t('users', { count: role.users })}</small>
                  {role.built_in ? null : <Pill tone="violet">{t('custom')}</Pill>}
                </button>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {groupsOf(permissions).map(([group, own]) => (
            <Fragment key={group}>
              <tr className={styles['group']}><th scope="rowgroup" colSpan={roles.length + 1}>{nameOf(group)}</th></tr>
              {own.map((permission) => (
                <tr key={permission.name}>
                  <th scope="row">{permission.description} <span className={styles['code']}>{permission.name}</span></th>
                  {roles.map((role) => (
                    <td key={role.name} data-changed={ticked(draft, role, permission) !== held(role, permission)}>
                      <Tick role={role} permission={permission} draft={draft} readOnly={readOnly} onTick={onTick} />
                    </td>
                  ))}
                </tr>
              ))}
            </Fragment>
          ))}
        </tbody>
      </table>
    </div>
  );
}
