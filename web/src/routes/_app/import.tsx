import { createFileRoute } from '@tanstack/react-router';
import { ImportPage } from '@/features/imports/ImportPage';
import { importSearch } from '@/features/imports/search';
import { reads } from '@/shared/search';

export const Route = createFileRoute('/_app/import')({
  validateSearch: reads(importSearch),
  component: function Import() {
    const navigate = Route.useNavigate();
    return <ImportPage search={Route.useSearch()} onSearch={(search) => void navigate({ search, resetScroll: true })} />;
  },
});
