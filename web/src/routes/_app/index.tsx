import { createFileRoute } from '@tanstack/react-router';
import { OverviewPage, type OverviewSearch } from '@/features/overview/OverviewPage';
import { TREND_METRICS } from '@/features/overview/search';
import { HEAT_METRICS } from '@/shared/hours/heat';
import { oneOf, rangeSearch, reads, text, trimmed } from '@/shared/search';

export const Route = createFileRoute('/_app/')({
  validateSearch: reads<OverviewSearch>((raw) => ({ ...rangeSearch(raw), trend: oneOf(raw['trend'], TREND_METRICS), heat: oneOf(raw['heat'], HEAT_METRICS), at: text(raw['at'], 5) })),
  component: function Overview() {
    const navigate = Route.useNavigate();
    return (
      <OverviewPage
        search={Route.useSearch()}
        onSearch={(change) => void navigate({ search: (before) => trimmed({ ...before, ...change }), replace: true, resetScroll: false })}
      />
    );
  },
});
