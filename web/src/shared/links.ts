/** Where figures lead: the lists behind them. */
import { stringifySearch } from './search';
import type { RangeSearch } from './days';

export interface CallsFilter extends Omit<RangeSearch, 'start' | 'end'> {
  start?: string;
  end?: string;
  source?: string[];
  agent?: string[];
  task?: string[];
  outcome?: string[];
  grade?: string[];
  province?: string[];
  connected?: boolean;
  phone?: string;
}

/** The call records that a figure counts. */
export function callsHref(filter: CallsFilter): string {
  const { connected, ...rest } = filter;
  return `/calls${stringifySearch({ ...rest, connected: connected === undefined ? undefined : String(connected) })}`;
}
