import { useTranslation } from 'react-i18next';
import type { Schemas } from '@/api/client';
import { Card } from '@/shared/Card';
import type { Preset } from '@/shared/days';
import { type Format, NOTHING, useFormat } from '@/shared/format';
import { callsHref } from '@/shared/links';
import { Figure } from './Figure';
import { HourBars } from './HourBars';
import styles from './PeriodCard.module.css';
import type { OrderGrades } from '@/shared/orderGrades';

type Period = Schemas['Period'];
type Month = Schemas['Month'];
const PRESETS = { today: 'today', yesterday: 'yesterday', month: 'month' } as const satisfies Record<string, Preset>;

interface Props {
  name: keyof typeof PRESETS;
  period: Period | Month;
  grades: OrderGrades;
}

const span = (period: Period, format: Format) =>
  period.start_date === period.end_date
    ? format.day(period.start_date)
    : `${format.dayShort(period.start_date)} — ${format.dayShort(period.end_date)}`;

/** A period, like for like against the one before; every figure leads to the calls that it counts. */
export function PeriodCard({ name, period, grades }: Props) {
  const { t } = useTranslation('overview');
  const format = useFormat();
  const range = PRESETS[name];
  const { previous, change, difference } = period;
  const told = (figure: string) => (period.known ? figure : undefined);
  const before = (figure: string) => (period.compared_known ? figure : NOTHING);
  const day = format.dayShort(period.compared_end);
  const until = period.compared_until ? format.time(period.compared_until) : '';
  const versus = name !== 'month' ? t(`versus.${name}`, { time: until }) : until ? t('versus.month', { day, time: until }) : t('versus.monthDay', { day });
  const orders = { range, ...(grades.all.length ? { grade: grades.all } : {}) };
  const month = 'working_days' in period ? period : undefined;
  return (
    <Card title={t(`period.${name}`)} note={<span className="muted">{span(period, format)}</span>} className={styles['card']}>
      <p className={styles['versus']}>{versus}</p>
      <dl className={styles['hero']}>
        <Figure big metric="calls" value={told(format.number(period.calls))} before={before(format.number(previous.calls))} change={change.calls} href={callsHref({ range })} />
        <Figure big metric="orders" value={told(format.number(period.orders_total))} before={before(format.number(previous.orders_total))} change={change.orders_total} href={callsHref(orders)} />
      </dl>
      <dl className={styles['grid']}>
        <Figure metric="connected" value={told(format.number(period.connected))} before={before(format.number(previous.connected))} change={change.connected} href={callsHref({ range, connected: true })} />
        <Figure metric="contact_rate" value={told(format.rate(period.contact_rate))} before={before(format.rate(previous.contact_rate))} change={difference.contact_rate} points href={callsHref({ range, connected: true })} />
        <Figure metric="orders_9" value={told(format.number(period.orders_9))} before={before(format.number(previous.orders_9))} change={change.orders_9} href={grades.nine.length ? callsHref({ range, grade: grades.nine }) : undefined} />
        <Figure metric="orders_1" value={told(format.number(period.orders_1))} before={before(format.number(previous.orders_1))} change={change.orders_1} href={grades.one.length ? callsHref({ range, grade: grades.one }) : undefined} />
        <Figure metric="success_rate" value={told(format.rate(period.success_rate))} before={before(format.rate(previous.success_rate))} change={difference.success_rate} points href={callsHref(orders)} />
        <Figure metric="agents" value={told(format.number(period.agents))} before={before(format.number(previous.agents))} change={change.agents} href={`/agents?range=${range}`} />
        {period.deviation ? (
          <Figure alarm metric="deviation" value={format.signed(period.deviation)} href={`/reconciliation?start=${period.start_date}&end=${period.end_date}`} />
        ) : null}
      </dl>
      {month ? (
        <div className={styles['perDay']}>
          <p className={styles['note']}>{t('workingDays', { count: month.working_days })}</p>
          <dl className={styles['averages']}>
            <Figure metric="calls_per_day" value={told(format.number(month.calls_per_day))} change={month.change.calls_per_day} before={before(format.number(month.previous.calls_per_day))} href={callsHref({ range })} />
            <Figure metric="connected_per_day" value={told(format.number(month.connected_per_day))} change={month.change.connected_per_day} before={before(format.number(month.previous.connected_per_day))} href={callsHref({ range, connected: true })} />
            <Figure metric="orders_per_day" value={told(format.number(month.orders_per_day))} change={month.change.orders_per_day} before={before(format.number(month.previous.orders_per_day))} href={callsHref(orders)} />
          </dl>
        </div>
      ) : <HourBars day={period.start_date} known={period.known} />}
    </Card>
  );
}
