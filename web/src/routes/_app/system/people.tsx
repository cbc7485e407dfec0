import { createFileRoute } from '@tanstack/react-router';
import { PeoplePage } from '@/features/people/PeoplePage';
import { type PeopleSearch, SORTS, STATUSES, TABS } from '@/features/people/search';
import { oneOf, rangeSearch, reads, text, trimmed, whole } from '@/shared/search';

export const Route = createFileRoute('/_app/system/people')({
  validateSearch: reads<PeopleSearch>((raw) => ({
    ...rangeSearch(raw), q: text(raw['q'], 100), team: whole(raw['team'], 1), status: oneOf(raw['status'], STATUSES), sort: oneOf(raw['sort'], SORTS),
    page: whole(raw['page'], 1), open: whole(raw['open'], 1), tab: oneOf(raw['tab'], TABS),
  })),
  component: function People() {
    const navigate = Route.useNavigate();
    return <PeoplePage search={Route.useSearch()} onSearch={(change) => void navigate({ search: (before) => trimmed({ ...before, ...change }) as PeopleSearch })} />;
  },
});
