import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { ApiError, read, type Schemas } from '@/api/client';
import { usePace } from './live';

const POLL = 1000;
const OVER = new Set(['done', 'failed', 'cancelled', 'skipped']);
/** Who may not look at the job does not see it end, however often they ask. */
const isRefused = (error: unknown) => error instanceof ApiError && error.status >= 400 && error.status < 500;

/** A job of the server, followed until it is over; then `onOver` hears of it once, and every list is read anew. */
export function useJob(id: number | undefined, onOver: (state: string, job: Schemas['JobShape']) => void) {
  const queries = useQueryClient();
  const told = useRef<number>(undefined);
  const pace = usePace();
  const query = useQuery({
    ...read('/api/jobs/{job_id}', { params: { path: { job_id: id ?? 0 } } }),
    enabled: id !== undefined,
    refetchInterval: (asked) => (isRefused(asked.state.error) || (asked.state.data && OVER.has(asked.state.data.data.state)) ? false : pace(POLL)),
  });
  const job = query.data?.data;
  const state = job?.state;
  useEffect(() => {
    if (id === undefined || !job || !state || !OVER.has(state) || told.current === id) return;
    told.current = id;
    void queries.invalidateQueries({ predicate: (each) => each.queryKey[0] !== '/api/jobs/{job_id}' });
    onOver(state, job);
  }, [id, job, state, queries, onOver]);
  return { job, error: query.error, running: id !== undefined && !(state && OVER.has(state)) && !isRefused(query.error) };
}
