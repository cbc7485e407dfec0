import { useTranslation } from 'react-i18next';
import { today } from '@/shared/days';
import { Delta } from '@/shared/Delta';
import { NOTHING, useFormat } from '@/shared/format';
import { hoursOfDay } from '@/shared/hours/heat';
import type { Metric } from '@/shared/MetricTip';
import { Columns } from './Columns';
import { useHours, useOverview, useQuiet } from './live';
import styles from './Tv.module.css';

interface Figure {
  metric: Metric;
  value: string;
  change: number | null | undefined;
  points?: boolean;
  note?: string;
}

/** Today in six figures against yesterday until the same minute, and hour by hour. */
export function TodayPanel() {
  const { t } = useTranslation('tv');
  const common = useTranslation('common').t;
  const format = useFormat();
  const period = useOverview().data?.data.today;
  const hours = useHours(today()).data?.data;
  const columns = hoursOfDay(hours).map(({ hour, calls, connected }) => ({ name: String(hour), all: calls, part: connected }));
  const quiet = useQuiet();
  const known = quiet === 'quiet';
  const figures: Figure[] = [
    { metric: 'calls', value: format.number(period?.calls), change: period?.change.calls },
    { metric: 'connected', value: format.number(period?.connected), change: period?.change.connected },
    { metric: 'contact_rate', value: format.rate(period?.contact_rate), change: period?.difference.contact_rate, points: true },
    { metric: 'orders', value: format.number(period?.orders_total), change: period?.change.orders_total, ...(period ? { note: t('kinds', { nine: format.number(period.orders_9), one: format.number(period.orders_1) }) } : {}) },
    { metric: 'success_rate', value: format.rate(period?.success_rate), change: period?.difference.success_rate, points: true },
    { metric: 'agents', value: format.number(period?.agents), change: period?.change.agents },
  ];
  return (
    <>
      <p className={styles['lead']}>{period?.compared_until ? t('versus', { time: format.time(period.compared_until) }) : null}{period && !period.calls ? ` · ${t(quiet)}` : null}</p>
      <dl className={styles['figures']}>
        {figures.map((figure) => (
          <div key={figure.metric} data-main={figure.metric === 'orders'}>
            <dt>{common(`metric.${figure.metric}`)}</dt>
            <dd className={styles['value']}>{known ? figure.value : NOTHING}</dd>
            <dd className={styles['change']}>{known ? <><Delta value={figure.change} {...(figure.points ? { points: true } : {})} /> {figure.note}</> : null}</dd>
          </div>
        ))}
      </dl>
      <Columns label={t('hours')} columns={columns} />
    </>
  );
}
