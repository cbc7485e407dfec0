/** Where figures lead: the lists behind them. */
import type { RangeSearch } from './days';
import type { OrderGrades } from './orderGrades';
import { stringifySearch } from './search';

export interface CallsFilter extends Omit<RangeSearch, 'start' | 'end'> {
  start?: string;
  end?: string;
  source?: string[];
  agent?: string[];
  task?: string[];
  outcome?: string[];
  grade?: string[];
  province?: string[];
  connected?: boolean;
  phone?: string;
}

/** The call records that a figure counts. */
export function callsHref(filter: CallsFilter): string {
  const { connected, ...rest } = filter;
  return `/calls${stringifySearch({ ...rest, connected: connected === undefined ? undefined : String(connected) })}`;
}

const OF_CONNECTED = new Set(['connected', 'contact_rate', 'talk_seconds', 'avg_talk']);
const ORDERS: Record<string, keyof OrderGrades> = { orders: 'all', success_rate: 'all', order_value: 'all', orders_9: 'nine', orders_1: 'one' };

/** The calls that a figure of `filter` counts: those that talked, those that ordered, or all. */
export function figureHref(filter: CallsFilter, metric: string, grades: OrderGrades): string {
  if (OF_CONNECTED.has(metric)) return callsHref({ ...filter, connected: true });
  const kind = ORDERS[metric];
  return callsHref({ ...filter, ...(kind && grades[kind].length ? { grade: grades[kind] } : {}) });
}
