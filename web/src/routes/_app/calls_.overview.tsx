import { createFileRoute } from '@tanstack/react-router';
import { METRICS } from '@/features/callStats/model';
import { type CallsOverviewSearch, OverviewPage } from '@/features/callStats/OverviewPage';
import { ENDS } from '@/features/callStats/search';
import { HEAT_METRICS } from '@/shared/hours/heat';
import { oneOf, rangeSearch, reads, text, trimmed } from '@/shared/search';

export const Route = createFileRoute('/_app/calls_/overview')({
  validateSearch: reads<CallsOverviewSearch>((raw) => ({
    ...rangeSearch(raw), metric: oneOf(raw['metric'], METRICS), heat: oneOf(raw['heat'], HEAT_METRICS), agents: oneOf(raw['agents'], ENDS),
    at: text(raw['at'], 5),
  })),
  component: function CallsOverview() {
    const navigate = Route.useNavigate();
    return (
      <OverviewPage
        search={Route.useSearch()}
        onSearch={(change) => void navigate({ search: (before) => trimmed({ ...before, ...change }), replace: true, resetScroll: false })}
      />
    );
  },
});
