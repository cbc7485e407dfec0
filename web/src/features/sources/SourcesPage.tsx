import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { BACKEND, read, type Schemas } from '@/api/client';
import { Card, PageHead } from '@/shared/Card';
import { Copy } from '@/shared/Copy';
import { useFormat } from '@/shared/format';
import { useCan } from '@/shared/me';
import { Pill } from '@/shared/Pill';
import { Empty, Loaded } from '@/shared/States';
import { ClearDemo } from './ClearDemo';
import { ConnectionTest } from './ConnectionTest';
import styles from './Sources.module.css';

type Source = Schemas['SourceShape'];
const DEMO = 'demo';

function Facts({ source }: { source: Source }) {
  const { t } = useTranslation('sources');
  const format = useFormat();
  const address = `${BACKEND || globalThis.location.origin}/api/sources/${source.name}/push/<PUSH_SECRET>`;
  const { limits } = source;
  return (
    <dl className={styles['facts']}>
      {limits ? (
        <div>
          <dt>{t('limits')}</dt>
          <dd>
            {t('window', { days: limits.widest_window_days })} · {t('page', { rows: format.number(limits.page_size) })} · {t('rate', { times: format.number(limits.requests_per_second), parallel: limits.parallel_pages })}
          </dd>
        </div>
      ) : null}
      {source.kinds.includes('push') ? (
        <div>
          <dt>{t('push')}</dt>
          <dd><code className={styles['address']}>{address}</code> <Copy text={address} /><small className="muted">{t('pushHint')}</small></dd>
        </div>
      ) : null}
    </dl>
  );
}

/** Where calls come from, and whether each source can be reached. */
export function SourcesPage() {
  const { t } = useTranslation('sources');
  const format = useFormat();
  const can = useCan();
  const query = useQuery(read('/api/sources'));
  return (
    <>
      <PageHead title={t('title')} />
      <Loaded query={query} framed>
        {({ data }) => data.length ? (
          <div className={styles['stack']}>
            {data.map((source) => (
              <Card
                key={source.name} title={source.name}
                note={<span className="line-up">{source.kinds.map((kind) => <Pill key={kind} tone={kind === 'pull' ? 'blue' : 'teal'}>{t(`kind.${kind}`)}</Pill>)}{source.name === DEMO ? <Pill tone="violet">{t('demo')}</Pill> : null}</span>}
                extra={<Link to="/sync">{t('sync')}</Link>}
              >
                <p className="muted">{source.last_success ? t('lastSuccess', { time: format.ago(source.last_success) }) : t('never')}</p>
                <Facts source={source} />
                <div className={styles['actions']}>
                  {source.kinds.includes('pull') ? <ConnectionTest source={source.name} /> : null}
                  {source.name === DEMO && can('settings:write') ? <ClearDemo source={source.name} /> : null}
                </div>
              </Card>
            ))}
          </div>
        ) : <Card><Empty text={t('none')}><p>{t('noneHint')}</p></Empty></Card>}
      </Loaded>
    </>
  );
}
