import type { Schemas } from '@/api/client';
import { eachDay, type Range, today } from '@/shared/days';
import type { Tone } from '@/shared/Pill';

type Track = Schemas['TrackStatus'];
type Day = Track['days'][number];
export type DayState = Schemas['Completeness'];
export type RunState = Schemas['RunShape']['state'];
/** How a day stands for a reader: one that a run brings just now lacks nothing that anybody could mend. */
export type DayStand = DayState | 'pulling';
export const DAY_STANDS: DayStand[] = ['complete', 'partial', 'pulling', 'incomplete', 'unverified', 'never'];
export const DAY_TONES: Record<DayStand, Tone> = { complete: 'green', partial: 'blue', pulling: 'blue', incomplete: 'red', unverified: 'amber', never: 'grey' };
export const RUN_TONES: Record<RunState, Tone> = { running: 'blue', done: 'green', incomplete: 'amber', failed: 'red', interrupted: 'amber' };
export const standOf = (day: Pick<Day, 'state' | 'pulling'> | undefined): DayStand => (day?.pulling ? 'pulling' : day?.state ?? 'never');
/** What should be pulled (again): today is never one of them. */
export const isOpen = (stand: DayStand): boolean => stand === 'incomplete' || stand === 'unverified';
/** Whether a run brings a day of them just now. */
export const isPulling = (tracks: readonly Pick<Track, 'days'>[]): boolean => tracks.some(({ days }) => days.some((day) => day.pulling));

/** Whether any day of the range is in, or on its way. */
export const isBegun = (tracks: readonly Pick<Track, 'days'>[]): boolean =>
  tracks.some(({ days }) => days.some(({ state }) => state === 'complete' || state === 'partial'));

/** Whether no day of the range before today is one that nobody has asked for. */
export const isWhole = (tracks: readonly Pick<Track, 'days'>[], range: Range, now: string = today()): boolean =>
  tracks.every(({ days }) => {
    const known = new Set(days.filter((day) => day.state !== 'never').map((day) => day.date));
    return eachDay(range).every((day) => day >= now || known.has(day));
  });

/** The days before today that lack something in any track: open ones, and those never pulled since the first one was. */
export function missingDays(tracks: readonly Pick<Track, 'days'>[], range: Range, now: string = today()): string[] {
  const missing = tracks.flatMap(({ days }) => {
    const states = new Map(days.map((day) => [day.date, standOf(day)]));
    const first = days.filter((day) => day.state !== 'never').map((day) => day.date).sort()[0];
    return eachDay(range).filter((day) => {
      const state = states.get(day) ?? 'never';
      return day < now && (isOpen(state) || (state === 'never' && first !== undefined && day > first));
    });
  });
  return [...new Set(missing)].sort();
}
