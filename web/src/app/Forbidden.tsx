import { useTranslation } from 'react-i18next';
import styles from './Message.module.css';

export function Forbidden({ page }: { page: string }) {
  const { t } = useTranslation('shell');
  return (
    <div className={styles['message']}>
      <p className={styles['code']}>403</p>
      <h1>{t('forbidden.title')}</h1>
      <p>{t('forbidden.text', { page })}</p>
    </div>
  );
}
