import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { read } from '@/api/client';
import { hourOf } from '@/shared/days';
import { useFormat } from '@/shared/format';
import { callsHref } from '@/shared/links';
import styles from './HourBars.module.css';

const USUAL: [number, number] = [9, 20];

/** A day's calls by the hour, the connected ones darker; a bar opens its hour. */
export function HourBars({ day }: { day: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const query = useQuery(read('/api/stats/trend', { params: { query: { start: day, end: day, interval: 'hour' } } }));
  const trend = query.data?.data;
  const at = new Map(trend?.dates.map((date, index) => [Number(date.slice(11, 13)), index]));
  const calls = (hour: number) => trend?.total_calls[at.get(hour) ?? -1] ?? 0;
  const connected = (hour: number) => trend?.success_calls[at.get(hour) ?? -1] ?? 0;
  const busy = [...at.keys()].filter((hour) => calls(hour) > 0);
  const [first, last] = [Math.min(USUAL[0], ...busy), Math.max(USUAL[1], ...busy)];
  const hours = Array.from({ length: last - first + 1 }, (_, index) => first + index);
  const most = Math.max(1, ...hours.map(calls));
  if (!trend && query.isError) {
    return <p className={styles['failed']}>{query.error.message} <Button size="small" onClick={() => void query.refetch()}>{t('retry')}</Button></p>;
  }
  return (
    <ul className={styles['bars']} aria-label={t('hours.label', { metric: t('metric.calls') })}>
      {hours.map((hour) => {
        const made = calls(hour);
        const text = `${hour}:00 · ${t('metric.calls')} ${format.number(made)} · ${t('metric.connected')} ${format.number(connected(hour))}`;
        const bar = (
          <span className={styles['column']}>
            <i style={{ height: `${(made / most) * 100}%` }}>
              <b style={{ height: made ? `${(connected(hour) / made) * 100}%` : 0 }} />
            </i>
          </span>
        );
        return (
          <li key={hour} title={trend ? text : undefined}>
            {made ? <Link to={callsHref(hourOf(day, hour))} aria-label={text}>{bar}</Link> : bar}
            <small>{hour % 3 === 0 ? hour : ''}</small>
          </li>
        );
      })}
    </ul>
  );
}
