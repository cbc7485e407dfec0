import { createFileRoute } from '@tanstack/react-router';
import { JobsPage, type JobsSearch } from '@/features/jobs/JobsPage';
import { STATES } from '@/features/jobs/states';
import { oneOf, reads, trimmed, whole } from '@/shared/search';

export const Route = createFileRoute('/_app/jobs')({
  validateSearch: reads<JobsSearch>((raw) => ({ tab: oneOf(raw['tab'], ['schedules'] as const), page: whole(raw['page'], 1), state: oneOf(raw['state'], STATES), schedule: whole(raw['schedule'], 1), job: whole(raw['job'], 1) })),
  component: function Jobs() {
    const navigate = Route.useNavigate();
    return (
      <JobsPage
        search={Route.useSearch()}
        onSearch={(change) => void navigate({ search: (before) => trimmed({ ...before, ...change }), replace: true, resetScroll: false })}
      />
    );
  },
});
