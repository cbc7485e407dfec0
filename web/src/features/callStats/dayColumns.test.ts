import { expect, test } from 'vitest';
import { formatOf } from '@/shared/format';
import { callsOf, dayColumns, shownOf, sortedDays } from './dayColumns';
import { type DayByDay, type DayRow, isUnknown } from './model';

const day = (date: string, calls: number, deviation: number | null = null) => ({ date, calls, deviation }) as DayRow;
const GRADES = { all: ['AS1', 'AS2'], nine: ['AS1'], one: ['AS2'] };

test('days without a figure come last in either direction', () => {
  const rows = [day('2026-11-01', 5, null), day('2026-11-02', 7, 2), day('2026-11-03', 1, -1)];
  const order = (sort: string) => sortedDays(rows, sort).map((row) => row.date.slice(-2)).join(' ');
  expect(order('deviation')).toBe('03 02 01');
  expect(order('-deviation')).toBe('02 03 01');
  expect(order('-calls')).toBe('02 01 03');
});

test('equal days stand with the newest first', () => {
  expect(sortedDays([day('2026-11-01', 5), day('2026-11-02', 5)], 'calls').map((row) => row.date)).toEqual(['2026-11-02', '2026-11-01']);
});

test('a figure leads to the calls that it counts', () => {
  expect(callsOf('2026-11-01', 'connected', GRADES)).toBe('/calls?start=2026-11-01&end=2026-11-01&connected=true');
  expect(callsOf('2026-11-01', 'orders', GRADES)).toContain('grade=AS1&grade=AS2');
  expect(callsOf('2026-11-01', 'orders_1', GRADES)).not.toContain('AS1');
  expect(callsOf('2026-11-01', 'calls', GRADES)).toBe('/calls?start=2026-11-01&end=2026-11-01');
});

const unknown = { ...day('2026-11-01', 0), state: 'never' } as DayRow;
const quiet = { ...day('2026-11-02', 0), state: 'complete' } as DayRow;
const callsIn = (rows: DayRow[]) => {
  const words = { t: ((key: string) => key) as never, common: ((key: string) => key) as never, format: formatOf('zh-CN'), grades: GRADES };
  return dayColumns({ rows, totals: { calls: 0 }, known: !rows.every(isUnknown) } as DayByDay, words).find((column) => column.key === 'calls');
};

test('a day that nobody asked for has no figures, on the page, in the total and in a file', () => {
  expect(shownOf(unknown, 'calls', formatOf('zh-CN'))).toBe('—');
  expect(callsIn([unknown])?.total).toBe('—');
  expect(callsIn([unknown])?.csv?.(unknown)).toBeNull();
});

test('a day without calls that is known counts none', () => {
  expect(shownOf(quiet, 'calls', formatOf('zh-CN'))).toBe('0');
  expect(callsIn([unknown, quiet])?.total).toBe('0');
});
