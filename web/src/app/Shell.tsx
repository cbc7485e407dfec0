import { Outlet, useRouterState } from '@tanstack/react-router';
import { lazy, Suspense, useCallback, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Later } from '@/shared/Later';
import { useLive } from '@/shared/live';
import { useCan, useMe } from '@/shared/me';
import { usePrefs } from '@/shared/prefs';
import { useNarrow } from '@/shared/useNarrow';
import { Connection } from './Connection';
import { Forbidden } from './Forbidden';
import { pageAt } from './pages';
import { Providers } from './Providers';
import { SessionGuard } from './SessionGuard';
import styles from './Shell.module.css';
import { Sider } from './Sider';
import { TopBar } from './TopBar';
import { useShortcuts } from './useShortcuts';

const Finder = lazy(() => import('./Finder'));
const PasswordDialog = lazy(() => import('./PasswordDialog'));
const ShortcutList = lazy(() => import('./ShortcutList'));

/** The frame around every page: menu, top bar, palette, shortcuts, and who may see what. */
export function Shell() {
  return (
    <Providers>
      <SessionGuard />
      <Frame />
    </Providers>
  );
}

function Frame() {
  const { t } = useTranslation('shell');
  const pathname = useRouterState({ select: (state) => state.location.pathname });
  const narrow = useNarrow();
  const { siderFolded, set } = usePrefs();
  const can = useCan();
  const [menuAt, setMenuAt] = useState<string>();
  const [finding, setFinding] = useState(false);
  const [helping, setHelping] = useState(false);
  const [changing, setChanging] = useState(false);
  const forced = !!useMe()?.must_change_password;
  const page = pageAt(pathname);
  const name = page ? t(`page.${page.key}`) : '';
  const menuOpen = menuAt === pathname; // it closes by itself when one arrives somewhere else

  const closeMenu = useCallback(() => setMenuAt(undefined), []);
  useLive();
  useShortcuts({ find: () => setFinding(true), help: () => setHelping(true) });
  useEffect(() => {
    document.title = name ? `${name} · Leadline` : 'Leadline';
  }, [name]);

  const allowed = !page || can(page.permission);
  return (
    <div className={styles['shell']} data-folded={siderFolded && !narrow}>
      <a className={styles['skip']} href="#content">{t('skip')}</a>
      <Sider open={menuOpen} onClose={closeMenu} />
      <div className={styles['main']} inert={menuOpen}>
        <TopBar
          page={page}
          onMenu={() => (narrow ? setMenuAt(menuOpen ? undefined : pathname) : set({ siderFolded: !siderFolded }))}
          onFind={() => setFinding(true)}
          onHelp={() => setHelping(true)}
          onPassword={() => setChanging(true)}
        />
        <Connection />
        <main id="content" className={styles['content']} tabIndex={-1}>
          <Later waiting={null}>{() => (forced ? null : allowed ? <Outlet /> : <Forbidden page={name} />)}</Later>
        </main>
      </div>
      <Suspense>
        {finding ? <Finder onClose={() => setFinding(false)} /> : null}
        {changing || forced ? <PasswordDialog forced={forced} onClose={() => setChanging(false)} /> : null}
        {helping ? <ShortcutList onClose={() => setHelping(false)} /> : null}
      </Suspense>
    </div>
  );
}
