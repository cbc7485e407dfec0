import { createFileRoute } from '@tanstack/react-router';
import { AlertsPage } from '@/features/alerts/AlertsPage';
import type { AlertsSearch } from '@/features/alerts/search';
import { oneOf, reads, text, trimmed, whole } from '@/shared/search';

export const Route = createFileRoute('/_app/alerts')({
  validateSearch: reads<AlertsSearch>((raw) => ({
    tab: oneOf(raw['tab'], ['history', 'rules'] as const), severity: oneOf(raw['severity'], ['critical', 'warning', 'info'] as const), rule: text(raw['rule'], 50),
    source: text(raw['source'], 50), seen: oneOf(raw['seen'], ['1', '0'] as const), page: whole(raw['page'], 1), alert: whole(raw['alert'], 1),
  })),
  component: function Alerts() {
    const navigate = Route.useNavigate();
    return <AlertsPage search={Route.useSearch()} onSearch={(change) => void navigate({ search: (before) => trimmed({ ...before, ...change }), replace: true, resetScroll: false })} />;
  },
});
