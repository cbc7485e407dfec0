import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { renderHook, screen, waitFor } from '@testing-library/react';
import { App } from 'antd';
import { http, HttpResponse } from 'msw';
import type { ReactNode } from 'react';
import { beforeEach, expect, test, vi } from 'vitest';
import { meQuery } from '@/shared/me';
import { server } from '../../../tests/server';
import { usePull } from './usePull';

const ORDER = { spans: [{ start: '2026-11-01', end: '2026-11-02' }], source: undefined, track: 'both' as const };
const job = (state: string) => ({ id: 7, state, progress: { done: 1, total: 2, note: null }, result: { records: 1234, new: 12, updated: 3 }, error: null, run_at: '2026-11-03 09:00:00' });
const me = { permissions: ['job:read', 'call:sync'] };
const answers = (state: string) => http.get('*/api/jobs/7', () => HttpResponse.json({ success: true, data: job(state) }));

/** The page as somebody opens it: nothing is left of the one before but what the tab keeps. */
function opened(onOver: () => void) {
  const queries = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  queries.setQueryData(meQuery.queryKey, me as never);
  const around = ({ children }: { children: ReactNode }) => <QueryClientProvider client={queries}><App>{children}</App></QueryClientProvider>;
  return renderHook(() => usePull(onOver), { wrapper: around });
}

const asked = vi.fn();
beforeEach(() => server.use(
  http.get('*/api/auth/me', () => HttpResponse.json({ success: true, data: me })),
  http.post('*/api/calls/sync', () => HttpResponse.json({ success: true, data: { job_id: 7, job_ids: [7] } }, { status: 202 })),
));

test('a pull goes on being followed after the page was left, and its end is told once', async () => {
  server.use(answers('running'));
  const first = opened(vi.fn());
  first.result.current.start(ORDER);
  await waitFor(() => expect(first.result.current.jobs).toHaveLength(1));
  expect(first.result.current.running).toBe(true);
  first.unmount();

  server.use(answers('done'));
  const over = vi.fn();
  const second = opened(over);
  await screen.findByText('Synced: 1,234 received, 12 new, 3 updated');
  expect(over).toHaveBeenCalledOnce();
  await waitFor(() => expect(second.result.current.running).toBe(false));
  expect(opened(vi.fn()).result.current.running).toBe(false);
});

test('jobs that the reader may not see any more are let go', async () => {
  server.use(http.get('*/api/jobs/7', () => {
    asked();
    return HttpResponse.json({ success: false, error: '没有权限', code: 'not_allowed' }, { status: 403 });
  }));
  const over = vi.fn();
  const { result } = opened(over);
  result.current.start(ORDER);
  await waitFor(() => expect(asked).toHaveBeenCalled());
  await waitFor(() => expect(result.current.running).toBe(false));
  expect(over).not.toHaveBeenCalled();
});
