import { createFileRoute } from '@tanstack/react-router';
import { RolesPage, type RolesSearch } from '@/features/roles/RolesPage';
import { reads, text, trimmed } from '@/shared/search';

export const Route = createFileRoute('/_app/system/roles')({
  validateSearch: reads<RolesSearch>((raw) => ({ role: text(raw['role'], 50) })),
  component: function Roles() {
    const navigate = Route.useNavigate();
    return <RolesPage search={Route.useSearch()} onSearch={(change) => void navigate({ search: (before) => trimmed({ ...before, ...change }) })} />;
  },
});
