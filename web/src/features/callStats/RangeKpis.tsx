import { useTranslation } from 'react-i18next';
import type { ChosenRange } from '@/shared/days';
import { useFormat } from '@/shared/format';
import { callsHref } from '@/shared/links';
import { useOrderGrades } from '@/shared/orderGrades';
import { stringifySearch } from '@/shared/search';
import { type Kpi, Kpis } from './Kpis';
import { type DayByDay, type DayRow, isUnknown } from './model';

/** The figures of the range. */
export function RangeKpis({ days, range }: { days: DayByDay; range: ChosenRange }) {
  const { t } = useTranslation('callStats');
  const format = useFormat();
  const grades = useOrderGrades();
  const { totals } = days;
  const previous = days.compared_known ? days.previous : undefined;
  const when = range.preset ? { range: range.preset } : { start: range.start, end: range.end };
  const orders = callsHref({ ...when, ...(grades.all.length ? { grade: grades.all } : {}) });
  const connected = callsHref({ ...when, connected: true });
  const agents = `/agents${stringifySearch(when)}`;
  const line = (pick: (row: DayRow) => number | null) => days.rows.map((row) => (isUnknown(row) ? null : pick(row))).reverse();
  const kpis: Kpi[] = [
    { metric: 'calls', now: totals.calls, before: previous?.calls, href: callsHref(when), days: line((row) => row.calls) },
    { metric: 'connected', now: totals.connected, before: previous?.connected, href: connected, days: line((row) => row.connected) },
    { metric: 'contact_rate', now: totals.contact_rate, before: previous?.contact_rate, href: connected, days: line((row) => row.contact_rate) },
    {
      metric: 'orders', now: totals.orders, before: previous?.orders, href: orders, days: line((row) => row.orders),
      foot: t('orderKinds', { nine: format.number(totals.orders_9), one: format.number(totals.orders_1) }),
    },
    { metric: 'success_rate', now: totals.success_rate, before: previous?.success_rate, href: orders, days: line((row) => row.success_rate) },
    { metric: 'order_value', now: totals.order_value, before: previous?.order_value, href: orders, days: line((row) => row.order_value) },
    { metric: 'agents', now: totals.agents, before: previous?.agents, href: agents, days: line((row) => row.agents) },
    { metric: 'avg_talk', now: totals.avg_talk, before: previous?.avg_talk, href: connected, days: line((row) => row.avg_talk) },
  ];
  return <Kpis kpis={kpis} compared={!!days.previous} unknown={!days.known} />;
}
