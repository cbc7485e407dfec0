/** What the address says of the list of calls. */
import { chosenRange, isDay, type RangeSearch } from '@/shared/days';
import { flag, moment, oneOf, rangeSearch, type RawSearch, text, texts, trimmed, whole } from '@/shared/search';

export const OUTCOMES = [
  'connected', 'voicemail', 'no_answer', 'busy', 'rejected', 'powered_off', 'suspended', 'invalid_number', 'unreachable', 'line_fault', 'cancelled', 'unknown',
] as const;
export type Outcome = (typeof OUTCOMES)[number];
export const SORTS = ['-start_time', 'start_time', '-duration', 'duration'] as const;
export type Sort = (typeof SORTS)[number];
const SIZES = [20, 50, 100, 200] as const;
const MOST_DAYS_BY_DURATION = 31;

export interface CallsSearch extends RangeSearch {
  source?: string[];
  agent?: string[];
  task?: string[];
  outcome?: Outcome[];
  grade?: string[];
  province?: string[];
  connected?: boolean;
  phone?: string;
  call_id?: string;
  duration_min?: number;
  duration_max?: number;
  sort?: Sort;
  per_page?: number;
  cursor?: string;
  page?: number;
  /** One list to scroll through, instead of pages. */
  flow?: boolean;
  /** The call whose drawer is open. */
  open?: string;
}

/** Names of the filters that narrow the list, apart from the range. */
export const FILTERS = ['source', 'agent', 'task', 'outcome', 'grade', 'province', 'connected', 'phone', 'call_id', 'duration_min', 'duration_max'] as const;

export function callsSearch(raw: RawSearch): CallsSearch {
  const [start, end] = [moment(raw['start']), moment(raw['end'])];
  const range = start && end && !(isDay(start) && isDay(end)) && Date.parse(start) < Date.parse(end) ? { start, end } : rangeSearch(raw);
  const per_page = whole(raw['per_page'], 1, 200);
  return trimmed({
    ...range,
    source: texts(raw['source']), agent: texts(raw['agent']), task: texts(raw['task']), grade: texts(raw['grade']), province: texts(raw['province']),
    outcome: texts(raw['outcome'])?.flatMap((one) => oneOf(one, OUTCOMES) ?? []),
    connected: flag(raw['connected']),
    phone: text(raw['phone'], 64), call_id: text(raw['call_id'], 100),
    duration_min: whole(raw['duration_min']), duration_max: whole(raw['duration_max']),
    sort: oneOf(raw['sort'], SORTS),
    per_page: SIZES.find((size) => size === per_page),
    cursor: text(raw['cursor'], 1000), page: whole(raw['page'], 1), flow: flag(raw['flow']) || undefined, open: text(raw['open'], 160),
  });
}

/** What the API is asked: the address with its range, without what is the page's own. */
export function apiQuery(search: CallsSearch) {
  const { range: _preset, page: _page, open: _open, flow: _flow, cursor, per_page, sort, start: _start, end: _end, ...filters } = search;
  const { start, end, preset } = chosenRange(search, '7d');
  const days = (Date.parse(end) - Date.parse(start)) / 86_400_000 + (isDay(end) ? 1 : 0);
  const tooLong = !!sort?.endsWith('duration') && days > MOST_DAYS_BY_DURATION;
  return { filters: { ...filters, start, end, sort: tooLong ? ('-start_time' as const) : sort ?? ('-start_time' as const) }, cursor, per_page: per_page ?? 50, preset, tooLong };
}

export const activeFilters = (search: CallsSearch): number => FILTERS.filter((name) => search[name] !== undefined).length;
