import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError, BACKEND } from '@/api/client';
import { isLost } from './lost';
import styles from './Message.module.css';

const AGAIN_MS = 3000;
const PATIENCE_MS = 30_000;
const RELOADED = 'leadline.reloaded';

/** Loads the page anew by itself, but not over and over where that does not help. */
function reloadOnce(): void {
  if (Date.now() - Number(sessionStorage.getItem(RELOADED)) < PATIENCE_MS) return;
  sessionStorage.setItem(RELOADED, String(Date.now()));
  location.reload();
}

/** What is shown in place of a page that broke. */
export function Crash({ error }: { error: unknown }) {
  if (isLost(error)) return <Away ask="/favicon.svg" />;
  return error instanceof ApiError && error.status === 0 ? <Away ask={`${BACKEND}/api/health`} /> : <Broken error={error} />;
}

/** The server is away; the page opens by itself when it is back. */
function Away({ ask }: { ask: string }) {
  const { t } = useTranslation('shell');
  const common = useTranslation('common').t;
  useEffect(() => {
    const look = () => void fetch(ask, { cache: 'no-store' }).then((answer) => answer.ok && reloadOnce(), () => undefined);
    look();
    const timer = setInterval(look, AGAIN_MS);
    return () => clearInterval(timer);
  }, [ask]);
  return (
    <div className={styles['message']} role="alert">
      <h1>{t('away.title')}</h1>
      <p>{t('away.text')}</p>
      <button type="button" className={styles['button']} onClick={() => location.reload()}>{common('retry')}</button>
    </div>
  );
}

/** What to do, and what the administrator needs to know. */
function Broken({ error }: { error: unknown }) {
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
