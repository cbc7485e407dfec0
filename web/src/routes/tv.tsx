import { createFileRoute } from '@tanstack/react-router';
import { Forbidden } from '@/app/Forbidden';
import { signedIn } from '@/app/guard';
import { Providers } from '@/app/Providers';
import { SessionGuard } from '@/app/SessionGuard';
import { PANELS } from '@/features/tv/panels';
import { TvPage, type TvSearch } from '@/features/tv/TvPage';
import { useLive } from '@/shared/live';
import { useCan } from '@/shared/me';
import { flag, oneOf, reads, trimmed, whole } from '@/shared/search';
import { useTranslation } from 'react-i18next';

/** The wallboard stands outside the shell: the screen is its own. */
export const Route = createFileRoute('/tv')({
  beforeLoad: signedIn,
  validateSearch: reads<TvSearch>((raw) => ({ panel: oneOf(raw['panel'], PANELS), every: whole(raw['every'], 5, 600), paused: flag(raw['paused']) })),
  component: function Tv() {
    const navigate = Route.useNavigate();
    const { t } = useTranslation('shell');
    const can = useCan();
    const search = Route.useSearch();
    useLive();
    return (
      <Providers>
        <SessionGuard />
        {can('stats:read') ? (
          <TvPage
            search={search} onSearch={(change) => void navigate({ search: (before) => trimmed({ ...before, ...change }), replace: true })}
            onLeave={() => void navigate({ to: '/' })}
          />
        ) : <Forbidden page={t('page.tv')} />}
      </Providers>
    );
  },
});
