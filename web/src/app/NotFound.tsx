import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import styles from './Message.module.css';

export function NotFound() {
  const { t } = useTranslation('shell');
  return (
    <div className={styles['message']}>
      <p className={styles['code']}>404</p>
      <h1>{t('notFound.title')}</h1>
      <p>{t('notFound.text')}</p>
      <Link to="/" className={styles['button']}>
        {t('notFound.home')}
      </Link>
    </div>
  );
}
