import { BellOutlined } from '@ant-design/icons';
import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type ApiError, read, type Reply } from '@/api/client';
import { useFormat } from '@/shared/format';
import { usePace } from '@/shared/live';
import { useCan } from '@/shared/me';
import { Pop } from '@/shared/Pop';
import { SeverityPill } from '@/shared/severity';
import { Loaded, Loading } from '@/shared/States';
import styles from './Bell.module.css';

const OFTEN_MS = 30_000;
const MOST = 99;

/** How many alerts are open, and the newest of them; red while somebody has yet to look. */
export function Bell() {
  const { t } = useTranslation('shell');
  const [open, setOpen] = useState(false);
  const may = useCan()('alert:read');
  const pace = usePace();
  const query = useQuery({ ...read('/api/alerts/summary'), enabled: may, refetchInterval: pace(OFTEN_MS) });
  const found = query.data?.data;
  if (!may) return null;
  const label = found ? t('bell.label', { count: found.open, unread: found.unread }) : t('page.alerts');
  return (
    <Pop open={open} onOpenChange={setOpen} label={t('page.alerts')} content={<Newest query={query} onGo={() => setOpen(false)} />}>
      <button type="button" className={styles['bell']} aria-label={label} title={label} aria-expanded={open}>
        <BellOutlined aria-hidden="true" />
        {found?.open ? <span className={styles['count']} aria-hidden="true" data-unread={found.unread > 0}>{found.open > MOST ? `${MOST}+` : found.open}</span> : null}
      </button>
    </Pop>
  );
}

function Newest({ query, onGo }: { query: UseQueryResult<Reply<'/api/alerts/summary', 'get'>, ApiError>; onGo: () => void }) {
  const { t } = useTranslation('shell');
  const format = useFormat();
  return (
    <div className={styles['list']}>
      <header><strong>{t('page.alerts')}</strong><Link to="/alerts" onClick={onGo}>{t('bell.all')}</Link></header>
      <Loaded query={query} waiting={<Loading rows={2} />}>
        {({ data }) => data?.newest.length ? (
          <ul>
            {data.newest.map((one) => (
              <li key={one.id}>
                <Link to="/alerts" search={{ alert: one.id }} onClick={onGo}>
                  <span className="spread"><strong>{one.title}</strong><SeverityPill severity={one.severity} /></span>
                  <span className={styles['what']}>{one.summary}</span>
                  <small>{format.moment(one.opened_at)}</small>
                </Link>
              </li>
            ))}
          </ul>
        ) : <p className="muted">{t('bell.none')}</p>}
      </Loaded>
    </div>
  );
}
