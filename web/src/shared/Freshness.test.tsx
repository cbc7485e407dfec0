import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { App } from 'antd';
import { http, HttpResponse } from 'msw';
import { expect, test } from 'vitest';
import { server } from '../../tests/server';
import { RefreshButton } from './Freshness';
import { meQuery } from './me';

async function pressed(refusal: { status: number; code: string; error: string }) {
  const me = { permissions: ['call:sync'] };
  server.use(http.get('*/api/auth/me', () => HttpResponse.json({ success: true, data: me })));
  server.use(http.post('*/api/calls/sync', () => HttpResponse.json({ success: false, ...refusal }, { status: refusal.status })));
  const queries = new QueryClient({ defaultOptions: { queries: { retry: false, staleTime: Infinity } } });
  queries.setQueryData(meQuery.queryKey, me as never);
  render(<QueryClientProvider client={queries}><App><RefreshButton meta={{ updated_at: '2026-11-20T12:00:00+08:00' }} /></App></QueryClientProvider>);
  await userEvent.click(screen.getByRole('button'));
}

test('where there is no dialer to pull from, what is stored is read anew, and that is no failure', async () => {
  await pressed({ status: 503, code: 'no_source', error: 'No dialer is configured' });
  expect(await screen.findByText(/^Reloaded/)).toBeInTheDocument();
});

test('a pull that is refused for another reason says why', async () => {
  await pressed({ status: 502, code: 'vendor_failed', error: 'The dialer did not answer' });
  expect(await screen.findByText(/The dialer did not answer/)).toBeInTheDocument();
});
