import { App } from 'antd';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError } from '@/api/client';
import type { Pager } from './types';

interface Keyset {
  /** What the list is: other filters are another list. */
  key: string;
  page: number;
  cursor: string | undefined;
  next: string | undefined;
  error: Error | null;
  onGo: (to: { cursor: string | undefined; page: number | undefined }) => void;
  /** The address names a page of another list: of other days, when "the last 7 days" has moved on, or another reader's. */
  onLost: () => void;
}

const isLost = (error: Error | null) => error instanceof ApiError && error.status === 422 && error.details.some(({ field }) => field === 'cursor');

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
export function useKeyset({ key, page, cursor, next, error, onGo, onLost }: Keyset): Omit<Extract<Pager, { kind: 'keyset' }>, 'perPage'> {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const lost = cursor !== undefined && isLost(error);
  useEffect(() => {
    if (!lost) return;
    void message.info(t('table.lost'), 5);
    onLost();
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- once for each time that it is lost
  }, [lost]);
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
