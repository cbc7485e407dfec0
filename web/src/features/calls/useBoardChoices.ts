import { useQueries, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Schemas } from '@/api/client';
import { type BoardKind, boardOf, idOf } from '@/shared/boards';
import type { Range } from '@/shared/days';
import { useDebounced } from '@/shared/useDebounced';

export const MOST = 200; // what the server lists on a page
const MOST_NAMED = 20;
const CALM = { staleTime: 300_000, refetchOnWindowFocus: false } as const;

interface Ranked {
  source: string;
  id: string;
  name: string | null;
}

const keyOf = (one: Ranked) => `${one.source}/${one.id}`;
const rankedOf = (rows: readonly (Schemas['AgentRow'] | Schemas['TaskRow'])[] = []): Ranked[] =>
  rows.map((row) => ({ source: row.source, id: idOf(row) ?? '', name: row.name }));

/**
 * Agents or tasks to choose from: those with most calls, and where there are more than a page of them, those that are
 * called as somebody types. Those that are chosen already are among them, so that they are told by their names.
 */
export function useBoardChoices(kind: BoardKind, between: Range, chosen: readonly string[] = []) {
  const [typed, setTyped] = useState('');
  const words = useDebounced(typed.trim());
  const query = { ...between, per_page: MOST, sort: '-calls' } as const;
  const first = useQuery({ ...boardOf(kind, query), ...CALM });
  const more = (first.data?.pagination?.total ?? 0) > MOST;
  const found = useQuery({ ...boardOf(kind, query, words), ...CALM, enabled: more && words !== '' });
  const ranked = rankedOf(first.data?.data);
  const known = new Set(ranked.map(keyOf));
  const unnamed = more ? chosen.filter((id) => id && !ranked.some((one) => one.id === id)).slice(0, MOST_NAMED) : [];
  const named = useQueries({ queries: unnamed.map((id) => ({ ...boardOf(kind, query, id), ...CALM })) })
    .flatMap((answer) => rankedOf(answer.data?.data)).filter((one) => unnamed.includes(one.id));
  const rest = [...rankedOf(found.data?.data), ...named].filter((one) => !known.has(keyOf(one)));
  const { isPending, isLoadingError, refetch } = more && words ? found : first; // one that nobody started is pending for ever
  return { choices: [...ranked, ...rest], query: { isPending, isLoadingError, refetch }, onTyped: more ? setTyped : undefined };
}
