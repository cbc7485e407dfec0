import { expect, test } from 'vitest';
import { callsOf, sortedDays } from './dayColumns';
import type { DayRow } from './model';

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
