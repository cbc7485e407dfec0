import { act, renderHook } from '@testing-library/react';
import { afterEach, expect, test, vi } from 'vitest';
import { useRange } from './useToday';

afterEach(() => vi.useRealTimers());

test('the days of "today" and its like move on at midnight in Shanghai, those that were chosen do not', () => {
  vi.useFakeTimers({ now: new Date('2026-11-29T15:59:20Z') });
  const relative = renderHook(() => useRange({ range: '7d' }, 'today'));
  const fixed = renderHook(() => useRange({ start: '2026-11-01', end: '2026-11-05' }, 'today'));
  expect(relative.result.current).toMatchObject({ start: '2026-11-23', end: '2026-11-29' });
  act(() => vi.advanceTimersByTime(60_000));
  expect(relative.result.current).toMatchObject({ start: '2026-11-24', end: '2026-11-30' });
  expect(fixed.result.current).toMatchObject({ start: '2026-11-01', end: '2026-11-05' });
});

test('a page that was asleep over midnight is of today as soon as it is looked at', () => {
  vi.useFakeTimers({ now: new Date('2026-11-29T15:59:20Z') });
  const { result } = renderHook(() => useRange({}, 'today'));
  vi.setSystemTime(new Date('2026-11-30T01:00:00Z'));
  act(() => void document.dispatchEvent(new Event('visibilitychange')));
  expect(result.current).toMatchObject({ start: '2026-11-30', end: '2026-11-30' });
});
