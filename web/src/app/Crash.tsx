import { useTranslation } from 'react-i18next';
import { ApiError } from '@/api/client';
import styles from './Message.module.css';

/** What is shown when a page breaks: what to do, and what the administrator needs to know. */
export function Crash({ error }: { error: unknown }) {
  const { t } = useTranslation('shell');
  const common = useTranslation('common').t;
  const trace = error instanceof ApiError ? error.traceId : undefined;
  const told = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return (
    <div className={styles['message']} role="alert">
      <h1>{t('crash.title')}</h1>
      <p>{t('crash.text')}</p>
      <pre>{[trace && common('states.trace', { id: trace }), told, location.pathname].filter(Boolean).join('\n')}</pre>
      <button type="button" className={styles['button']} onClick={() => location.reload()}>
        {t('crash.reload')}
      </button>
    </div>
  );
}
