import { createFileRoute } from '@tanstack/react-router';
import { ChannelsPage } from '@/features/channels/ChannelsPage';
import { type ChannelsSearch, STATES } from '@/features/channels/model';
import { oneOf, reads, trimmed, whole } from '@/shared/search';

export const Route = createFileRoute('/_app/system/channels')({
  validateSearch: reads<ChannelsSearch>((raw) => ({ tab: oneOf(raw['tab'], ['log'] as const), page: whole(raw['page'], 1), state: oneOf(raw['state'], STATES), channel: whole(raw['channel'], 1), delivery: whole(raw['delivery'], 1) })),
  component: function Channels() {
    const navigate = Route.useNavigate();
    return <ChannelsPage search={Route.useSearch()} onSearch={(change) => void navigate({ search: (before) => trimmed({ ...before, ...change }), replace: true, resetScroll: false })} />;
  },
});
