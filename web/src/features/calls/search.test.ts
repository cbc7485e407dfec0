import { expect, test } from 'vitest';
import { parseSearch, stringifySearch } from '@/shared/search';
import { activeFilters, apiQuery, type CallsSearch, callsSearch } from './search';

const FULL: CallsSearch = {
  start: '2026-11-01', end: '2026-11-09', source: ['guanke'], agent: ['3008', ''], task: ['a, b'], outcome: ['busy', 'rejected'], grade: ['AS1'], province: ['广东'],
  phone: '13800138000', call_id: 'x 1', duration_min: 0, duration_max: 60, sort: 'duration', per_page: 100, page: 2, flow: true, open: 'guanke:1',
};

test.each([true, false, undefined])('every filter comes back from the address as it went in, connected: %s', (connected) => {
  const chosen = callsSearch({ ...FULL, connected } as never); // as the router reads what a control has set
  const again = callsSearch(parseSearch(stringifySearch({ ...chosen })));
  expect(again).toEqual(connected === undefined ? FULL : { ...FULL, connected });
  expect(apiQuery(again).filters.connected).toBe(connected);
  expect(activeFilters(again)).toBe(connected === undefined ? 10 : 11);
});
