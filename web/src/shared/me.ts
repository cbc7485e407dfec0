/** Who is signed in, and what they may do. */
import { queryOptions, useQuery } from '@tanstack/react-query';
import { useCallback } from 'react';
import { type Me, whoAmI } from '@/api/session';

export const meQuery = queryOptions({ queryKey: ['me'], queryFn: whoAmI, staleTime: 60_000, retry: false });

/** The user; the pages below the shell are shown to nobody else. */
export function useMe(): Me | undefined {
  return useQuery(meQuery).data ?? undefined;
}

/** `can('call:export')` */
export function useCan(): (permission: string | undefined) => boolean {
  const me = useMe();
  return useCallback((permission) => !permission || !!me?.permissions.includes(permission), [me]);
}
