import { http, HttpResponse } from 'msw';
import { QueryClient } from '@tanstack/react-query';
import { afterEach, expect, test } from 'vitest';
import { server } from '../../tests/server';
import { address, ApiError, explain, read, send } from './client';
import { onExpired } from './session';

const fetchNow = () => new QueryClient({ defaultOptions: { queries: { retry: false } } }).fetchQuery(read('/api/sources'));
const refusedOnce = () => {
  let asked = 0;
  server.use(
    http.get('*/api/sources', () => {
      asked += 1;
      return asked === 1
        ? HttpResponse.json({ success: false, error: '登录已过期', code: 'token_expired', trace_id: 't1' }, { status: 401 })
        : HttpResponse.json({ success: true, data: [] });
    }),
  );
};

let stop = () => undefined as void;
afterEach(() => stop());

test('after a 401 somebody signs in over the page, and the request is made again', async () => {
  refusedOnce();
  stop = onExpired(() => Promise.resolve());
  expect((await fetchNow()).data).toEqual([]);
});

test('who gives up at the sign-in gets the refusal', async () => {
  refusedOnce();
  stop = onExpired(() => Promise.reject(new Error('gave up')));
  await expect(fetchNow()).rejects.toMatchObject({ status: 401, code: 'token_expired', traceId: 't1' });
});

test('one sign-in is asked for, however many requests wait for it', async () => {
  let signedIn = false;
  let asked = 0;
  server.use(
    http.get('*/api/sources', () =>
      signedIn ? HttpResponse.json({ success: true, data: [] }) : HttpResponse.json({ error: 'x' }, { status: 401 })),
  );
  stop = onExpired(async () => {
    asked += 1;
    await new Promise((done) => setTimeout(done, 20));
    signedIn = true;
  });
  await Promise.all([fetchNow(), fetchNow(), fetchNow()]);
  expect(asked).toBe(1);
});

test('a write carries the CSRF cookie as a header, also when it is made again', async () => {
  document.cookie = 'leadline_csrf=seal-1';
  const seals: (string | null)[] = [];
  server.use(
    http.post('*/api/calls/sync', ({ request }) => {
      seals.push(request.headers.get('x-csrf-token'));
      return seals.length === 1 ? HttpResponse.json({ error: 'x' }, { status: 401 }) : HttpResponse.json({ success: true, data: {} });
    }),
  );
  stop = onExpired(() => {
    document.cookie = 'leadline_csrf=seal-2';
    return Promise.resolve();
  });
  await send('post', '/api/calls/sync', { body: { days: 1, track: 'both' } });
  expect(seals).toEqual(['seal-1', 'seal-2']);
});

test('a server that is away is an error of status 0', async () => {
  server.use(http.get('*/api/sources', () => HttpResponse.error()));
  const error = await fetchNow().catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(ApiError);
  expect(error).toMatchObject({ status: 0, code: 'unreachable' });
});

test('a refusal without words of its own gets some, by whether one reads or writes', async () => {
  explain((status, writing) => `${status} ${writing ? 'write' : 'read'}`);
  server.use(
    http.get('*/api/sources', () => HttpResponse.error()),
    http.post('*/api/calls/sync', () => new HttpResponse('<html>Bad Gateway</html>', { status: 502 })),
  );
  await expect(fetchNow()).rejects.toThrow('0 read');
  await expect(send('post', '/api/calls/sync', { body: { days: 1, track: 'both' } })).rejects.toThrow('502 write');
  explain(() => '');
});

test('an address leaves out what is not given', () => {
  expect(address('/api/calls/export', { format: 'csv', agent: ['1', '2'], phone: undefined })).toBe('/api/calls/export?format=csv&agent=1&agent=2');
});
