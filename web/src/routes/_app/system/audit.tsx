import { createFileRoute } from '@tanstack/react-router';
import { AuditPage } from '@/features/audit/AuditPage';
import { type AuditSearch, RESULTS } from '@/features/audit/search';
import { oneOf, rangeSearch, reads, text, trimmed, whole } from '@/shared/search';

export const Route = createFileRoute('/_app/system/audit')({
  validateSearch: reads<AuditSearch>((raw) => ({
    ...rangeSearch(raw), q: text(raw['q']), actor: text(raw['actor']), action: text(raw['action']), subject: text(raw['subject']),
    trace: text(raw['trace']), result: oneOf(raw['result'], RESULTS), open: whole(raw['open'], 1),
  })),
  component: function Audit() {
    const navigate = Route.useNavigate();
    return (
      <AuditPage
        search={Route.useSearch()}
        onSearch={(change) => void navigate({ search: (before) => trimmed({ ...before, ...change }), replace: true, resetScroll: false })}
      />
    );
  },
});
