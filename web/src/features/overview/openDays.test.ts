import { expect, test } from 'vitest';
import type { Schemas } from '@/api/client';
import { neverSynced, openDays } from './openDays';

type Track = Schemas['TrackStatus'];
const day = (date: string, state: string) => ({ date, state }) as Track['days'][number];
const days = [day('2026-11-29', 'incomplete'), day('2026-11-28', 'unverified'), day('2026-11-27', 'incomplete'), day('2026-11-26', 'never')];

test('past days that lack something are told apart from those that nobody has checked', () => {
  expect(openDays({ days, pullable: true }, '2026-11-29')).toEqual({
    incomplete: ['2026-11-27'], unverified: ['2026-11-28'],
  });
});

test('a source of files that no dialer can be asked about is not complained of', () => {
  expect(openDays({ days, pullable: false }, '2026-11-29').unverified).toEqual([]);
});

test('a day that is on its way needs nobody', () => {
  expect(openDays({ days: [{ ...day('2026-11-27', 'incomplete'), pulling: true }], pullable: true }, '2026-11-29').incomplete).toEqual([]);
});

const DAYS = [{ stat_date: '2026-11-20', state: 'incomplete' }, { stat_date: '2026-11-02', state: 'never' }, { stat_date: '2026-11-01', state: 'never' }];

test('days that were never synced are told where a dialer can be asked for them', () => {
  const asked = { pullable: true };
  expect(neverSynced([asked], DAYS, '2026-11-21')).toEqual(['2026-11-02', '2026-11-01']);
  expect(neverSynced([{ pullable: false }], DAYS, '2026-11-21')).toEqual([]);
  expect(neverSynced([asked], DAYS, '2026-11-02')).toEqual(['2026-11-01']);
  expect(neverSynced([asked], undefined, '2026-11-21')).toEqual([]);
});
