import type { Schemas } from '@/api/client';
import type { Tone } from '@/shared/Pill';

export type DayState = Schemas['Completeness'];
export type RunState = Schemas['RunShape']['state'];
export const DAY_STATES: DayState[] = ['complete', 'partial', 'incomplete', 'unverified', 'never'];
export const DAY_TONES: Record<DayState, Tone> = { complete: 'green', partial: 'blue', incomplete: 'red', unverified: 'amber', never: 'grey' };
export const RUN_TONES: Record<RunState, Tone> = { running: 'blue', done: 'green', incomplete: 'amber', failed: 'red', interrupted: 'amber' };
/** What should be pulled (again): today is never one of them. */
export const isOpen = (state: DayState): boolean => state === 'incomplete' || state === 'unverified';
