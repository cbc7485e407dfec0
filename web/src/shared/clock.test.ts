import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { today } from './days';
import { hearTime, onClock, serverTime } from '@/api/clock';

const answer = (date?: string) => new Response(null, { headers: date ? { date } : {} });

beforeEach(() => void vi.useFakeTimers({ now: new Date('2026-11-27T04:00:00Z') }));
afterEach(() => {
  hearTime(answer(new Date().toUTCString()));
  vi.useRealTimers();
});

test('a clock that is days off is put right by the first answer, and whoever depends on it is told once', () => {
  const told = vi.fn();
  const deaf = onClock(told);
  expect(today()).toBe('2026-11-27');
  hearTime(answer('Sun, 29 Nov 2026 01:30:00 GMT'));
  expect(today()).toBe('2026-11-29');
  vi.advanceTimersByTime(5000);
  expect(serverTime()).toBe(Date.parse('2026-11-29T01:30:05Z'));
  hearTime(answer('Sun, 29 Nov 2026 01:30:06 GMT'));
  expect(told).toHaveBeenCalledTimes(1);
  deaf();
});

test('a slow answer, one without a time and one that cannot be read change nothing', () => {
  for (const date of ['Fri, 27 Nov 2026 03:59:20 GMT', undefined, 'yesterday']) hearTime(answer(date));
  expect(serverTime()).toBe(Date.now());
});
