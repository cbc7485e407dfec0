import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { renderHook } from '@testing-library/react';
import type { ReactNode } from 'react';
import { expect, test, vi } from 'vitest';
import { meQuery } from '@/shared/me';
import { useShortcuts } from './useShortcuts';

const navigate = vi.hoisted(() => vi.fn());
vi.mock('@tanstack/react-router', async (original) => ({ ...(await original<object>()), useNavigate: () => navigate }));

/** Keys as they were pressed; the page may hear them later. */
function press(...keys: [key: string, at: number][]) {
  for (const [key, at] of keys) {
    const event = new KeyboardEvent('keydown', { key });
    Object.defineProperty(event, 'timeStamp', { value: at });
    globalThis.dispatchEvent(event);
  }
}

test('the second key counts from when it was pressed, not from when a busy page hears it', () => {
  navigate.mockClear();
  const queries = new QueryClient();
  queries.setQueryData(meQuery.queryKey, { permissions: ['call:read', 'stats:read'] } as never);
  const around = ({ children }: { children: ReactNode }) => <QueryClientProvider client={queries}>{children}</QueryClientProvider>;
  renderHook(() => useShortcuts({ find: vi.fn(), help: vi.fn() }), { wrapper: around });
  vi.useFakeTimers({ now: 0 });
  press(['g', 1000]);
  vi.setSystemTime(60_000);
  press(['c', 1800]);
  expect(navigate).toHaveBeenCalledWith({ to: '/calls' });
  press(['g', 5000], ['c', 9000]);
  expect(navigate).toHaveBeenCalledOnce();
  vi.useRealTimers();
});
