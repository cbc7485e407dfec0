import { Button } from 'antd';
import type { UseQueryResult } from '@tanstack/react-query';
import { Link, useRouterState } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError } from '@/api/client';
import { Card } from './Card';
import { Copy } from './Copy';
import { Later, useCameLater } from './Later';
import { Skeleton } from './Skeleton';
import styles from './States.module.css';

/** Nothing to show: why, and what can be done about it. */
export function Empty({ text, children }: { text?: ReactNode; children?: ReactNode }) {
  const { t } = useTranslation();
  return (
    <div className={styles['state']}>
      <svg viewBox="0 0 48 32" width="56" height="38" aria-hidden="true">
        <rect x="1" y="7" width="46" height="24" rx="5" fill="none" stroke="currentColor" strokeWidth="1.4" />
        <path d="M1 19h13l3 5h14l3-5h13" fill="none" stroke="currentColor" strokeWidth="1.4" />
      </svg>
      <p>{text ?? t('empty')}</p>
      {children}
    </div>
  );
}

const TOO_MANY = 429;

/** Whether the same question may be answered later: nothing was reached, a fault, or too many at once. A refusal stays one. */
export const mayPass = (error: unknown): boolean =>
  !(error instanceof ApiError) || error.status === 0 || error.status === TOO_MANY || error.status >= 500;

/** A refusal or a fault, with its trace id, and a way to try again where that may help. */
export function Failed({ error, retry }: { error: unknown; retry?: () => void }) {
  const { t } = useTranslation();
  const known = error instanceof ApiError ? error : undefined;
  const away = known?.status === 0;
  const text = away ? t('states.unreachable') : known?.message || t('states.failed');
  return (
    <div className={styles['state']} role="alert">
      <p className={styles['strong']}>{text}</p>
      {away ? <p>{t('states.unreachableHint')}</p> : null}
      {known?.details.map((detail) => <p key={detail.field}>{detail.reason}</p>)}
      {known?.code === 'not_allowed' ? <NotAllowed /> : null}
      {known?.traceId ? (
        <p className={styles['trace']}>
          <span>{t('states.trace', { id: known.traceId })}</span><Copy text={known.traceId} label={t('states.copyTrace')} />
        </p>
      ) : null}
      {retry && mayPass(error) ? <Button size="small" onClick={retry}>{t('retry')}</Button> : null}
    </div>
  );
}

/** Who can help, and the way out. */
function NotAllowed() {
  const { t } = useTranslation();
  const here = useRouterState({ select: (state) => state.location.pathname });
  return (
    <>
      <p>{t('states.askAdmin')}</p>
      {here === '/' ? null : <Link to="/">{t('states.home')}</Link>}
    </>
  );
}

export function Loading({ rows = 4 }: { rows?: number }) {
  const { t } = useTranslation();
  return (
    <div className={styles['loading']} role="status" aria-label={t('loading')}>
      {Array.from({ length: rows }, (_, row) => row).map((row) => <Skeleton key={row} height={16} />)}
    </div>
  );
}

interface LoadedProps<T> {
  query: UseQueryResult<T, ApiError>;
  /** While nothing is there yet. */
  waiting?: ReactNode;
  /** The content brings its own cards: what stands in its place until then gets one. */
  framed?: boolean;
  children: (data: T) => ReactNode;
}

/** A query's skeleton, failure or content. Older content stays while newer is on its way, and beside a failure. */
export function Loaded<T>({ query, waiting, framed, children }: LoadedProps<T>) {
  const data = query.data;
  const later = useCameLater(data !== undefined);
  const inFrame = (state: ReactNode) => (framed ? <Card>{state}</Card> : state);
  const meanwhile = waiting ?? inFrame(<Loading />);
  if (data !== undefined) return later ? <Later waiting={meanwhile}>{() => children(data)}</Later> : children(data);
  return query.isError ? inFrame(<Failed error={query.error} retry={() => void query.refetch()} />) : meanwhile;
}
