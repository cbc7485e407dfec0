import { useTranslation } from 'react-i18next';
import { Dialog } from '@/shared/Dialog';
import { useCan } from '@/shared/me';
import { PAGES } from './pages';
import styles from './Finder.module.css';

export default function ShortcutList({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('shell');
  const can = useCan();
  const pages = PAGES.filter((page) => page.go && can(page.permission));
  const rows: [string[], string][] = [
    [['Ctrl', 'K'], t('shortcuts.palette')],
    [['?'], t('shortcuts.help')],
    [['['], t('shortcuts.sider')],
    [['r'], t('shortcuts.refresh')],
    [['Esc'], t('shortcuts.close')],
    ...pages.map((page): [string[], string] => [['g', page.go ?? ''], t('shortcuts.goTo', { page: t(`page.${page.key}`) })]),
  ];
  return (
    <Dialog title={t('shortcuts.title')} width={560} onClose={onClose}>
      <dl className={styles['keys']}>
        {rows.map(([keys, name]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{keys.map((key) => <kbd key={key}>{key}</kbd>)}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
