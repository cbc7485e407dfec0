import type { Schemas } from '@/api/client';

/**
 * The past days of a track that somebody can do something about: those that lack something, and those whose calls came by
 * file or push although the dialer could be asked. A source that cannot be asked has none of the latter: nothing would
 * ever verify them. A day that a run brings just now needs nobody.
 */
export function openDays(track: Pick<Schemas['TrackStatus'], 'days' | 'last_run' | 'last_complete'>, today: string) {
  const past = track.days.filter((day) => day.date < today && !day.pulling);
  const asked = track.last_run !== null || track.last_complete !== null;
  const of = (state: Schemas['DayShape']['state']) => past.filter((day) => day.state === state).map((day) => day.date);
  return { incomplete: of('incomplete'), unverified: asked ? of('unverified') : [] };
}
