/**
 * The address bar's query: flat and readable (`?agent=3008&agent=3009&outcome=busy`). Routes check what comes in with
 * the readers below, so that a mistyped address shows the page without that filter and never breaks it.
 */
import { isDay, PRESETS, type Preset, type RangeSearch } from './days';

export type RawSearch = Record<string, unknown>;

export function parseSearch(query: string): RawSearch {
  const found: Record<string, string | string[]> = {};
  for (const [name, value] of new URLSearchParams(query)) {
    const before = found[name];
    found[name] = before === undefined ? value : [...(Array.isArray(before) ? before : [before]), value];
  }
  return found;
}

export function stringifySearch(search: RawSearch): string {
  const parts = new URLSearchParams();
  for (const [name, value] of Object.entries(search)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== undefined && one !== null) parts.append(name, typeof one === 'boolean' ? String(Number(one)) : String(one));
    }
  }
  const query = parts.toString();
  return query ? `?${query}` : '';
}

const first = (value: unknown): unknown => (Array.isArray(value) ? value[0] : value);

export function text(value: unknown, longest = 200): string | undefined {
  const one = first(value);
  return typeof one === 'string' && one !== '' ? one.slice(0, longest) : undefined;
}

/** Several texts; an empty one stays, since `agent=` asks for calls whose agent is unknown. */
export function texts(value: unknown): string[] | undefined {
  const all = (Array.isArray(value) ? value : [value]).filter((one): one is string => typeof one === 'string');
  return all.length ? all.slice(0, 100) : undefined;
}

export function oneOf<T extends string>(value: unknown, allowed: readonly T[]): T | undefined {
  const one = first(value);
  return allowed.find((each) => each === one);
}

export function whole(value: unknown, least = 0, most = Number.MAX_SAFE_INTEGER): number | undefined {
  const one = first(value);
  if (one === undefined || one === '') return undefined;
  const number = Number(one);
  return Number.isInteger(number) && number >= least && number <= most ? number : undefined;
}

export function flag(value: unknown): boolean | undefined {
  const one = first(value);
  if (one === true || one === '1' || one === 'true') return true;
  return one === false || one === 'false' || one === '0' ? false : undefined;
}

export const day = (value: unknown): string | undefined => {
  const one = first(value);
  return isDay(one) ? one : undefined;
};

/** A day, or a moment with its offset. */
export function moment(value: unknown): string | undefined {
  const one = first(value);
  if (isDay(one)) return one;
  if (typeof one !== 'string') return undefined;
  const mended = one.replace(' ', '+'); // a plus that was not escaped arrives as a space
  return /^\d{4}-\d{2}-\d{2}T.+(Z|[+-]\d{2}:\d{2})$/.test(mended) && !Number.isNaN(Date.parse(mended)) ? mended : undefined;
}

/**
 * A route's reading of its address. What the route does not name, or cannot read, is gone: the router hands on what stood
 * there wherever it is told nothing else.
 */
export function reads<T extends object>(read: (raw: RawSearch) => T): (raw: RawSearch) => T {
  return (raw) => {
    const unread = Object.fromEntries(Object.keys(raw).map((name) => [name, undefined]));
    return { ...unread, ...read(raw) };
  };
}

/** The range of the address: a preset, or two days in order. */
export function rangeSearch(raw: RawSearch): RangeSearch {
  const start = day(raw['start']);
  const end = day(raw['end']);
  if (start && end && start <= end) return { start, end };
  const range = oneOf<Preset>(raw['range'], PRESETS);
  return range ? { range } : {};
}

/** Where to go on to: only an address of ours. */
export const ownPath = (next: string | undefined): string | undefined => (next && /^\/(?![/\\])/.test(next) ? next : undefined);

/** Without the entries that say nothing. */
export function trimmed<T extends object>(search: T): T {
  return Object.fromEntries(Object.entries(search).filter(([, value]) => value !== undefined)) as T;
}
