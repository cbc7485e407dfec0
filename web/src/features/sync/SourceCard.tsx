import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '@/api/client';
import { Card } from '@/shared/Card';
import type { Range } from '@/shared/days';
import { useFormat } from '@/shared/format';
import { useCan } from '@/shared/me';
import { Pill } from '@/shared/Pill';
import { Calendar } from './Calendar';
import styles from './Sync.module.css';
import { isBegun, isPulling, isWhole, missingDays } from './states';

interface Props {
  source: string;
  tracks: Schemas['TrackStatus'][];
  range: Range;
  pullable: boolean;
  day: string | undefined;
  onDay: (day: string) => void;
  onFill: (days: string[]) => void;
}

/** One source: how its tracks stand, and its calendar. */
export function SourceCard({ source, tracks, range, pullable, day, onDay, onFill }: Props) {
  const { t } = useTranslation('sync');
  const format = useFormat();
  const can = useCan();
  const open = pullable ? missingDays(tracks, range) : [];
  return (
    <Card
      title={t('calendar.title', { source })}
      note={pullable ? <StandPill open={open.length} pulling={isPulling(tracks)} begun={isBegun(tracks)} whole={isWhole(tracks, range)} /> : null}
      extra={pullable
        ? open.length && can('call:sync') ? <Button size="small" onClick={() => onFill(open)}>{t('calendar.fill')}</Button> : null
        : <span className="muted">{t('calendar.pushOnly')}</span>}
    >
      <dl className={styles['tracks']}>
        {tracks.filter((track) => pullable || track.last_complete).map((track) => (
          <div key={track.track}>
            <dt>{t(`track.${track.track}`)}</dt>
            <dd>{track.last_complete ? <span title={format.moment(track.last_complete)}>{t('calendar.lastComplete', { time: format.ago(track.last_complete) })}</span> : t('calendar.never')}</dd>
          </div>
        ))}
      </dl>
      <Calendar range={range} tracks={tracks} current={day} onDay={onDay} />
    </Card>
  );
}

/** How a source stands in one word: days are open, one is on its way, all are in, or none was ever pulled. */
function StandPill({ open, pulling, begun, whole }: { open: number; pulling: boolean; begun: boolean; whole: boolean }) {
  const { t } = useTranslation('sync');
  const common = useTranslation('common').t;
  if (open) return <Pill tone="amber">{t('calendar.open', { count: open })}</Pill>;
  if (pulling) return <Pill tone="blue">{common('dayState.pulling')}</Pill>;
  return begun ? <Pill tone="green">{t(whole ? 'calendar.allFine' : 'calendar.soFar')}</Pill> : <Pill>{common('dayState.never')}</Pill>;
}
