import type { Schemas } from '@/api/client';
import { weekdayOf } from '../days';

export const HEAT_METRICS = ['calls', 'contact_rate', 'orders'] as const;
export type HeatMetric = (typeof HEAT_METRICS)[number];
type Matrix = Schemas['HourMatrix'];
/** A weekday (0: Monday) and an hour. */
export type Cell = [number, number];
const EVERY_HOUR = Array.from({ length: 24 }, (_, hour) => hour);

/** Per cell what one such day had on average, so that five Mondays and four Tuesdays compare; null: no calls. */
export function heatOf({ calls, connected, orders }: Matrix, days: number[], metric: HeatMetric): (number | null)[][] {
  return days.map((count, weekday) =>
    EVERY_HOUR.map((hour) => {
      const made = calls[weekday]?.[hour] ?? 0;
      if (!made || !count) return null;
      if (metric === 'contact_rate') return (connected[weekday]?.[hour] ?? 0) / made;
      return (metric === 'calls' ? made : orders[weekday]?.[hour] ?? 0) / count;
    }));
}

/** The hours of an axis: from the first to the last with calls, at least those of a working day, 9 to 21. */
export function hoursOfAxis(busy: readonly number[]): number[] {
  return EVERY_HOUR.slice(Math.min(9, ...busy), Math.max(20, ...busy) + 1);
}

export const busyHours = ({ calls }: Matrix): number[] => EVERY_HOUR.filter((hour) => calls.some((row) => (row[hour] ?? 0) > 0));

type HourTrend = Pick<Schemas['Trend'], 'dates' | 'total_calls' | 'success_calls'>;

/** A day hour by hour, from its trend. */
export function hoursOfDay(trend: HourTrend | undefined): { hour: number; calls: number; connected: number }[] {
  const at = new Map(trend?.dates.map((date, index) => [Number(date.slice(11, 13)), index]));
  const of = (sums: number[] | undefined, hour: number) => sums?.[at.get(hour) ?? -1] ?? 0;
  const busy = [...at.keys()].filter((hour) => of(trend?.total_calls, hour) > 0);
  return hoursOfAxis(busy).map((hour) => ({ hour, calls: of(trend?.total_calls, hour), connected: of(trend?.success_calls, hour) }));
}

/** The cell that the address names: "2-14" is Wednesday at 14. */
export function cellOf(at: string | undefined): Cell | undefined {
  const found = /^([0-6])-(\d{1,2})$/.exec(at ?? '');
  return found && Number(found[2]) < 24 ? [Number(found[1]), Number(found[2])] : undefined;
}

/** The days behind a cell, newest first; the rows are by day and hour. */
export function daysOfCell(rows: readonly Pick<Schemas['ExploreRow'], 'keys' | 'values'>[], [weekday, hour]: Cell) {
  return rows
    .map(({ keys, values }) => ({ day: String(keys[0]), hour: Number(keys[1]), values }))
    .filter((row) => row.hour === hour && weekdayOf(row.day) === weekday)
    .sort((a, b) => b.day.localeCompare(a.day));
}
