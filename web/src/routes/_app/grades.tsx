import { createFileRoute } from '@tanstack/react-router';
import { WHOM } from '@/features/grades/search';
import { GradesPage, type GradesSearch } from '@/features/grades/GradesPage';
import { flag, oneOf, rangeSearch, reads, text, trimmed } from '@/shared/search';

export const Route = createFileRoute('/_app/grades')({
  validateSearch: reads<GradesSearch>((raw) => ({
    ...rangeSearch(raw), tab: oneOf(raw['tab'], ['rules'] as const), interval: oneOf(raw['interval'], ['week'] as const), by: oneOf(raw['by'], WHOM),
    silent: flag(raw['silent']), sort: text(raw['sort'], 20),
  })),
  component: function Grades() {
    const navigate = Route.useNavigate();
    return (
      <GradesPage
        search={Route.useSearch()}
        onSearch={(change) => void navigate({ search: (before) => trimmed({ ...before, ...change }), replace: true, resetScroll: false })}
      />
    );
  },
});
