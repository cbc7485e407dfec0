import { MenuFoldOutlined, MenuOutlined, MenuUnfoldOutlined, QuestionCircleOutlined, SearchOutlined } from '@ant-design/icons';
import { useTranslation } from 'react-i18next';
import { usePrefs } from '@/shared/prefs';
import { useNarrow } from '@/shared/useNarrow';
import { Bell } from './Bell';
import type { Page } from './pages';
import styles from './TopBar.module.css';
import { UserMenu } from './UserMenu';

interface Props {
  page: Page | undefined;
  onMenu: () => void;
  onFind: () => void;
  onHelp: () => void;
  onPassword: () => void;
}

export function TopBar({ page, onMenu, onFind, onHelp, onPassword }: Props) {
  const { t } = useTranslation('shell');
  const folded = usePrefs((prefs) => prefs.siderFolded);
  const narrow = useNarrow();
  const group = page && page.group !== 'home' ? t(`group.${page.group}`) : '';
  const menuLabel = narrow ? t('menu') : t(folded ? 'unfold' : 'fold');
  const icon = folded ? <MenuUnfoldOutlined /> : <MenuFoldOutlined />;
  return (
    <header className={styles['bar']}>
      <button type="button" className={styles['icon']} onClick={onMenu} aria-label={menuLabel} title={menuLabel}>
        {narrow ? <MenuOutlined /> : icon}
      </button>
      <ol className={styles['crumbs']}>
        {group ? <li>{group}</li> : null}
        {page ? <li aria-current="page">{t(`page.${page.key}`)}</li> : null}
      </ol>
      <button type="button" className={styles['find']} onClick={onFind} aria-keyshortcuts="Control+K">
        <SearchOutlined aria-hidden="true" />
        <span>{t('find')}</span>
        <kbd aria-hidden="true">Ctrl K</kbd>
      </button>
      <button type="button" className={styles['icon']} data-wide onClick={onHelp} aria-label={t('shortcuts.title')} title={t('shortcuts.title')}>
        <QuestionCircleOutlined />
      </button>
      <Bell />
      <UserMenu onPassword={onPassword} />
    </header>
  );
}
