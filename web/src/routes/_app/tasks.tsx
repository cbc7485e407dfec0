import { createFileRoute } from '@tanstack/react-router';
import { BoardPage, type BoardSearch } from '@/features/callStats/BoardPage';
import { SORTS } from '@/features/callStats/search';
import { oneOf, rangeSearch, reads, text, trimmed, whole } from '@/shared/search';

export const Route = createFileRoute('/_app/tasks')({
  validateSearch: reads<BoardSearch>((raw) => ({ ...rangeSearch(raw), sort: oneOf(raw['sort'], SORTS), page: whole(raw['page'], 1), min: whole(raw['min'], 1), q: text(raw['q'], 100), open: text(raw['open']) })),
  component: function Tasks() {
    const navigate = Route.useNavigate();
    return (
      <BoardPage
        kind="task" search={Route.useSearch()}
        onSearch={(change) => void navigate({ search: (before) => trimmed({ ...before, ...change }), replace: !('open' in change), resetScroll: false })}
      />
    );
  },
});
