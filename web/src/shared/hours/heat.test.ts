import { expect, test } from 'vitest';
import { busyHours, cellOf, daysOfCell, heatOf } from './heat';

const empty = () => Array.from({ length: 7 }, () => Array.from({ length: 24 }, () => 0));
const matrix = () => {
  const [calls, connected, orders] = [empty(), empty(), empty()];
  (calls[0] as number[])[10] = 50;
  (connected[0] as number[])[10] = 10;
  (orders[0] as number[])[10] = 5;
  return { calls, connected, orders };
};
const DAYS = [5, 4, 4, 4, 4, 4, 4];

test('a cell is the average of one such day, a rate is of the sums', () => {
  expect(heatOf(matrix(), DAYS, 'calls')[0]?.[10]).toBe(10);
  expect(heatOf(matrix(), DAYS, 'orders')[0]?.[10]).toBe(1);
  expect(heatOf(matrix(), DAYS, 'contact_rate')[0]?.[10]).toBe(0.2);
});

test('an hour without calls is nothing, never a zero', () => {
  expect(heatOf(matrix(), DAYS, 'calls')[1]?.[10]).toBeNull();
  expect(heatOf(matrix(), [0, 0, 0, 0, 0, 0, 0], 'calls')[0]?.[10]).toBeNull();
});

test('hours reach from nine to twenty-one, and further where there were calls', () => {
  const early = matrix();
  (early.calls[3] as number[])[7] = 1;
  expect(busyHours(matrix())).toEqual([9, 21]);
  expect(busyHours(early)).toEqual([7, 21]);
});

test('an address names a cell of the week or none', () => {
  expect(cellOf('2-14')).toEqual([2, 14]);
  expect(cellOf('7-14')).toBeUndefined();
  expect(cellOf('2-24')).toBeUndefined();
  expect(cellOf(undefined)).toBeUndefined();
});

test('behind a cell are the days of its weekday that had calls in its hour, newest first', () => {
  const rows = [['2026-11-16', 10], ['2026-11-16', 11], ['2026-11-17', 10], ['2026-11-23', 10]].map(([day, hour], index) => ({ keys: [String(day), String(hour)], values: [index] }));
  expect(daysOfCell(rows, [0, 10]).map((row) => [row.day, row.values[0]])).toEqual([['2026-11-23', 3], ['2026-11-16', 0]]);
});
