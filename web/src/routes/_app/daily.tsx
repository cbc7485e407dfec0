import { createFileRoute } from '@tanstack/react-router';
import { DailyPage, type DailySearch } from '@/features/callStats/DailyPage';
import { rangeSearch, reads, text, trimmed } from '@/shared/search';

export const Route = createFileRoute('/_app/daily')({
  validateSearch: reads<DailySearch>((raw) => ({ ...rangeSearch(raw), sort: text(raw['sort'], 30) })),
  component: function Daily() {
    const navigate = Route.useNavigate();
    return (
      <DailyPage
        search={Route.useSearch()}
        onSearch={(change) => void navigate({ search: (before) => trimmed({ ...before, ...change }), replace: true, resetScroll: false })}
      />
    );
  },
});
