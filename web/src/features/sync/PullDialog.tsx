import { Button, Segmented, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { daysBetween, spansOf, today } from '@/shared/days';
import { Dialog } from '@/shared/Dialog';
import { useFormat } from '@/shared/format';
import { Refusal } from '@/shared/Field';
import { PullProgress } from './PullProgress';
import styles from './Sync.module.css';
import type { Pull, Track } from './usePull';

/** What somebody wants to pull: a stretch that the dialog lets them change, or exactly these days. */
export interface PullWish {
  start: string;
  end: string;
  source?: string;
  days?: string[];
}

const MOST_DAYS = 366;
const MOST_NAMED = 12;
const TRACKS = ['both', 'grade', 'task'] as const satisfies Track[];

interface Props {
  wish: PullWish;
  sources: string[];
  pull: Pull;
  onClose: () => void;
}

/** Pulls days in the background, and shows how far that is. It goes on when the dialog is closed. */
export function PullDialog({ wish, sources, pull, onClose }: Props) {
  const { t } = useTranslation('sync');
  const common = useTranslation('common').t;
  const [start, setStart] = useState(wish.start);
  const [end, setEnd] = useState(wish.end);
  const [source, setSource] = useState(wish.source ?? '');
  const [track, setTrack] = useState<Track>('both');
  const days = wish.days?.length ?? (start && end ? daysBetween(start, end) : 0);
  const begin = () => pull.start({ spans: wish.days ? spansOf(wish.days) : [{ start, end }], source: source || undefined, track });
  const busy = pull.starting || pull.running;
  return (
    <Dialog
      title={t(wish.days ? 'calendar.fill' : 'pull.title')} width={460} onClose={onClose}
      footer={busy
        ? <Button onClick={onClose}>{t('pull.background')}</Button>
        : <><Button onClick={onClose}>{common('cancel')}</Button><Button type="primary" disabled={days < 1 || days > MOST_DAYS} onClick={begin}>{t('pull.start')}</Button></>}
    >
      {busy ? (
        <>
          <PullProgress jobs={pull.jobs} />
          <p className="muted">{t('pull.waits')}</p>
        </>
      ) : (
        <div className={styles['form']}>
          {wish.days ? <Named days={wish.days} /> : (
            <>
              <div className={styles['days']}>
                <label>{t('pull.from')}<input type="date" value={start} max={end || today()} onChange={(event) => setStart(event.target.value)} /></label>
                <label>{t('pull.to')}<input type="date" value={end} min={start} max={today()} onChange={(event) => setEnd(event.target.value)} /></label>
              </div>
              <p className="muted">{t('pull.days', { count: days })}</p>
            </>
          )}
          <div className="line-up">{t('pull.track')} <Segmented value={track} onChange={setTrack} options={TRACKS.map((value) => ({ value, label: t(`track.${value}`) }))} aria-label={t('pull.track')} /></div>
          <div className="line-up">
            {t('pull.source')}
            <Select style={{ minWidth: 200 }} value={source} disabled={!!wish.days} onChange={setSource} aria-label={t('pull.source')} options={[{ value: '', label: t('pull.allSources') }, ...sources.map((value) => ({ value, label: value }))]} />
          </div>
          <Refusal error={pull.error} />
        </div>
      )}
    </Dialog>
  );
}

/** The days that will be pulled, and no others. */
function Named({ days }: { days: string[] }) {
  const { t } = useTranslation('sync');
  const format = useFormat();
  const named = format.list(days.slice(0, MOST_NAMED).map((day) => format.dayShort(day)));
  return <p>{t('pull.only', { count: days.length, days: days.length > MOST_NAMED ? `${named}…` : named })}</p>;
}
