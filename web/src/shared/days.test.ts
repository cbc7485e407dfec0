import { expect, test } from 'vitest';
import { addDays, chosenRange, daysBetween, eachDay, hourOf, isDay, rangeOf, lastDayOf, today, spansOf } from './days';

const FRIDAY = '2026-11-27';

test('today is the day in Shanghai', () => {
  expect(today(new Date('2026-11-27T16:30:00Z'))).toBe('2026-11-28');
});

test.each([
  ['today', FRIDAY, FRIDAY],
  ['yesterday', '2026-11-26', '2026-11-26'],
  ['week', '2026-11-23', FRIDAY],
  ['7d', '2026-11-21', FRIDAY],
  ['30d', '2026-10-29', FRIDAY],
  ['month', '2026-11-01', FRIDAY],
  ['lastMonth', '2026-10-01', '2026-10-31'],
] as const)('%s is %s to %s', (preset, start, end) => expect(rangeOf(preset, FRIDAY)).toEqual({ start, end }));

test('days step over months and years', () => {
  expect(addDays('2026-12-31', 1)).toBe('2027-01-01');
  expect(addDays('2028-03-01', -1)).toBe('2028-02-29');
  expect(eachDay({ start: '2026-11-29', end: '2026-12-01' })).toEqual(['2026-11-29', '2026-11-30', '2026-12-01']);
  expect(daysBetween('2026-11-01', '2026-11-30')).toBe(30);
});

test('two days of the address win over a preset', () => {
  expect(chosenRange({ start: '2026-11-01', end: '2026-11-02', range: '7d' }, 'today').preset).toBeUndefined();
});

test('an hour is told with its offset, the last one until the next day', () => {
  expect(hourOf(FRIDAY, 9)).toEqual({ start: '2026-11-27T09:00:00+08:00', end: '2026-11-27T10:00:00+08:00' });
  expect(hourOf(FRIDAY, 23).end).toBe('2026-11-28T00:00:00+08:00');
});

test('only whole dates are days', () => {
  expect(['2026-11-27', '2026-13-01', '27/11/2026', 7].map(isDay)).toEqual([true, false, false, false]);
});

test('days become the stretches that they make, in order and once each', () => {
  expect(spansOf(['2026-11-03', '2026-10-31', '2026-11-01', '2026-11-01', '2026-11-05'])).toEqual([
    { start: '2026-10-31', end: '2026-11-01' }, { start: '2026-11-03', end: '2026-11-03' }, { start: '2026-11-05', end: '2026-11-05' },
  ]);
  expect(spansOf([])).toEqual([]);
});

test('the last day of a range is not the one that begins with its end', () => {
  expect(lastDayOf('2026-11-27')).toBe('2026-11-27');
  expect(lastDayOf(hourOf('2026-11-27', 23).end)).toBe('2026-11-27');
  expect(lastDayOf(hourOf('2026-11-27', 8).end)).toBe('2026-11-27');
});
