import { useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { read, type Schemas } from '@/api/client';
import { useListed } from '@/shared/listed';
import { useCan } from '@/shared/me';
import { Pill } from '@/shared/Pill';

export type User = Schemas['UserShape'];
export type Scope = User['data_scope'];
export const SCOPES: readonly Scope[] = ['own', 'team', 'team_below', 'all'];

export const nameOf = (user: User): string => user.name || user.username;

/** Whether the user may sign in, and whether they ever could. */
export function StatePill({ user }: { user: User }) {
  const { t } = useTranslation('users');
  if (user.disabled) return <Pill tone="red" dot>{t('disabled')}</Pill>;
  if (!user.issuer && user.must_change_password) return <Pill tone="amber" dot>{t('waiting')}</Pill>;
  return <Pill tone="green" dot>{t('active')}</Pill>;
}

/** The roles there are; nothing for whom may not see them. */
export function useRoles(): Schemas['RoleShape'][] | undefined {
  return useQuery(useRoleList()).data?.data;
}

function useRoleList() {
  const can = useCan();
  return { ...read('/api/roles'), enabled: can('role:read'), staleTime: 60_000 };
}

interface RightsProps {
  id?: string;
  value: string;
  disabled?: boolean;
  onChange: (value: string) => void;
}

export function RoleSelect({ id, value, disabled, onChange }: RightsProps) {
  const { t } = useTranslation('users');
  const can = useCan();
  const roles = useQuery(useRoleList());
  const listed = useListed(can('role:read') ? roles : undefined);
  const options = (roles.data?.data ?? []).map((role) => ({ value: role.name, label: role.label }));
  return <Select {...listed} {...(id ? { id } : {})} value={value} disabled={disabled} onChange={onChange} options={options} aria-label={t('role')} />;
}

/** How far somebody sees; '' leaves it to the role. */
export function ScopeSelect({ id, value, disabled, role, onChange }: RightsProps & { role: string }) {
  const { t } = useTranslation('users');
  const common = useTranslation('common').t;
  const own = useRoles()?.find((one) => one.name === role)?.data_scope;
  const inherited = own ? `${t('roleScope')} (${common(`scope.${own}`)})` : t('roleScope');
  const scopes = role === 'admin' ? [] : SCOPES.map((scope) => ({ value: scope as string, label: common(`scope.${scope}`) }));
  return <Select {...(id ? { id } : {})} value={value} disabled={disabled} onChange={onChange} aria-label={t('scope')} options={[{ value: '', label: inherited }, ...scopes]} />;
}
