/** What 总览 asks for at first, as addresses: asked while the application is on its way (`early.ts`). */
import { address } from '@/api/address';
import { addDays, chosenRange, today } from '@/shared/days';
import { rangeSearch, type RawSearch } from '@/shared/search';

export function firstOfOverview(search: RawSearch): string[] {
  const { start, end } = chosenRange(rangeSearch(search), '7d');
  const hours = (day: string) => address('/api/stats/trend', { start: day, end: day, interval: 'hour' });
  const now = today();
  return [
    address('/api/stats/overview'),
    address('/api/sync/status'),
    hours(now),
    hours(addDays(now, -1)),
    ...(start === end ? [] : [address('/api/stats/trend', { start, end, interval: 'day' })]),
    address('/api/stats/hours', { start, end }),
    address('/api/stats/agents', { start, end, sort: '-orders', per_page: 10, compare: true }),
    address('/api/stats/grades', { start, end, sort: '-calls', per_page: 100 }),
  ];
}
