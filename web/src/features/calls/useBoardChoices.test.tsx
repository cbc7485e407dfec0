import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { act, renderHook, waitFor } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import type { ReactNode } from 'react';
import { expect, test } from 'vitest';
import { server } from '../../../tests/server';
import { MOST, useBoardChoices } from './useBoardChoices';

const BETWEEN = { start: '2026-11-01', end: '2026-11-07' };
const row = (id: string) => ({ source: 'guanke', task_id: id, name: `名单${id}` });

/** A server with so many tasks; it lists MOST of them, or those that are asked for. */
function serverWith(total: number) {
  const asked: string[] = [];
  const all = Array.from({ length: total }, (_, place) => row(String(1000 + place)));
  server.use(http.get(/\/api\/stats\/tasks(\/search)?$/, ({ request }) => {
    const words = new URL(request.url).searchParams.get('q') ?? '';
    asked.push(words);
    const found = all.filter((one) => one.name.includes(words) || one.task_id.startsWith(words));
    return HttpResponse.json({ success: true, data: found.slice(0, MOST), pagination: { page: 1, pages: 1, per_page: MOST, total: found.length } });
  }));
  return asked;
}

function opened(chosen: string[]) {
  const queries = new QueryClient();
  const around = ({ children }: { children: ReactNode }) => <QueryClientProvider client={queries}>{children}</QueryClientProvider>;
  return renderHook(() => useBoardChoices('task', BETWEEN, chosen), { wrapper: around }).result;
}

test('what the first page does not hold is found as somebody types', async () => {
  serverWith(MOST + 100);
  const result = opened([]);
  await waitFor(() => expect(result.current.onTyped).toBeDefined());
  expect(result.current.choices).toHaveLength(MOST);
  act(() => result.current.onTyped?.('名单1290'));
  await waitFor(() => expect(result.current.choices.at(-1)).toEqual({ source: 'guanke', id: '1290', name: '名单1290' }));
});

test('one that was chosen has its name, wherever it ranks', async () => {
  serverWith(MOST + 100);
  const result = opened(['1005', '1299', '']);
  await waitFor(() => expect(result.current.choices).toHaveLength(MOST + 1));
  expect(result.current.choices.at(-1)?.name).toBe('名单1299');
});

test('where one page holds them all nothing more is asked for', async () => {
  const asked = serverWith(3);
  const result = opened(['1001', '7777']);
  await waitFor(() => expect(result.current.choices).toHaveLength(3));
  expect(result.current.onTyped).toBeUndefined();
  expect(asked).toEqual(['']);
});
