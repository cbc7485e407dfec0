import { createFileRoute } from '@tanstack/react-router';
import { STATES, SORTS, type UsersSearch } from '@/features/users/search';
import { UsersPage } from '@/features/users/UsersPage';
import { oneOf, reads, text, trimmed, whole } from '@/shared/search';

export const Route = createFileRoute('/_app/system/users')({
  validateSearch: reads<UsersSearch>((raw) => ({ q: text(raw['q'], 100), role: text(raw['role'], 50), state: oneOf(raw['state'], STATES), sort: oneOf(raw['sort'], SORTS), page: whole(raw['page'], 1), open: whole(raw['open'], 1) })),
  component: function Users() {
    const navigate = Route.useNavigate();
    return <UsersPage search={Route.useSearch()} onSearch={(change) => void navigate({ search: (before) => trimmed({ ...before, ...change }) })} />;
  },
});
