import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { nextCursor, read } from '@/api/client';
import type { Pager } from '@/shared/table/types';
import type { Call } from './columns';
import type { Filters } from './useExport';

const AT_ONCE = 200;
/** More rows than this are nothing to scroll through: filters narrow them, or a file takes them along. */
const MOST = 20_000;

/** The list as one scrolls: the next calls are asked for before one is at the end. */
export function useFlow(filters: Filters, enabled: boolean, onPages: () => void) {
  const queries = useQueryClient();
  const flow = useInfiniteQuery({
    queryKey: ['/api/calls', 'flow', filters],
    queryFn: ({ pageParam }) => queries.fetchQuery({ ...read('/api/calls', { params: { query: { ...filters, per_page: AT_ONCE, ...(pageParam ? { cursor: pageParam } : {}) } } }), gcTime: 0 }),
    initialPageParam: '',
    getNextPageParam: (last) => nextCursor(last.pagination),
    enabled, refetchOnWindowFocus: false, staleTime: Infinity,
  });
  const rows = flow.data?.pages.flatMap((page): Call[] => page.data);
  const full = (rows?.length ?? 0) >= MOST;
  const state = flow.isFetchingNextPage ? 'loading' : !flow.hasNextPage ? 'end' : full ? 'full' : 'more';
  const pager: Pager = { kind: 'flow', state, onMore: () => void flow.fetchNextPage(), onPages };
  return { rows, pager, error: flow.error, retry: () => void flow.refetch(), meta: flow.data?.pages[0]?.meta };
}
