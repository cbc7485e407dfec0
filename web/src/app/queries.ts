/** The one cache of answers. Refusals are not asked again; a server that is away is asked until it is back. */
import { QueryClient } from '@tanstack/react-query';
import { ApiError } from '@/api/client';

const passing = (error: unknown) => error instanceof ApiError && (error.status === 0 || error.status === 503);

export const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      gcTime: 10 * 60_000,
      refetchOnWindowFocus: 'always',
      retry: (failures, error) => passing(error) && failures < 2,
      retryDelay: (attempt) => Math.min(500 * 2 ** attempt, 4000),
    },
    mutations: { retry: false },
  },
});
