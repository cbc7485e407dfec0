import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { read } from '@/api/client';
import { hourOf } from '@/shared/days';
import { useFormat } from '@/shared/format';
import { hoursOfDay } from '@/shared/hours/heat';
import { callsHref } from '@/shared/links';
import { mayPass } from '@/shared/States';
import styles from './HourBars.module.css';

/** A day's calls by the hour, the connected ones darker; a bar opens its hour. */
export function HourBars({ day, known }: { day: string; known: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  const query = useQuery(read('/api/stats/trend', { params: { query: { start: day, end: day, interval: 'hour' } } }));
  const trend = query.data?.data;
  const hours = hoursOfDay(trend);
  const most = Math.max(1, ...hours.map(({ calls }) => calls));
  if (!trend && query.isError) {
    return <p className={styles['failed']}>{query.error.message} {mayPass(query.error) ? <Button size="small" onClick={() => void query.refetch()}>{t('retry')}</Button> : null}</p>;
  }
  return (
    <ul className={styles['bars']} aria-label={t('hours.label', { metric: t('metric.calls') })}>
      {hours.map(({ hour, calls, connected }) => {
        const text = `${hour}:00 · ${t('metric.calls')} ${format.number(calls)} · ${t('metric.connected')} ${format.number(connected)}`;
        const bar = (
          <span className={styles['column']}>
            <i style={{ height: `${(calls / most) * 100}%` }}>
              <b style={{ height: calls ? `${(connected / calls) * 100}%` : 0 }} />
            </i>
          </span>
        );
        return (
          <li key={hour} title={trend && known ? text : undefined}>
            {calls ? <Link to={callsHref(hourOf(day, hour))} aria-label={text}>{bar}</Link> : bar}
            <small>{hour % 3 === 0 ? hour : ''}</small>
          </li>
        );
      })}
    </ul>
  );
}
