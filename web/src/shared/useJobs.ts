import { useQueries } from '@tanstack/react-query';
import { type ApiError, read, type Schemas } from '@/api/client';
import { usePace } from './live';

const POLL_MS = 1000;
const OVER = new Set(['done', 'failed', 'cancelled', 'skipped']);
export type Job = Schemas['JobDetail'];
export const isOver = (job: Job): boolean => OVER.has(job.state);

const GONE = new Set([403, 404]);

/** Jobs of the server, each followed until it is over; one that has not answered yet is left out. `gone`: some are not to be seen any more. */
export function useJobs(ids: readonly number[]): { jobs: Job[]; gone: boolean } {
  const every = usePace()(POLL_MS);
  const answers = useQueries({
    queries: ids.map((id) => {
      const options = read('/api/jobs/{job_id}', { params: { path: { job_id: id } } });
      return { ...options, refetchInterval: (asked: { state: { data?: { data: Job } | undefined } }) => (asked.state.data && isOver(asked.state.data.data) ? (false as const) : every) };
    }),
  });
  return {
    jobs: answers.flatMap((answer) => (answer.data ? [answer.data.data] : [])),
    gone: answers.some(({ error }) => GONE.has((error as ApiError | null)?.status ?? 0)),
  };
}
