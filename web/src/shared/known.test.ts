import { expect, test } from 'vitest';
import { known, type Meta } from './known';

const at = '2026-11-20T12:00:00+08:00';
type State = NonNullable<Meta['incomplete_days']>[number]['state'];
const days = (...states: State[]) => states.map((state, place) => ({ stat_date: `2026-11-0${place + 1}`, state }));

test('one day that a pull left open makes the whole incomplete, whatever the others are', () => {
  expect(known({ updated_at: at, incomplete_days: days('never', 'incomplete', 'unverified') })).toEqual({ state: 'incomplete', count: 3 });
});

test('days without data are counted apart from those whose calls came by file', () => {
  expect(known({ updated_at: at, incomplete_days: days('never', 'never', 'unverified') })).toEqual({ state: 'missing', count: 2 });
  expect(known({ updated_at: at, incomplete_days: days('unverified', 'unverified') })).toEqual({ state: 'unverified', count: 2 });
});

test('where nothing was ever stored there is no data, not so many days that lack some', () => {
  expect(known({ updated_at: null, incomplete_days: days('never', 'never') })).toEqual({ state: 'never', count: 0 });
  expect(known({})).toEqual({ state: 'never', count: 0 });
});

test('today is in progress, and what a dialer confirmed is complete', () => {
  expect(known({ updated_at: at, partial_days: ['2026-11-20'] })).toEqual({ state: 'partial', count: 0 });
  expect(known({ updated_at: at, complete: true })).toEqual({ state: 'complete', count: 0 });
});
