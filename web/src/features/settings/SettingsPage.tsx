import { useTranslation } from 'react-i18next';
import { PageHead } from '@/shared/Card';
import { Environment } from './Environment';
import { Exclusions } from './Exclusions';
import styles from './Settings.module.css';

/** What managers may change, and what the process was started with. */
export function SettingsPage() {
  const { t } = useTranslation('settings');
  return (
    <>
      <PageHead title={t('title')} />
      <div className={styles['stack']}>
        <Exclusions />
        <Environment />
      </div>
    </>
  );
}
