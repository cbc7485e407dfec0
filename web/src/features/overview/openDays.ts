import type { Schemas } from '@/api/client';

type Askable = Pick<Schemas['TrackStatus'], 'pullable'>;

/** Whether there is a dialer to ask; where calls come by file and push only there is none. */
export const askable = (tracks: readonly Askable[]): boolean => tracks.some((track) => track.pullable);

/**
 * The past days of a track that somebody can do something about: those that lack something, and those whose calls came by
 * file or push although the dialer could be asked. A source that cannot be asked has none of the latter: nothing would
 * ever verify them. A day that a run brings just now needs nobody.
 */
export function openDays(track: Pick<Schemas['TrackStatus'], 'days' | 'pullable'>, today: string) {
  const past = track.days.filter((day) => day.date < today && !day.pulling);
  const of = (state: Schemas['DayShape']['state']) => past.filter((day) => day.state === state).map((day) => day.date);
  return { incomplete: of('incomplete'), unverified: track.pullable ? of('unverified') : [] };
}

/** The past days of the totals that no track has ever brought, where a dialer can be asked for them. */
export function neverSynced(tracks: readonly Askable[], days: readonly { stat_date: string; state: string }[] | undefined, today: string): string[] {
  return askable(tracks) ? (days ?? []).flatMap(({ stat_date, state }) => (state === 'never' && stat_date < today ? [stat_date] : [])) : [];
}
