/**
 * The one cache of answers. Refusals are not asked again; a server that is away is asked until it is back. Without a
 * network one asks all the same, and is told at once, where the library would wait without a word.
 */
import { QueryClient } from '@tanstack/react-query';
import { ApiError } from '@/api/client';

const passing = (error: unknown) => error instanceof ApiError && (error.status === 0 || error.status === 503);

export const queries = new QueryClient({
  defaultOptions: {
    queries: {
      networkMode: 'always',
      refetchOnReconnect: true,
      staleTime: 15_000,
      gcTime: 10 * 60_000,
      refetchOnWindowFocus: 'always',
      retry: (failures, error) => passing(error) && failures < 2,
      retryDelay: (attempt) => Math.min(500 * 2 ** attempt, 4000),
    },
    mutations: { retry: false, networkMode: 'always' },
  },
});
