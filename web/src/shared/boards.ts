/** The rankings of agents and tasks, and those of them that are called so. */
import { type Query, read, type Schemas } from '@/api/client';

export type BoardKind = 'agent' | 'task';
export type BoardQuery = Query<'/api/stats/agents'>;

const ALL = { agent: '/api/stats/agents', task: '/api/stats/tasks' } as const;
const CALLED = { agent: '/api/stats/agents/search', task: '/api/stats/tasks/search' } as const;

/** The ranking; with `words`, those in it that are called so. */
export function boardOf(kind: BoardKind, query: BoardQuery, words = '') {
  return read(words ? CALLED[kind] : ALL[kind], { params: { query: words ? { ...query, q: words } : query } } as never);
}

/** The id of either; null: calls without one. */
export const idOf = (row: Schemas['AgentRow'] | Schemas['TaskRow']): string | null => ('agent_id' in row ? row.agent_id : row.task_id);
