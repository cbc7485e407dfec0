import type { Schemas } from '@/api/client';

export type DayRow = Schemas['DayComparisonShape'];
export type Compared = Pick<DayRow, 'ours' | 'vendor' | 'difference'>;
export const MEASURES = ['calls', 'connected', 'orders'] as const;
export type Measure = (typeof MEASURES)[number];

/** Whether the dialer says another number of anything. */
export const differs = ({ difference }: Compared): boolean => !!difference && MEASURES.some((measure) => difference[measure] !== 0);

/** Whether neither side counts anything. */
export const isBlank = ({ ours, vendor }: Compared): boolean => MEASURES.every((measure) => !ours[measure] && !vendor?.[measure]);

/** How far a line is off, for putting the worst first. */
export const weight = ({ difference }: Compared): number =>
  difference ? MEASURES.reduce((sum, measure) => sum + Math.abs(difference[measure]), 0) : 0;
