import { expect, test } from 'vitest';
import { pathOf, scaleOf } from './scale';

test.each([
  [0, [0, 0.25]],
  [7, [0, 2, 4, 6, 8]],
  [100, [0, 25, 50, 75, 100]],
  [26_563, [0, 10_000, 20_000, 30_000]],
  [0.31, [0, 0.1, 0.2, 0.3, 0.4]],
])('a scale up to %d has round ticks and ends above it', (most, ticks) => {
  expect(scaleOf(most).ticks).toEqual(ticks);
});

test('counts have no ticks between whole numbers', () => {
  expect(scaleOf(0, true).ticks).toEqual([0, 1]);
  expect(scaleOf(3, true).ticks).toEqual([0, 1, 2, 3]);
  expect(scaleOf(9, true).ticks).toEqual([0, 3, 6, 9]);
});

test('a second scale has as many lines as the first', () => {
  expect(scaleOf(0.13, false, 3).ticks).toHaveLength(4);
  expect(scaleOf(0.13, false, 3).top).toBeGreaterThanOrEqual(0.13);
});

test('a line is broken where nothing is known', () => {
  expect(pathOf([1, 2, null, 0], 2)).toBe('M12.50 50.00L37.50 0.00M87.50 100.00');
});

test('an area reaches down to nought on both sides', () => {
  expect(pathOf([1, 2], 2, true)).toBe('M25.00 100L25.00 50.00L75.00 0.00L75.00 100Z');
});
