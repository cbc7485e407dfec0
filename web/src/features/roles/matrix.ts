import type { Schemas } from '@/api/client';

export type Role = Schemas['RoleShape'];
export type Permission = Schemas['PermissionShape'];
/** What is ticked and not saved yet: role → permission → on. */
export type Draft = Readonly<Record<string, Readonly<Record<string, boolean>>>>;
export const ADMIN = 'admin';

export function groupsOf(permissions: readonly Permission[]): [string, Permission[]][] {
  const groups = new Map<string, Permission[]>();
  for (const permission of permissions) {
    const [resource = ''] = permission.name.split(':');
    groups.set(resource, [...(groups.get(resource) ?? []), permission]);
  }
  return [...groups];
}

export const held = (role: Role, permission: Permission): boolean =>
  permission.granted_by_scope ? role.data_scope === 'all' : role.permissions.includes(permission.name);

export const ticked = (draft: Draft, role: Role, permission: Permission): boolean =>
  draft[role.name]?.[permission.name] ?? held(role, permission);

/** Ticks or unticks; what is as it was before is no change. */
export function toggled(draft: Draft, role: Role, permission: Permission, on: boolean): Draft {
  const { [permission.name]: _before, ...others } = draft[role.name] ?? {};
  const own = on === held(role, permission) ? others : { ...others, [permission.name]: on };
  const { [role.name]: _role, ...rest } = draft;
  return Object.keys(own).length ? { ...rest, [role.name]: own } : rest;
}

export const changesOf = (draft: Draft): { roles: number; count: number } => ({
  roles: Object.keys(draft).length,
  count: Object.values(draft).reduce((sum, own) => sum + Object.keys(own).length, 0),
});

/** A role's whole new set. */
export function wanted(draft: Draft, role: Role): string[] {
  const set = new Set(role.permissions);
  for (const [name, on] of Object.entries(draft[role.name] ?? {})) {
    if (on) set.add(name);
    else set.delete(name);
  }
  return [...set].sort();
}
