/** The page lives by /api/stream: what has changed is read anew, and nothing else. Without it, pages ask by the clock. */
import { type Query, type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect } from 'react';
import { create } from 'zustand';
import { type Hello, listen, type News } from '@/api/stream';

/** What an event makes out of date, by the beginnings of the routes. */
const TOUCHED: Record<string, string[]> = {
  figures: ['/api/stats/', '/api/calls/summary', '/api/calls/daily', '/api/sync/status', '/api/sync/reconciliation'],
  sync: ['/api/sync/'],
  job: ['/api/jobs', '/api/schedules', '/api/calls/imports'],
  alert: ['/api/alerts'],
};
const ONE_JOB = '/api/jobs/{job_id}';
/** While a sync brings a page a second, nobody can read figures that change as often. */
const SOONEST_MS: Record<string, number> = { figures: 2500, sync: 1500, job: 700, alert: 500 };
const SELDOM_MS = 60_000;
const SETTLED_MS = 300;

const useLine = create<{ live: boolean }>(() => ({ live: false }));

/** How often to ask by the clock: as given, and seldom while news come by themselves. */
export function usePace(): (ms: number) => number {
  const live = useLine((line) => line.live);
  return useCallback((ms: number) => (live ? Math.max(ms, SELDOM_MS) : ms), [live]);
}

const routeOf = (query: Query) => String(query.queryKey[0]);
const idOf = (query: Query) => (query.queryKey[1] as { params?: { path?: { job_id?: number } } } | null)?.params?.path?.job_id;

/** Whether what happened makes this query's answer out of date; of a job, the answers about other jobs stay. */
export function touches(event: string, jobs: ReadonlySet<number> | undefined, query: Query): boolean {
  const route = routeOf(query);
  if (!TOUCHED[event]?.some((beginning) => route.startsWith(beginning))) return false;
  return route !== ONE_JOB || !jobs || jobs.has(idOf(query) ?? 0);
}

/** Reads anew what news make out of date: the first at once, more of the same together, a little later. */
export class Refresher {
  readonly #queries: QueryClient;
  readonly #waiting = new Map<string, ReturnType<typeof setTimeout>>();
  readonly #again = new Set<string>();
  #jobs: Set<number> | undefined = new Set();

  constructor(queries: QueryClient) {
    this.#queries = queries;
  }

  take({ event, data }: News, opened: number): void {
    if (event === 'hello') {
      const { events, changed } = data as Hello;
      if (changed.includes('job')) this.#jobs = undefined;
      // what has just changed may be answered from before for a moment yet
      if (changed.length) this.#waiting.set('hello', setTimeout(() => changed.forEach((one) => this.#soon(one)), SETTLED_MS));
      // answers from before the line stood may be older than what it tells of
      for (const one of events) void this.#read((query) => query.state.dataUpdatedAt < opened && touches(one, undefined, query));
      return;
    }
    // whoever is signed out is asked to sign in by what they do next, not in the middle of a form
    if (event === 'bye') return;
    if (event === 'job') this.#jobs?.add((data as { id: number }).id);
    this.#soon(event);
  }

  stop(): void {
    for (const timer of this.#waiting.values()) clearTimeout(timer);
    this.#waiting.clear();
  }

  #soon(event: string): void {
    if (this.#waiting.has(event)) {
      this.#again.add(event);
      return;
    }
    const jobs = event === 'job' ? this.#jobs : undefined;
    if (event === 'job') this.#jobs = new Set();
    void this.#read((query) => touches(event, jobs, query));
    this.#waiting.set(event, setTimeout(() => {
      this.#waiting.delete(event);
      if (this.#again.delete(event)) this.#soon(event);
    }, SOONEST_MS[event] ?? SELDOM_MS));
  }

  #read(wanted: (query: Query) => boolean) {
    return this.#queries.invalidateQueries({ predicate: wanted }, { cancelRefetch: false });
  }
}

/** Keeps the one line of this tab open while somebody is signed in and this stands on the page. */
export function useLive(): void {
  const queries = useQueryClient();
  useEffect(() => {
    const refresher = new Refresher(queries);
    const opened = Date.now();
    const stop = listen({
      onNews: (news) => refresher.take(news, opened),
      onLive: (live) => useLine.setState({ live }),
    });
    return () => {
      stop();
      refresher.stop();
      useLine.setState({ live: false });
    };
  }, [queries]);
}
