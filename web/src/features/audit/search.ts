import type { RangeSearch } from '@/shared/days';

export const RESULTS = ['ok', 'refused'] as const;
export type Result = (typeof RESULTS)[number];

/** What the address says of the audit log. */
export interface AuditSearch extends RangeSearch {
  q?: string | undefined;
  actor?: string | undefined;
  action?: string | undefined;
  subject?: string | undefined;
  trace?: string | undefined;
  result?: Result | undefined;
  open?: number | undefined;
}

export type Change = (change: AuditSearch) => void;

/** The filters beside the dates that narrow the list. */
export const narrowing = ({ q, actor, action, subject, trace, result }: AuditSearch) =>
  [q, actor, action, subject, trace, result].filter(Boolean).length;

export const NO_FILTERS: AuditSearch = {
  q: undefined, actor: undefined, action: undefined, subject: undefined, trace: undefined, result: undefined,
};
