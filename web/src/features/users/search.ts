import type { Query } from '@/api/client';

export const STATES = ['active', 'disabled'] as const;
export const SORTS = ['username', '-username', 'name', '-name', 'role', '-role', 'last_sign_in_at', '-last_sign_in_at', 'created_at', '-created_at'] as const;

export interface UsersSearch {
  q?: string | undefined;
  role?: string | undefined;
  state?: (typeof STATES)[number] | undefined;
  sort?: (typeof SORTS)[number] | undefined;
  page?: number | undefined;
  /** The user whose drawer is open. */
  open?: number | undefined;
}
export type Change = (change: UsersSearch) => void;
export const NO_FILTERS: UsersSearch = { q: undefined, role: undefined, state: undefined, page: undefined };
export const PER_PAGE = 50;

export const narrowing = (search: UsersSearch): number => [search.q, search.role, search.state].filter((one) => one !== undefined).length;

export const asked = (search: UsersSearch): Query<'/api/users'> => ({
  q: search.q ?? '', page: search.page ?? 1, per_page: PER_PAGE, sort: search.sort ?? 'username',
  ...(search.role ? { role: search.role } : {}), ...(search.state ? { disabled: search.state === 'disabled' } : {}),
});
