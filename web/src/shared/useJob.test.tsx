import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { renderHook, waitFor } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import type { ReactNode } from 'react';
import { expect, test, vi } from 'vitest';
import { server } from '../../tests/server';
import { useJob } from './useJob';

function Around({ children }: { children: ReactNode }) {
  return <QueryClientProvider client={new QueryClient({ defaultOptions: { queries: { retry: false } } })}>{children}</QueryClientProvider>;
}

test('who may not look at a job is told so, and does not wait for its end', async () => {
  server.use(http.get('*/api/jobs/7', () => HttpResponse.json({ success: false, error: '没有权限', code: 'not_allowed' }, { status: 403 })));
  const over = vi.fn();
  const { result } = renderHook(() => useJob(7, over), { wrapper: Around });
  await waitFor(() => expect(result.current.error?.message).toBe('没有权限'));
  expect(result.current.running).toBe(false);
  expect(over).not.toHaveBeenCalled();
});

test('a server that is away for a moment does not end the wait', async () => {
  server.use(http.get('*/api/jobs/8', () => HttpResponse.error()));
  const { result } = renderHook(() => useJob(8, vi.fn()), { wrapper: Around });
  await waitFor(() => expect(result.current.error?.status).toBe(0));
  expect(result.current.running).toBe(true);
});
