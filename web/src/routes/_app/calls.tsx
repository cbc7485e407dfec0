import { createFileRoute } from '@tanstack/react-router';
import { CallsPage } from '@/features/calls/CallsPage';
import { callsSearch } from '@/features/calls/search';
import { reads, trimmed } from '@/shared/search';

export const Route = createFileRoute('/_app/calls')({
  validateSearch: reads(callsSearch),
  component: function Calls() {
    const navigate = Route.useNavigate();
    return (
      <CallsPage
        search={Route.useSearch()}
        onSearch={(change, keep) => void navigate({ search: (before) => trimmed({ ...before, ...change }), replace: !keep, resetScroll: false })}
      />
    );
  },
});
