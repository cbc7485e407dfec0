import type { Query, Schemas } from '@/api/client';
import type { RangeSearch } from '@/shared/days';

export type Employee = Schemas['EmployeeShape'];
export type Team = Schemas['TeamShape'];
export type Status = Employee['status'];
export const STATUSES: readonly Status[] = ['active', 'leave', 'left'];
export const SORTS = ['employee_no', '-employee_no', 'name', '-name', 'team', '-team', 'status', '-status', 'joined_on', '-joined_on'] as const;
export const TABS = ['facts', 'agents', 'kpis'] as const;
export const PER_PAGE = 50;

export interface PeopleSearch extends RangeSearch {
  q?: string | undefined;
  team?: number | undefined;
  status?: Status | undefined;
  sort?: (typeof SORTS)[number] | undefined;
  page?: number | undefined;
  /** The employee whose drawer is open, and what of them is shown. */
  open?: number | undefined;
  tab?: (typeof TABS)[number] | undefined;
}
export type Change = (change: { [K in keyof PeopleSearch]?: PeopleSearch[K] | undefined }) => void;
export const NO_FILTERS = { q: undefined, status: undefined, page: undefined } as const;

export const narrowing = (search: PeopleSearch): number => [search.q, search.status].filter((one) => one !== undefined).length;

export const asked = (search: PeopleSearch): Query<'/api/employees'> => ({
  q: search.q ?? '', page: search.page ?? 1, per_page: PER_PAGE, sort: search.sort ?? 'employee_no',
  ...(search.team ? { team: search.team } : {}), ...(search.status ? { status: search.status } : {}),
});

/** The teams that can be seen while some are folded. */
export function unfolded(teams: readonly Team[], folded: ReadonlySet<number>): Team[] {
  const hidden = new Set<number>();
  return teams.filter((team) => {
    const above = team.parent_id;
    if (above !== null && (folded.has(above) || hidden.has(above))) hidden.add(team.id);
    return !hidden.has(team.id);
  });
}

/** A team and all below it: where it cannot be moved to. */
export function withBelow(teams: readonly Team[], id: number): Set<number> {
  const found = new Set([id]);
  for (const team of teams) if (team.parent_id !== null && found.has(team.parent_id)) found.add(team.id);
  return found;
}
