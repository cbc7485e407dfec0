import { useSyncExternalStore } from 'react';
import { onClock } from '@/api/clock';
import { type ChosenRange, chosenRange, type Day, type Preset, type RangeSearch, today } from './days';

const OFTEN_MS = 30_000;
const subscribe = (look: () => void) => {
  const timer = setInterval(look, OFTEN_MS);
  const deaf = onClock(look);
  document.addEventListener('visibilitychange', look);
  return () => {
    deaf();
    clearInterval(timer);
    document.removeEventListener('visibilitychange', look);
  };
};

/** The business's day of now: whatever uses it is drawn anew when a page stays open over midnight. */
export const useToday = (): Day => useSyncExternalStore(subscribe, () => today());

/** The range that the address asks for; "today" and its like move on at midnight. */
export function useRange(search: RangeSearch, usual: Preset): ChosenRange {
  useToday();
  return chosenRange(search, usual);
}
