import { expect, test, vi } from 'vitest';
import { formatOf } from './format';

const zh = formatOf('zh-CN');
const en = formatOf('en');

test.each([
  [0.156343, '15.6%'], [0.010167, '1.02%'], [0.09997, '10.0%'], [1, '100.0%'], [0, '0.0%'], [null, '—'],
])('the rate %s is written %s', (value, text) => expect(zh.rate(value)).toBe(text));

test.each([
  [0, '0:00'], [42, '0:42'], [186, '3:06'], [9956, '2:45:56'], [undefined, '—'],
])('%s seconds are %s', (value, text) => expect(zh.duration(value)).toBe(text));

test('money is written from cents, once', () => {
  expect(zh.money(123450)).toBe('¥1,234.50');
  expect(en.money(null)).toBe('—');
});

test('changes carry their sign', () => {
  expect([zh.change(0.837111), zh.change(-0.0258), zh.change(0), zh.change(null)]).toEqual(['+83.7%', '−2.6%', '0.0%', '—']);
  expect([zh.change(0.999), zh.change(7.5372)]).toEqual(['+99.9%', '+754%']);
  expect([zh.signed(16_913), zh.signed(-1)]).toEqual(['+16,913', '−1']);
});

test('a difference of ratios is told in percentage points', () => {
  expect([zh.points(0.0107), zh.points(-0.0004), zh.points(0.00996), zh.points(null)]).toEqual(['+1.1 pp', '−0.04 pp', '+1.0 pp', '—']);
});

test('moments are told in Shanghai, wherever the reader is', () => {
  const here = new Date().getFullYear();
  expect(zh.moment(`${here}-03-05T16:30:00Z`)).toBe('03-06 00:30:00');
  expect(zh.moment('2020-03-05T16:30:00Z')).toBe('2020-03-06 00:30:00');
});

test('a business day has its weekday', () => {
  vi.setSystemTime('2026-11-28T02:00:00Z');
  expect(zh.day('2026-11-27')).toBe('11-27 周五');
  expect(en.day('2026-11-27')).toBe('11-27 Fri');
  vi.useRealTimers();
});

test('a day of another year is told with its year', () => {
  vi.setSystemTime('2026-11-28T02:00:00Z');
  expect(zh.day('2025-12-31')).toBe('2025-12-31 周三');
  expect([zh.date('2025-12-31'), zh.date('2026-01-01')]).toEqual(['2025-12-31', '01-01']);
  vi.useRealTimers();
});

test.each([
  [0, '刚刚', 'just now'], [-59, '刚刚', 'just now'], [9, '刚刚', 'just now'], [59, '即将', 'in a moment'], [-60, '1分钟前', '1 minute ago'], [-3599, '59分钟前', '59 minutes ago'],
  [-3600, '1小时前', '1 hour ago'], [7200, '2小时后', 'in 2 hours'], [-86_400 * 3, '3天前', '3 days ago'],
])('what is %s seconds from now is %s or %s', (seconds, chinese, english) => {
  const now = Date.parse('2026-11-27T08:00:00Z');
  const when = new Date(now + seconds * 1000);
  expect([zh.ago(when, now), en.ago(when, now)]).toEqual([chinese, english]);
});
