import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useCan } from '@/shared/me';
import styles from './Message.module.css';
import { PAGES } from './pages';

export function Forbidden({ page }: { page: string }) {
  const { t } = useTranslation('shell');
  const can = useCan();
  const open = PAGES.find(({ permission }) => can(permission));
  return (
    <div className={styles['message']}>
      <p className={styles['code']}>403</p>
      <h1>{t('forbidden.title')}</h1>
      <p>{t('forbidden.text', { page })}</p>
      {open ? <Link to={open.path} className={styles['button']}>{t('forbidden.to', { page: t(`page.${open.key}`) })}</Link> : null}
    </div>
  );
}
