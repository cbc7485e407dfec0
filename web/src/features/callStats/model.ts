/** What the pages of 外呼数据 share: their figures, how they are written, and how they moved. */
import type { Schemas } from '@/api/client';
import type { Format } from '@/shared/format';

export type DayByDay = Schemas['DayByDay'];
export type DayRow = Schemas['DayRow'];
export const METRICS = ['calls', 'connected', 'contact_rate', 'orders', 'success_rate', 'agents', 'talk_seconds'] as const;
export type StatMetric = (typeof METRICS)[number];
const RATES = new Set(['contact_rate', 'success_rate']);

export const isRate = (metric: string): boolean => RATES.has(metric);

/** A figure as people read it. */
export function written(metric: string, value: number | null | undefined, format: Format): string {
  if (isRate(metric)) return format.rate(value);
  if (metric === 'order_value') return format.yuan(value);
  return metric === 'talk_seconds' || metric === 'avg_talk' ? format.duration(value) : format.number(value);
}

/** How a figure moved: points for rates, else relative; null where there is no base. */
export function moved(metric: string, now: number | null | undefined, before: number | null | undefined): number | null {
  if (now == null || before == null) return null;
  if (isRate(metric)) return now - before;
  return before === 0 ? null : (now - before) / before;
}

/** Nobody has asked the dialer for this day: its zeros are none. */
export const isUnknown = (row: Pick<DayRow, 'state' | 'calls'>): boolean => row.state === 'never' && !row.calls;
