import type { Schemas } from '@/api/client';
import { eachDay, type Range, today } from '@/shared/days';
import type { Tone } from '@/shared/Pill';

export type DayState = Schemas['Completeness'];
export type RunState = Schemas['RunShape']['state'];
export const DAY_STATES: DayState[] = ['complete', 'partial', 'incomplete', 'unverified', 'never'];
export const DAY_TONES: Record<DayState, Tone> = { complete: 'green', partial: 'blue', incomplete: 'red', unverified: 'amber', never: 'grey' };
export const RUN_TONES: Record<RunState, Tone> = { running: 'blue', done: 'green', incomplete: 'amber', failed: 'red', interrupted: 'amber' };
/** What should be pulled (again): today is never one of them. */
export const isOpen = (state: DayState): boolean => state === 'incomplete' || state === 'unverified';

/** Whether any day of the range is in, or on its way. */
export const isBegun = (tracks: readonly Pick<Schemas['TrackStatus'], 'days'>[]): boolean =>
  tracks.some(({ days }) => days.some(({ state }) => state === 'complete' || state === 'partial'));

/** The days before today that lack something in any track: open ones, and those never pulled since the first one was. */
export function missingDays(tracks: readonly Pick<Schemas['TrackStatus'], 'days'>[], range: Range, now: string = today()): string[] {
  const missing = tracks.flatMap(({ days }) => {
    const states = new Map(days.map((day) => [day.date, day.state]));
    const first = days.filter((day) => day.state !== 'never').map((day) => day.date).toSorted()[0];
    return eachDay(range).filter((day) => {
      const state = states.get(day) ?? 'never';
      return day < now && (isOpen(state) || (state === 'never' && first !== undefined && day > first));
    });
  });
  return [...new Set(missing)].toSorted();
}
