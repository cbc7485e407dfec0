import { useTranslation } from 'react-i18next';
import type { Schemas } from '@/api/client';
import { useCells } from '@/shared/cells';
import { eachDay, type Range, weekdayOf } from '@/shared/days';
import { useFormat } from '@/shared/format';
import { Pill } from '@/shared/Pill';
import styles from './Calendar.module.css';
import { DAY_STANDS, DAY_TONES, isPulling, standOf } from './states';

type Track = Schemas['TrackStatus'];

interface Props {
  range: Range;
  tracks: Track[];
  current: string | undefined;
  onDay: (day: string) => void;
}

/** Where all days do not fit, the newest are shown first. */
const toNewest = (box: HTMLDivElement | null) => {
  if (box) box.scrollLeft = box.scrollWidth;
};

/** Days × tracks: a button a day and track, coloured by how much of it is known. The keyboard comes in at the newest day. */
export function Calendar({ range, tracks, current, onDay }: Props) {
  const { t } = useTranslation('sync');
  const common = useTranslation('common').t;
  const format = useFormat();
  const days = eachDay(range);
  const states = new Map(tracks.map((track) => [track.track, new Map(track.days.map((day) => [day.date, day]))]));
  const cells = useCells(tracks.flatMap(({ track }) => [...days].reverse().map((day) => `${track} ${day}`)));
  return (
    <>
      <div className={styles['scroll']} ref={toNewest}>
        <table className={styles['calendar']}>
          <thead>
            <tr>
              <td />
              {days.map((day) => (
                <th key={day} scope="col" data-weekend={weekdayOf(day) > 4} data-month={day.endsWith('-01')}>
                  <small>{format.weekdayShort(weekdayOf(day))}</small>
                  {day.endsWith('-01') ? day.slice(5) : day.slice(8)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody {...cells.body}>
            {tracks.map(({ track }) => (
              <tr key={track}>
                <th scope="row"><span data-tip={t(`trackHint.${track}`)}>{t(`track.${track}`)}</span></th>
                {days.map((day) => {
                  const known = states.get(track)?.get(day);
                  const stand = standOf(known);
                  const name = t('calendar.cell', { day: format.day(day), track: t(`track.${track}`), state: common(`dayState.${stand}`) });
                  const hint = [name, known?.calls == null ? '' : `${common('metric.calls')} ${format.number(known.calls)}`, stand === 'pulling' ? '' : known?.reason].filter(Boolean).join(' · ');
                  return (
                    <td key={day}>
                      <button type="button" {...cells.cell(`${track} ${day}`)} data-state={stand} data-current={day === current} data-tip={hint} aria-label={name} onClick={() => onDay(day)} />
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className={styles['legend']} aria-label={t('calendar.legend')}>
        {DAY_STANDS.map((stand) => stand !== 'pulling' || isPulling(tracks) ? <Pill key={stand} tone={DAY_TONES[stand]} dot>{common(`dayState.${stand}`)}</Pill> : null)}
      </p>
    </>
  );
}
