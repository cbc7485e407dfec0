import { createFileRoute } from '@tanstack/react-router';
import { SyncPage, type SyncSearch } from '@/features/sync/SyncPage';
import { isDay } from '@/shared/days';
import { rangeSearch, reads, text, trimmed, whole } from '@/shared/search';

const dayOf = (value: string | undefined) => (value && isDay(value.split(':')[1]) ? value : undefined);

export const Route = createFileRoute('/_app/sync')({
  validateSearch: reads<SyncSearch>((raw) => ({ ...rangeSearch(raw), page: whole(raw['page'], 1), run: whole(raw['run'], 1), day: dayOf(text(raw['day'], 80)) })),
  component: function Sync() {
    const navigate = Route.useNavigate();
    return (
      <SyncPage
        search={Route.useSearch()}
        onSearch={(change) => void navigate({ search: (before) => trimmed({ ...before, ...change }), replace: true, resetScroll: false })}
      />
    );
  },
});
