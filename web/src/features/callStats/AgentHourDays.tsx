import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '@/api/client';
import { hourOf, weekdayOf } from '@/shared/days';
import { useFormat } from '@/shared/format';
import { type CallsFilter, callsHref } from '@/shared/links';
import styles from './BoardPage.module.css';

/** The days behind a cell: each leads to the calls of that hour. */
export function AgentHourDays({ days, at: [weekday, hour], filter }: { days: Schemas['DayPoint'][]; at: [number, number]; filter: CallsFilter }) {
  const { t } = useTranslation();
  const format = useFormat();
  const found = days.filter((day) => day.calls && weekdayOf(day.date) === weekday);
  return (
    <p className={styles['note']} role="status">
      <span>{t('hours.cell', { weekday: format.weekday(weekday), from: hour, to: hour + 1 })}</span>
      {found.map((day) => <Link key={day.date} to={callsHref({ ...filter, ...hourOf(day.date, hour) })}>{format.dayShort(day.date)}</Link>)}
    </p>
  );
}
