import { expect, test } from 'vitest';
import { changesOf, groupsOf, type Permission, type Role, ticked, toggled, wanted } from './matrix';

const role = { name: 'manager', permissions: ['call:read'], data_scope: 'all' } as unknown as Role;
const permission = (name: string, granted_by_scope = false) => ({ name, granted_by_scope }) as unknown as Permission;
const [READ, EXPORT, ALL] = [permission('call:read'), permission('call:export'), permission('data:view_all', true)];

test('permissions stand together by what they are about', () => {
  expect(groupsOf([READ, EXPORT, ALL]).map(([name, own]) => [name, own.length])).toEqual([['call', 2], ['data', 1]]);
});

test('what is ticked and unticked again is no change', () => {
  const once = toggled({}, role, EXPORT, true);
  expect(changesOf(once)).toEqual({ roles: 1, count: 1 });
  expect(wanted(once, role)).toEqual(['call:export', 'call:read']);
  expect(toggled(once, role, EXPORT, false)).toEqual({});
});

test('a permission of the scope is ticked where the scope is all', () => {
  expect(ticked({}, role, ALL)).toBe(true);
  expect(wanted(toggled({}, role, READ, false), role)).toEqual([]);
});
