import { expect, test } from 'vitest';
import { formatOf } from '@/shared/format';
import { moved, written } from './model';

const format = formatOf('zh-CN');

test('a rate moves by points, a count relative to before', () => {
  expect(moved('contact_rate', 0.2, 0.15)).toBeCloseTo(0.05);
  expect(moved('calls', 150, 100)).toBe(0.5);
});

test('without a base nothing is said to have moved', () => {
  expect(moved('calls', 5, 0)).toBeNull();
  expect(moved('orders', 5, undefined)).toBeNull();
  expect(moved('success_rate', null, 0.1)).toBeNull();
});

test('each figure is written in its own way', () => {
  expect(written('calls', 12345, format)).toBe('12,345');
  expect(written('contact_rate', 0.1535, format)).toBe('15.3%');
  expect(written('talk_seconds', 3725, format)).toBe('1:02:05');
  expect(written('order_value', 1234.5, format)).toContain('1,234.50');
  expect(written('avg_talk', null, format)).toBe('—');
});
