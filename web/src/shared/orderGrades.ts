import { useQuery } from '@tanstack/react-query';
import { read } from '@/api/client';
import { rangeOf } from './days';
import { useCan } from './me';

export interface OrderGrades {
  all: string[];
  nine: string[];
  one: string[];
}

/** Which grades are orders: by the rules, or, for those who may not read them, by the grades that were given lately. */
export function useOrderGrades(): OrderGrades {
  const can = useCan();
  const seesRules = can('settings:read');
  const rules = useQuery({ ...read('/api/settings/grade-rules'), enabled: seesRules, staleTime: 300_000 });
  const given = useQuery({
    ...read('/api/stats/grades', { params: { query: { ...rangeOf('30d'), per_page: 100 } } }),
    enabled: !seesRules, staleTime: 300_000,
  });
  const codes = (kind: string) => [...new Set(rules.data?.data.filter((rule) => rule.order_kind === kind).map((rule) => rule.code))];
  if (!seesRules) {
    const orders = (given.data?.data ?? []).flatMap((row) => (row.orders && row.code ? [row.code] : []));
    return { all: orders, nine: orders.filter((code) => code === 'AS1'), one: orders.filter((code) => code === 'AS2') };
  }
  const all = [...new Set(rules.data?.data.filter((rule) => rule.order_kind).map((rule) => rule.code))];
  return { all, nine: codes('9'), one: codes('1') };
}
