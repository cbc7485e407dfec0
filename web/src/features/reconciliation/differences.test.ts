import { expect, test } from 'vitest';
import { type Compared, differs, isBlank, weight } from './differences';

const line = (calls: number, connected: number, orders: number): Compared => {
  const difference = { calls, connected, orders };
  return { ours: difference, vendor: difference, difference };
};

test('a line differs when the dialer says another number of anything', () => {
  expect([line(0, 0, 0), line(0, 0, -1), line(2, 0, 0)].map(differs)).toEqual([false, true, true]);
});

test('a day of which the dialer said nothing does not differ', () => {
  expect(differs({ ...line(3, 1, 0), vendor: null, difference: null })).toBe(false);
});

test('the worst comes first, whichever way it is off', () => {
  expect([line(1, 0, 0), line(-5, 0, 0)].sort((a, b) => weight(b) - weight(a))[0]?.difference?.calls).toBe(-5);
});

test('a line is blank when neither side counts anything', () => {
  expect([line(0, 0, 0), line(1, 0, 0)].map(isBlank)).toEqual([true, false]);
  expect(isBlank({ ...line(0, 0, 0), vendor: null })).toBe(true);
  expect(isBlank({ ...line(0, 0, 0), vendor: { calls: 2, connected: 0, orders: 0 } })).toBe(false);
});
