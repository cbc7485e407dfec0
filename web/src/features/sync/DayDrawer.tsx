import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { read, type Schemas } from '@/api/client';
import { ClosingNote } from '@/shared/Closing';
import { useFormat } from '@/shared/format';
import { callsHref } from '@/shared/links';
import { useCan } from '@/shared/me';
import { MiniTable } from '@/shared/MiniTable';
import { Pill } from '@/shared/Pill';
import { SideDrawer } from '@/shared/SideDrawer';
import { Loaded } from '@/shared/States';
import type { PullWish } from './PullDialog';
import styles from './Sync.module.css';
import { DAY_TONES, standOf } from './states';

type Comparison = Schemas['DayComparisonShape'];
const MEASURES = ['calls', 'connected', 'orders'] as const;

interface Props {
  day: string;
  source: string;
  tracks: Schemas['TrackStatus'][];
  pullable: boolean;
  onClose: () => void;
  onPull: (wish: PullWish) => void;
}

/** A source's day: how much of each track is known and why, and how it compares with the dialer's own totals. */
export function DayDrawer({ day, source, tracks, pullable, onClose, onPull }: Props) {
  const { t } = useTranslation('sync');
  const common = useTranslation('common').t;
  const format = useFormat();
  const can = useCan();
  const compared = useQuery(read('/api/sync/reconciliation', { params: { query: { start: day, end: day, source } } }));
  const again = pullable && can('call:sync') ? <Button type="primary" onClick={() => onPull({ start: day, end: day, source })}>{t('day.again')}</Button> : null;
  return (
    <SideDrawer open onClose={onClose} title={`${format.day(day)} · ${source}`} extra={again}>
      {tracks.map((track) => {
        const known = track.days.find((one) => one.date === day);
        const stand = standOf(known);
        return (
          <section key={track.track} className={styles['section']}>
            <h3>{t(`track.${track.track}`)} <Pill tone={DAY_TONES[stand]} dot>{common(`dayState.${stand}`)}</Pill></h3>
            {known && known.received_rows !== null ? (
              <p>{t(track.track === 'grade' ? 'day.rows' : 'day.totals', { vendor: format.number(known.vendor_rows), received: format.number(known.received_rows), refused: format.number(known.refused_rows), calls: format.number(known.calls) })}</p>
            ) : null}
            {known?.checked_at ? <p className="muted">{t('day.checked', { time: format.moment(known.checked_at) })}</p> : null}
            {known?.reason && stand !== 'pulling' ? <p className={styles['reason']}>{t('day.reason')}: {known.reason}</p> : null}
          </section>
        );
      })}
      <section className={styles['section']}>
        <h3>{common('closing.title')}</h3>
        <ClosingNote closing={tracks[0]?.days.find((one) => one.date === day)?.closing} day={day} source={source} />
      </section>
      <section className={styles['section']}>
        <h3>{t('day.compare')}</h3>
        <Loaded query={compared}>{({ data }) => <Compared comparison={data.find((one) => one.source === source)} />}</Loaded>
      </section>
      <Link to={callsHref({ start: day, end: day, source: [source] })}>{t('day.calls')}</Link>
    </SideDrawer>
  );
}

function Compared({ comparison }: { comparison: Comparison | undefined }) {
  const { t } = useTranslation('sync');
  const common = useTranslation('common').t;
  const format = useFormat();
  if (!comparison?.vendor) return <p className="muted">{t('day.noVendor')}</p>;
  const { ours, vendor, difference } = comparison;
  const off = (measure: (typeof MEASURES)[number]) => {
    const value = difference?.[measure] ?? 0;
    return value ? <span className={styles['off']}>{format.signed(value)}</span> : <span className="muted">{t('day.equal')}</span>;
  };
  return (
    <MiniTable
      label={t('day.compare')} rows={MEASURES} rowKey={(measure) => measure}
      columns={[
        { key: 'name', title: common('measure'), cell: (measure) => common(`metric.${measure}`) },
        { key: 'ours', title: t('day.ours'), num: true, cell: (measure) => format.number(ours[measure]) },
        { key: 'vendor', title: t('day.vendor'), num: true, cell: (measure) => format.number(vendor[measure]) },
        { key: 'difference', title: t('day.difference'), num: true, cell: off },
      ]}
    />
  );
}
