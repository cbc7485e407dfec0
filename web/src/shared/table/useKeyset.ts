import type { Pager } from './types';

interface Keyset {
  /** What the list is: other filters are another list. */
  key: string;
  page: number;
  cursor: string | undefined;
  next: string | undefined;
  onGo: (to: { cursor: string | undefined; page: number | undefined }) => void;
}

const STORE = 'leadline.trail';
const recall = (key: string): Record<number, string> => {
  try {
    const kept = JSON.parse(sessionStorage.getItem(STORE) ?? '{}') as { key?: string; trail?: Record<number, string> };
    return kept.key === key ? kept.trail ?? {} : {};
  } catch {
    return {};
  }
};

/** Pages of a keyset: the cursor is in the address, the way back in this tab's memory. */
export function useKeyset({ key, page, cursor, next, onGo }: Keyset): Omit<Extract<Pager, { kind: 'keyset' }>, 'perPage'> {
  const trail = recall(key);
  const go = (to: number, where: string | undefined) => {
    const known = { ...trail, ...(cursor ? { [page]: cursor } : {}), ...(where ? { [to]: where } : {}) };
    sessionStorage.setItem(STORE, JSON.stringify({ key, trail: known }));
    onGo(to === 1 ? { cursor: undefined, page: undefined } : { cursor: where, page: to });
  };
  const back = page === 2 || (page > 2 && trail[page - 1] !== undefined);
  return {
    kind: 'keyset',
    page,
    hasNext: next !== undefined,
    onNext: () => go(page + 1, next),
    ...(back ? { onPrevious: () => go(page - 1, trail[page - 1]) } : {}),
    ...(page > 1 ? { onFirst: () => go(1, undefined) } : {}),
  };
}
