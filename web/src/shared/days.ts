import { serverTime } from '@/api/clock';

/** Business days as `YYYY-MM-DD`, in Asia/Shanghai whatever the reader's clock says. */
export const OFFSET = '+08:00';
/** YYYY-MM-DD */
export type Day = string;
const ISO = /^\d{4}-\d{2}-\d{2}$/;
export const OFFSET_MS = 8 * 3_600_000;

export interface Range {
  start: string;
  end: string;
}
export const PRESETS = ['today', 'yesterday', 'week', '7d', '30d', 'month', 'lastMonth'] as const;
export type Preset = (typeof PRESETS)[number];
/** What the address says of a range: a preset, or two days. */
export interface RangeSearch {
  range?: Preset;
  start?: string;
  end?: string;
}
export interface ChosenRange extends Range {
  preset: Preset | undefined;
}

export const isDay = (value: unknown): value is Day =>
  typeof value === 'string' && ISO.test(value) && !Number.isNaN(Date.parse(value));
const utc = (day: string) => new Date(`${day}T00:00:00Z`);
const text = (date: Date) => date.toISOString().slice(0, 10);
/** Reckoned by hand: the clock there is never changed, and a cold load need not wait for the browser's calendars. */
export const today = (now: Date = new Date(serverTime())): string => text(new Date(now.getTime() + OFFSET_MS));

export function addDays(day: string, days: number): string {
  const date = utc(day);
  date.setUTCDate(date.getUTCDate() + days);
  return text(date);
}

export const daysBetween = (start: string, end: string): number =>
  Math.round((utc(end).getTime() - utc(start).getTime()) / 86_400_000) + 1;

/** Every day of the range, oldest first. */
export const eachDay = ({ start, end }: Range): string[] =>
  Array.from({ length: Math.max(daysBetween(start, end), 0) }, (_, index) => addDays(start, index));

/** The days as stretches without a gap, oldest first. */
export function spansOf(days: readonly string[]): Range[] {
  const spans: Range[] = [];
  for (const day of [...new Set(days)].sort()) {
    const last = spans.at(-1);
    if (last && addDays(last.end, 1) === day) last.end = day;
    else spans.push({ start: day, end: day });
  }
  return spans;
}

/** 0: Monday. */
export const weekdayOf = (day: string): number => (utc(day).getUTCDay() + 6) % 7;
export const monthStart = (day: string): string => `${day.slice(0, 7)}-01`;

export function rangeOf(preset: Preset, now: string = today()): Range {
  switch (preset) {
    case 'today':
      return { start: now, end: now };
    case 'yesterday':
      return { start: addDays(now, -1), end: addDays(now, -1) };
    case 'week':
      return { start: addDays(now, -weekdayOf(now)), end: now };
    case '7d':
      return { start: addDays(now, -6), end: now };
    case '30d':
      return { start: addDays(now, -29), end: now };
    case 'month':
      return { start: monthStart(now), end: now };
    case 'lastMonth': {
      const end = addDays(monthStart(now), -1);
      return { start: monthStart(end), end };
    }
  }
}

/** The range that the address asks for. */
export function chosenRange(search: RangeSearch, usual: Preset): ChosenRange {
  if (search.start && search.end) return { start: search.start, end: search.end, preset: undefined };
  const preset = search.range ?? usual;
  return { ...rangeOf(preset), preset };
}

/** The last day of a range that ends with this day, or right before this moment. */
export const lastDayOf = (end: string): string => (isDay(end) ? end : today(new Date(Date.parse(end) - 1)));

/** The hour of a day as moments with their offset; the end is not included. */
export function hourOf(day: string, hour: number): Range {
  const at = (one: number) => `${one === 24 ? addDays(day, 1) : day}T${String(one % 24).padStart(2, '0')}:00:00${OFFSET}`;
  return { start: at(hour), end: at(hour + 1) };
}
