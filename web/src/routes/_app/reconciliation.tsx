import { createFileRoute } from '@tanstack/react-router';
import { ReconciliationPage, type ReconciliationSearch } from '@/features/reconciliation/ReconciliationPage';
import { isDay } from '@/shared/days';
import { flag, rangeSearch, reads, text, trimmed } from '@/shared/search';

const opened = (value: string | undefined) => (value && isDay(value.split(':')[1]) ? value : undefined);

export const Route = createFileRoute('/_app/reconciliation')({
  validateSearch: reads<ReconciliationSearch>((raw) => ({ ...rangeSearch(raw), differing: flag(raw['differing']), source: text(raw['source'], 50), open: opened(text(raw['open'], 80)) })),
  component: function Reconciliation() {
    const navigate = Route.useNavigate();
    return (
      <ReconciliationPage
        search={Route.useSearch()}
        onSearch={(change) => void navigate({ search: (before) => trimmed({ ...before, ...change }), replace: true, resetScroll: false })}
      />
    );
  },
});
