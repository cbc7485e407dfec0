import { expect, test } from 'vitest';
import { type DayState, isBegun, isPulling, isWhole, missingDays, standOf } from './states';

const track = (states: Record<string, DayState>) => ({ days: Object.entries(states).map(([date, state]) => ({ date, state })) as never });
const RANGE = { start: '2026-11-01', end: '2026-11-06' };

test('what is to be filled: days that are open in any track, and gaps since the first pull, but never today', () => {
  const calls = track({ '2026-11-02': 'complete', '2026-11-03': 'incomplete', '2026-11-05': 'complete', '2026-11-06': 'partial' });
  const totals = track({ '2026-11-02': 'unverified', '2026-11-03': 'complete', '2026-11-04': 'complete', '2026-11-05': 'complete', '2026-11-06': 'incomplete' });
  expect(missingDays([calls, totals], RANGE, '2026-11-06')).toEqual(['2026-11-02', '2026-11-03', '2026-11-04']);
});

test('nothing is missing before anything was pulled', () => {
  expect(missingDays([track({})], RANGE, '2026-11-06')).toEqual([]);
});

test('a day that a run brings just now is not missing, nor is it red', () => {
  const begun = { days: [{ date: '2026-11-02', state: 'incomplete', pulling: true }, { date: '2026-11-03', state: 'incomplete', pulling: false }] as never };
  expect(missingDays([begun], { start: '2026-11-01', end: '2026-11-03' }, '2026-11-06')).toEqual(['2026-11-03']);
  expect(isPulling([begun])).toBe(true);
  expect(isPulling([track({ '2026-11-02': 'complete' })])).toBe(false);
  expect(standOf({ state: 'incomplete', pulling: true })).toBe('pulling');
  expect(standOf(undefined)).toBe('never');
});

test('a source of which no day was pulled is not complete, it has not begun', () => {
  expect(isBegun([track({}), track({ '2026-11-02': 'never' })])).toBe(false);
  expect(isBegun([track({ '2026-11-06': 'incomplete' })])).toBe(false); // the first pull is at work
  expect(isBegun([track({}), track({ '2026-11-06': 'partial' })])).toBe(true);
  expect(isBegun([track({}), track({ '2026-11-02': 'complete' })])).toBe(true);
});

test('days that nobody has asked for are no part of what is complete', () => {
  const days = { '2026-11-04': 'complete', '2026-11-05': 'complete' } as const;
  expect(isWhole([track(days)], { start: '2026-11-04', end: '2026-11-06' }, '2026-11-06')).toBe(true);
  expect(isWhole([track(days)], { start: '2026-11-03', end: '2026-11-06' }, '2026-11-06')).toBe(false);
  expect(isWhole([track(days), track({ '2026-11-05': 'complete' })], { start: '2026-11-04', end: '2026-11-05' }, '2026-11-06')).toBe(false);
});
