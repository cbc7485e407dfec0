/** How numbers, rates, money, lengths of time and moments are written. Nothing else in the page formats any of them. */
import { useMemo } from 'react';
import { serverTime } from '@/api/clock';
import { OFFSET_MS, today } from './days';
import { type Language, usePrefs } from './prefs';

export const NOTHING = '—';
type Maybe = number | null | undefined;
type When = string | Date | null | undefined;
const WEEKDAYS: Record<Language, string[]> = {
  'zh-CN': ['周一', '周二', '周三', '周四', '周五', '周六', '周日'],
  en: ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'],
};
const JUST_NOW: Record<Language, string> = { 'zh-CN': '刚刚', en: 'just now' };
const SOON: Record<Language, string> = { 'zh-CN': '即将', en: 'in a moment' };
/** By how much the reader's clock may be behind the server's: what has just come in is not about to come. */
const SKEW_SECONDS = 10;
const pad = (value: number) => String(value).padStart(2, '0');

/** Made when it is first asked for: the browser takes milliseconds to make one, and 25 for the first (`early.ts`). */
function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}

const dated = (day: string): string => (day.slice(0, 4) === today().slice(0, 4) ? day.slice(5) : day);

/** The business's wall clock: 2026-11-27 15:30:05. */
const onTheClock = (when: string | Date): string => new Date(new Date(when).getTime() + OFFSET_MS).toISOString().slice(0, 19).replace('T', ' ');

export function formatter(language: Language) {
  const plain = once(() => new Intl.NumberFormat(language, { maximumFractionDigits: 1 }));
  const short = once(() => new Intl.NumberFormat(language, { notation: 'compact', maximumFractionDigits: 1 }));
  const yuan = once(() => new Intl.NumberFormat(language, { style: 'currency', currency: 'CNY', currencyDisplay: 'narrowSymbol' }));
  const relative = once(() => new Intl.RelativeTimeFormat(language, { numeric: 'auto' }));
  const weekday = (index: number) => WEEKDAYS[language][index] ?? '';
  return {
    language,
    weekday,
    /** 一, or Mo: for narrow places */
    weekdayShort: (index: number) => (language === 'en' ? weekday(index).slice(0, 2) : weekday(index).slice(-1)),
    /** 12,345 or 26,562.9 */
    number: (value: Maybe) => (value == null ? NOTHING : plain().format(value)),
    /** 2.7万, 27K: for axes and narrow places */
    short: (value: Maybe) => (value == null ? NOTHING : short().format(value)),
    /** A ratio as 15.6%; small ones keep two digits: 1.02% */
    rate: (value: Maybe) => {
      if (value == null) return NOTHING;
      const percent = value * 100;
      return `${percent.toFixed(percent !== 0 && Math.abs(percent) < 9.995 ? 2 : 1)}%`;
    },
    /** A ratio on an axis: 15%, 1.5% */
    percent: (value: Maybe) => (value == null ? NOTHING : `${plain().format(value * 100)}%`),
    /** A relative change with its sign: +12.3%, +754% */
    change: (value: Maybe) => {
      if (value == null) return NOTHING;
      const percent = Math.abs(value * 100);
      const sign = value > 0 ? '+' : value < 0 ? '−' : '';
      return `${sign}${percent >= 99.95 ? plain().format(Math.round(percent)) : percent.toFixed(1)}%`;
    },
    /** A difference of ratios with its sign: +1.1 pp; small ones keep two digits: −0.04 pp */
    points: (value: Maybe) => {
      if (value == null) return NOTHING;
      const percent = Math.abs(value * 100);
      return `${value > 0 ? '+' : value < 0 ? '−' : ''}${percent.toFixed(percent < 0.995 ? 2 : 1)} pp`;
    },
    /** A difference with its sign: +12 */
    signed: (value: Maybe) =>
      value == null ? NOTHING : `${value > 0 ? '+' : value < 0 ? '−' : ''}${plain().format(Math.abs(value))}`,
    /** Cents as ¥1,234.50 */
    money: (cents: Maybe) => (cents == null ? NOTHING : yuan().format(cents / 100)),
    /** Yuan as ¥1,234.50 */
    yuan: (value: Maybe) => (value == null ? NOTHING : yuan().format(value)),
    /** Seconds as 0:42, 3:06 or 2:45:56 */
    duration: (seconds: Maybe) => {
      if (seconds == null) return NOTHING;
      const all = Math.round(seconds);
      const [hours, minutes] = [Math.floor(all / 3600), Math.floor(all / 60) % 60];
      return hours ? `${hours}:${pad(minutes)}:${pad(all % 60)}` : `${minutes}:${pad(all % 60)}`;
    },
    /** 甲、乙 */
    list: (words: readonly string[]) => words.join(language === 'en' ? ', ' : '、'),
    /** 2.4 MB */
    bytes: (value: Maybe) => {
      if (value == null) return NOTHING;
      if (value < 1000) return `${value} B`;
      return value < 1_000_000 ? `${plain().format(value / 1000)} kB` : `${plain().format(value / 1_000_000)} MB`;
    },
    /** A business day as 11-27, or 2025-12-31 when its year is another one than now */
    date: dated,
    /** A business day as 11-27 周五 (with its year when that is another one than now) */
    day: (day: string) => `${dated(day)} ${weekday((new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7)}`,
    /** A business day as 11-27 */
    dayShort: (day: string) => day.slice(5),
    /** 15:30 */
    time: (when: When) => {
      if (!when) return NOTHING;
      return onTheClock(when).slice(11, 16);
    },
    /** 11-27 15:30:05 (with its year when that is another one than now) */
    moment: (when: When) => {
      if (!when) return NOTHING;
      const written = onTheClock(when);
      return written.slice(written.slice(0, 4) === onTheClock(new Date(serverTime())).slice(0, 4) ? 5 : 0);
    },
    /** 3分钟前 */
    ago: (when: When, now: number = serverTime()) => {
      if (!when) return NOTHING;
      const seconds = (new Date(when).getTime() - now) / 1000;
      const size = Math.abs(seconds);
      const whole = (length: number) => Math.trunc(seconds / length); // 59 minutes and a half are not an hour
      if (size < 60) return seconds > SKEW_SECONDS ? SOON[language] : JUST_NOW[language];
      if (size < 3600) return relative().format(whole(60), 'minute');
      if (size < 86_400) return relative().format(whole(3600), 'hour');
      return relative().format(whole(86_400), 'day');
    },
  };
}

export type Format = ReturnType<typeof formatter>;
const made: Partial<Record<Language, Format>> = {};

/** The formats of a language, made once. */
export const formatOf = (language: Language): Format => (made[language] ??= formatter(language));

export function useFormat(): Format {
  const language = usePrefs((prefs) => prefs.language);
  return useMemo(() => formatOf(language), [language]);
}
