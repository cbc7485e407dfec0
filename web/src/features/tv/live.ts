/** What the wallboard shows, read anew as it changes, or every few seconds; an answer that is due stays until the next one is there. */
import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { type ApiError, read } from '@/api/client';
import { serverTime } from '@/api/clock';
import { rangeOf } from '@/shared/days';
import { usePace } from '@/shared/live';
import { isDark, usePrefs } from '@/shared/prefs';
import { LEADERS } from './panels';

const SOON_MS = 5000;
const SELDOM_MS = 60_000;
const IDLE_MS = 3000;
/** A screen on the wall never gives up: a server that is away is asked until it is back. */
const patient = { retry: true, retryDelay: 3000, refetchIntervalInBackground: true, networkMode: 'always', staleTime: 0 } as const;

export function useOverview() {
  return useQuery({ ...read('/api/stats/overview'), ...patient, refetchInterval: usePace()(SOON_MS) });
}

/** Why there is nothing today: no calls, or nobody has asked for any yet. */
export function useQuiet(): 'quiet' | 'unsynced' {
  return useOverview().data?.data.today.known === false ? 'unsynced' : 'quiet';
}

export function useHours(day: string) {
  return useQuery({ ...read('/api/stats/trend', { params: { query: { start: day, end: day, interval: 'hour' } } }), ...patient, refetchInterval: usePace()(SOON_MS) });
}

export function useAgents(day: string) {
  return useQuery({
    ...read('/api/stats/agents', { params: { query: { start: day, end: day, sort: '-orders', per_page: 2 * LEADERS } } }), ...patient, refetchInterval: usePace()(SOON_MS),
  });
}

export function useGrades(day: string) {
  return useQuery({
    ...read('/api/stats/grades', { params: { query: { start: day, end: day, sort: '-calls', per_page: 10 } } }), ...patient, refetchInterval: usePace()(SOON_MS),
  });
}

export function useTrend() {
  return useQuery({ ...read('/api/stats/trend', { params: { query: { ...rangeOf('30d'), interval: 'day' } } }), ...patient, refetchInterval: SELDOM_MS });
}

export const isAway = (query: UseQueryResult<unknown, ApiError>): boolean => query.failureCount > 0 || query.isError;

/** The time, every second. */
export function useNow(): Date {
  const [now, setNow] = useState(() => new Date(serverTime()));
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date(serverTime())), 1000);
    return () => clearInterval(timer);
  }, []);
  return now;
}

/** Keeps the screen awake while the page is seen, where the browser can. */
export function useAwake(): void {
  useEffect(() => {
    if (!('wakeLock' in navigator)) return;
    let lock: WakeLockSentinel | undefined;
    let gone = false;
    const hold = () => {
      if (document.visibilityState !== 'visible') return;
      void navigator.wakeLock.request('screen').then(
        (held) => {
          if (gone) void held.release();
          else lock = held;
        },
        () => undefined, // a machine on low battery refuses: the screen may then sleep
      );
    };
    hold();
    document.addEventListener('visibilitychange', hold);
    return () => {
      gone = true;
      document.removeEventListener('visibilitychange', hold);
      void lock?.release();
    };
  }, []);
}

/** Whether nobody has moved the mouse or touched the screen for a while. */
export function useIdle(): boolean {
  const [idle, setIdle] = useState(false);
  useEffect(() => {
    let timer = setTimeout(() => setIdle(true), IDLE_MS);
    const stir = () => {
      clearTimeout(timer);
      setIdle(false);
      timer = setTimeout(() => setIdle(true), IDLE_MS);
    };
    globalThis.addEventListener('pointermove', stir);
    return () => {
      clearTimeout(timer);
      globalThis.removeEventListener('pointermove', stir);
    };
  }, []);
  return idle;
}

/** The wallboard is dark whatever its reader prefers elsewhere. */
export function useDarkRoom(): void {
  useEffect(() => {
    const root = document.documentElement;
    root.dataset['theme'] = 'dark';
    return () => {
      root.dataset['theme'] = isDark(usePrefs.getState().theme) ? 'dark' : 'light';
    };
  }, []);
}
