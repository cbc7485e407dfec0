import { expect, test } from 'vitest';
import { busyHours, cellOf, daysOfCell, heatOf, hoursOfAxis, hoursOfDay } from './heat';

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
  expect(busyHours(early)).toEqual([7, 10]);
  expect(hoursOfAxis(busyHours(matrix()))).toEqual([9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20]);
  expect(hoursOfAxis(busyHours(early))[0]).toBe(7);
  expect(hoursOfAxis([0, 23])).toHaveLength(24);
});

test('a day leaves none of its calls out, before dawn or late in the evening', () => {
  const day = hoursOfDay({ dates: ['2026-11-28T02:00:00+08:00', '2026-11-28T22:00:00+08:00'], total_calls: [3, 8], success_calls: [1, 2] });
  expect([day[0]?.hour, day.at(-1)?.hour]).toEqual([2, 22]);
  expect(day.find(({ hour }) => hour === 22)).toEqual({ hour: 22, calls: 8, connected: 2 });
  expect(day.reduce((sum, { calls }) => sum + calls, 0)).toBe(11);
});

test('a day of which nothing has come has the hours of a working day', () => {
  expect(hoursOfDay(undefined)).toHaveLength(12);
  expect(hoursOfDay({ dates: ['2026-11-28T02:00:00+08:00'], total_calls: [0], success_calls: [0] }).map(({ hour }) => hour)).not.toContain(2);
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
