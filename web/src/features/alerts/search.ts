import type { Query, Schemas } from '@/api/client';
import { callsHref } from '@/shared/links';
import { stringifySearch } from '@/shared/search';
import type { Severity } from '@/shared/severity';

export const TABS = ['open', 'history', 'rules'] as const;
export const PER_PAGE = 20;
export type Alert = Schemas['AlertShape'];

export interface AlertsSearch {
  tab?: Exclude<(typeof TABS)[number], 'open'> | undefined;
  severity?: Severity | undefined;
  rule?: string | undefined;
  source?: string | undefined;
  /** `1`: acknowledged, `0`: not. */
  seen?: '1' | '0' | undefined;
  page?: number | undefined;
  /** The alert whose drawer is open. */
  alert?: number | undefined;
}
export interface PageProps {
  search: AlertsSearch;
  onSearch: (change: AlertsSearch) => void;
}
export const NO_FILTERS: AlertsSearch = { severity: undefined, rule: undefined, source: undefined, seen: undefined, page: undefined };
export const narrowing = (search: AlertsSearch): number => [search.severity, search.rule, search.source, search.seen].filter((one) => one !== undefined).length;

export const asked = (search: AlertsSearch): Query<'/api/alerts'> => ({
  page: search.page ?? 1, per_page: PER_PAGE,
  ...(search.tab === 'history' ? {} : { state: 'open' as const }),
  ...(search.severity ? { severity: [search.severity] } : {}), ...(search.rule ? { rule: [search.rule] } : {}),
  ...(search.source ? { source: search.source } : {}), ...(search.seen ? { acknowledged: search.seen === '1' } : {}),
});

export type Go = 'sync' | 'day' | 'reconciliation' | 'calls' | 'jobs' | 'schedules';
export interface Behind {
  go: Go;
  href: string;
}
const two = (hour: number) => String(hour).padStart(2, '0');

/** Where what an alert tells of is seen; undefined where no page shows it (a disk). */
export function behind({ rule, source, facts }: Pick<Alert, 'rule' | 'source' | 'facts'>): Behind | undefined {
  const day = typeof facts['day'] === 'string' ? facts['day'] : undefined;
  if (rule === 'sync_failing' || rule === 'track_stale') return { go: 'sync', href: '/sync' };
  if (rule === 'day_incomplete' && day) return { go: 'day', href: `/sync${stringifySearch({ day: `${source ?? ''}:${day}`, start: day, end: day })}` };
  if ((rule === 'orders_differ' || rule === 'day_reopened') && day) {
    return { go: 'reconciliation', href: `/reconciliation${stringifySearch({ open: `${source ?? ''}:${day}`, start: day, end: day })}` };
  }
  if ((rule === 'contact_rate' || rule === 'no_calls') && day) {
    const last = Number(facts['hour'] ?? 0);
    const first = last - Number(facts['hours'] ?? 1) + 1;
    return { go: 'calls', href: callsHref({ start: `${day}T${two(first)}:00:00+08:00`, end: `${day}T${two(last)}:59:59+08:00`, ...(source ? { source: [source] } : {}) }) };
  }
  if (rule === 'dead_letters') return { go: 'jobs', href: '/jobs' };
  return rule === 'counts_differ' ? { go: 'schedules', href: '/jobs?tab=schedules' } : undefined;
}
