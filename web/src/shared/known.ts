/** What an answer's `meta` says about how far its figures may be trusted. */
export interface Meta {
  source?: string | null;
  updated_at?: string | null;
  complete?: boolean | null;
  partial_days?: string[];
  incomplete_days?: { stat_date: string; state: 'complete' | 'partial' | 'incomplete' | 'unverified' | 'never' }[];
}

export const MOST_LISTED = 31; // the server names no more of them

export type Known = 'incomplete' | 'missing' | 'unverified' | 'partial' | 'complete' | 'never';

/**
 * What the worst day makes of the whole, and how many days are so. Days of which nothing is known, and days that came by
 * file or push and that no dialer confirmed, are told as what they are: no pull failed there.
 */
export function known({ incomplete_days = [], partial_days, updated_at }: Meta): { state: Known; count: number } {
  const of = (state: string) => incomplete_days.filter((one) => one.state === state).length;
  if (incomplete_days.length > of('never') + of('unverified')) return { state: 'incomplete', count: incomplete_days.length };
  if (of('never')) return updated_at ? { state: 'missing', count: of('never') } : { state: 'never', count: 0 };
  if (of('unverified')) return { state: 'unverified', count: of('unverified') };
  return { state: partial_days?.length ? 'partial' : updated_at ? 'complete' : 'never', count: 0 };
}
