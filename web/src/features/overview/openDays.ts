import type { Schemas } from '@/api/client';

type Asked = Pick<Schemas['TrackStatus'], 'last_run' | 'last_complete'>;

/** Whether a dialer was ever asked; where calls come by file and push only there is none. */
export const asked = (tracks: readonly Asked[]): boolean => tracks.some((track) => track.last_run !== null || track.last_complete !== null);

/**
 * The past days of a track that somebody can do something about: those that lack something, and those whose calls came by
 * file or push although the dialer could be asked. A source that cannot be asked has none of the latter: nothing would
 * ever verify them. A day that a run brings just now needs nobody.
 */
export function openDays(track: Pick<Schemas['TrackStatus'], 'days' | 'last_run' | 'last_complete'>, today: string) {
  const past = track.days.filter((day) => day.date < today && !day.pulling);
  const of = (state: Schemas['DayShape']['state']) => past.filter((day) => day.state === state).map((day) => day.date);
  return { incomplete: of('incomplete'), unverified: asked([track]) ? of('unverified') : [] };
}

/** The past days of the totals that no track has ever brought, where a dialer can be asked for them. */
export function neverSynced(tracks: readonly Asked[], days: readonly { stat_date: string; state: string }[] | undefined, today: string): string[] {
  return asked(tracks) ? (days ?? []).flatMap(({ stat_date, state }) => (state === 'never' && stat_date < today ? [stat_date] : [])) : [];
}
