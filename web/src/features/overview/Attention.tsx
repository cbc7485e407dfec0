import { CheckCircleFilled, ExclamationCircleFilled, InfoCircleFilled, WarningFilled } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { read, type Schemas } from '@/api/client';
import { today } from '@/shared/days';
import { useFormat } from '@/shared/format';
import type { Meta } from '@/shared/known';
import { useMe } from '@/shared/me';
import { mayPass } from '@/shared/States';
import styles from './Attention.module.css';
import { askable, neverSynced, openDays } from './openDays';

interface Notice {
  key: string;
  text: string;
  href?: string;
  grave: boolean;
}

const SHOWN_DAYS = 4;
const STALE_HOURS = 26; // the nightly jobs run once a day; two hours of grace

interface Props {
  overview: Schemas['Overview'] | undefined;
  meta: Meta | undefined;
}

/** What somebody should look at: incomplete days, deviations, tracks that have not come in for long, failures. */
function useNotices({ overview, meta }: Props): Notice[] | undefined {
  const { t } = useTranslation('overview');
  const format = useFormat();
  const scope = useMe()?.data_scope;
  const { data: answer, dataUpdatedAt } = useQuery(read('/api/sync/status'));
  const status = answer?.data;
  if (!overview || !status) return undefined;
  const notices: Notice[] = [];
  const nothing = !status.tracks.some((track) => track.last_run ?? track.last_complete) && !overview.month.calls;
  if (nothing) {
    notices.push({ key: 'nothing', grave: false, href: '/sync', text: t('attention.nothing') });
  }
  if (scope !== 'all' && !meta?.updated_at && !overview.month.calls) notices.push({ key: 'unseen', grave: false, text: t('attention.unseen') });
  const shownDays = (days: string[]) => format.list(days.slice(0, SHOWN_DAYS).map((day) => format.dayShort(day))) + (days.length > SHOWN_DAYS ? '…' : '');
  const never = nothing ? [] : neverSynced(status.tracks, meta?.incomplete_days, today());
  if (never.length) {
    notices.push({ key: 'never', grave: false, href: '/sync', text: t('attention.never', { count: never.length, days: shownDays(never) }) });
  }
  for (const track of status.tracks) {
    const { incomplete, unverified } = openDays(track, today());
    const named = (days: string[]) => ({ source: track.source, count: days.length, days: shownDays(days) });
    const key = `${track.source} ${track.track}`;
    if (incomplete.length) {
      const name = track.track === 'grade' ? 'attention.incomplete' : 'attention.incompleteTotals';
      notices.push({ key, grave: true, href: '/sync', text: t(name, named(incomplete)) });
    }
    if (unverified.length) {
      notices.push({ key: `${key} unverified`, grave: false, href: '/sync', text: t('attention.unverified', named(unverified)) });
    }
    const hours = track.last_complete ? (dataUpdatedAt - Date.parse(track.last_complete)) / 3_600_000 : 0;
    if (hours > STALE_HOURS) {
      const text = t('attention.stale', { track: t(`track.${track.track}`), time: format.ago(track.last_complete), source: track.source });
      notices.push({ key: `${key} stale`, grave: false, href: '/sync', text });
    }
    if (track.track === 'grade' && track.last_run?.state === 'failed') {
      const text = t('attention.failed', { source: track.source, error: track.last_run.error ?? '' });
      notices.push({ key: `${key} failed`, grave: true, href: `/sync?run=${track.last_run.id}`, text });
    }
  }
  for (const name of ['yesterday', 'month'] as const) {
    const { deviation, vendor_orders, vendor_missing_days, start_date, end_date } = overview[name];
    const href = `/reconciliation?start=${start_date}&end=${end_date}`;
    if (deviation) {
      // of the days that both know: the period's own orders may be those of more days
      const ours = format.number((vendor_orders ?? 0) - deviation);
      const values = { period: t(`period.${name}`), value: format.signed(deviation), vendor: format.number(vendor_orders), ours };
      notices.push({ key: `deviation ${name}`, grave: false, href, text: t('attention.deviation', values) });
    }
    if (vendor_missing_days) {
      notices.push({ key: `missing ${name}`, grave: false, href, text: t('attention.missingTotals', { period: t(`period.${name}`), count: vendor_missing_days }) });
    }
  }
  return notices;
}

export function Attention(props: Props) {
  const { t } = useTranslation('overview');
  const notices = useNotices(props);
  const status = useQuery(read('/api/sync/status'));
  const common = useTranslation('common').t;
  if (props.overview && !status.data && status.isError) {
    return <p className={styles['fine']}>{t('attention.unread')} {mayPass(status.error) ? <Button size="small" onClick={() => void status.refetch()}>{common('retry')}</Button> : null}</p>;
  }
  if (!notices) return <div className={styles['space']} />;
  if (!notices.length) {
    return askable(status.data?.data.tracks ?? [])
      ? <p className={styles['fine']}><CheckCircleFilled /> {t('attention.fine')}</p>
      : <p className={styles['fine']} data-told><InfoCircleFilled /> {t('attention.files')}</p>;
  }
  return (
    <section className={styles['box']} aria-label={t('attention.title')}>
      <ul>
        {notices.map((notice) => (
          <li key={notice.key} data-grave={notice.grave}>
            {notice.grave ? <WarningFilled /> : <ExclamationCircleFilled />}
            <span>{notice.text}</span>
            {notice.href ? <Link to={notice.href}>{t('attention.open')}</Link> : null}
          </li>
        ))}
      </ul>
    </section>
  );
}
