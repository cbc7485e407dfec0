import type { Schemas } from '@/api/client';
import { type CallsFilter, callsHref } from '@/shared/links';
import { useOrderGrades } from '@/shared/orderGrades';
import { Kpis } from './Kpis';

/** What one agent or one task came to, against before. */
export function ProfileKpis({ totals, filter }: { totals: Schemas['BoardRow']; filter: CallsFilter }) {
  const grades = useOrderGrades();
  const before = totals.previous;
  const connected = callsHref({ ...filter, connected: true });
  const orders = callsHref({ ...filter, ...(grades.all.length ? { grade: grades.all } : {}) });
  return (
    <Kpis
      small compared={!!before}
      kpis={[
        { metric: 'calls', now: totals.calls, before: before?.calls, href: callsHref(filter) },
        { metric: 'connected', now: totals.connected, before: before?.connected, href: connected },
        { metric: 'contact_rate', now: totals.contact_rate, before: before?.contact_rate, href: connected },
        { metric: 'orders', now: totals.orders, before: before?.orders, href: orders },
        { metric: 'success_rate', now: totals.success_rate, before: before?.success_rate, href: orders },
        { metric: 'avg_talk', now: totals.avg_talk, before: before?.avg_talk, href: connected },
      ]}
    />
  );
}
