import { onlineManager, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError, BACKEND } from '@/api/client';
import styles from './Connection.module.css';

const AGAIN_MS = 3000;
const useOnline = () => useSyncExternalStore((changed) => onlineManager.subscribe(changed), () => onlineManager.isOnline());

/** Says when the network or the server is away, and reads everything anew when it is back. */
export function Connection() {
  const { t } = useTranslation('shell');
  const queries = useQueryClient();
  const online = useOnline();
  const [gone, setGone] = useState(false);

  useEffect(
    () =>
      queries.getQueryCache().subscribe((event) => {
        const error = event.type === 'updated' ? event.query.state.error ?? event.query.state.fetchFailureReason : null;
        if (error instanceof ApiError && error.status === 0) setGone(true);
      }),
    [queries],
  );
  useEffect(() => {
    if (!gone || !online) return;
    const timer = setInterval(() => {
      void fetch(`${BACKEND}/api/health`, { cache: 'no-store' }).then(
        (answer) => {
          if (!answer.ok) return;
          setGone(false);
          void queries.invalidateQueries();
        },
        () => undefined,
      );
    }, AGAIN_MS);
    return () => clearInterval(timer);
  }, [gone, online, queries]);

  if (online && !gone) return null;
  return (
    <p className={styles['notice']} role="status">
      {t(online ? 'serverGone' : 'offline')}
    </p>
  );
}
