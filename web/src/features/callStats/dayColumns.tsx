import { Link } from '@tanstack/react-router';
import type { TFunction } from 'i18next';
import { weekdayOf } from '@/shared/days';
import { type Format, NOTHING } from '@/shared/format';
import { figureHref } from '@/shared/links';
import { type Metric, MetricTip } from '@/shared/MetricTip';
import type { OrderGrades } from '@/shared/orderGrades';
import { Pill, type Tone } from '@/shared/Pill';
import type { Column } from '@/shared/table/types';
import styles from './DailyPage.module.css';
import { type DayByDay, type DayRow, isRate, isUnknown, written } from './model';

export const TONES: Record<DayRow['state'], Tone> = { complete: 'green', partial: 'blue', incomplete: 'amber', unverified: 'grey', never: 'grey' };
const SATURDAY = 5;
type Figure = 'calls' | 'connected' | 'contact_rate' | 'orders' | 'orders_9' | 'orders_1' | 'success_rate' | 'agents' | 'talk_seconds' | 'avg_talk' | 'order_value';
const FIGURES: readonly Figure[] = ['calls', 'connected', 'contact_rate', 'orders', 'orders_9', 'orders_1', 'success_rate', 'agents', 'talk_seconds', 'avg_talk', 'order_value'];
const OPTIONAL = new Set<Figure>(['avg_talk', 'order_value']);

interface Words {
  t: TFunction<'callStats'>;
  common: TFunction;
  format: Format;
  grades: OrderGrades;
}

const syncOf = (day: string): string => `/sync?start=${day}&end=${day}`;

/** A figure of a day as it is told. */
export const shownOf = (row: DayRow, metric: Figure, format: Format): string => (isUnknown(row) ? NOTHING : written(metric, row[metric], format));

/** The calls that a figure of a day counts. */
export function callsOf(day: string, metric: Figure, grades: OrderGrades): string {
  return figureHref({ start: day, end: day }, metric, grades);
}

/** The columns of the days: the day and how much of it is known, its figures, and the dialer's own orders. */
export function dayColumns(days: DayByDay | undefined, { t, common, format, grades }: Words): Column<DayRow>[] {
  const totals = days?.totals;
  const figure = (metric: Figure): Column<DayRow> => ({
    key: metric,
    title: <MetricTip metric={metric as Metric} />,
    name: common(`metric.${metric}`),
    num: true,
    sort: metric,
    downFirst: true,
    optional: OPTIONAL.has(metric),
    cell: (row) => {
      const shown = shownOf(row, metric, format);
      if (!row.calls) return <span className="muted">{row.state === 'never' || isRate(metric) ? shown : '0'}</span>;
      const href = metric === 'agents' ? `/agents?start=${row.date}&end=${row.date}` : callsOf(row.date, metric, grades);
      return <Link to={href} className={styles['figure']}>{metric === 'calls' ? <strong>{shown}</strong> : shown}</Link>;
    },
    csv: (row) => (isUnknown(row) ? null : row[metric]),
    ...(totals ? { total: days && !days.known ? NOTHING : written(metric, totals[metric], format) } : {}),
  });
  const vendor: Column<DayRow>[] = totals?.vendor_orders == null ? [] : [
    {
      key: 'vendor_orders', title: <span data-tip={t('daily.vendorTip')}>{t('daily.vendor')}</span>, name: t('daily.vendor'), num: true,
      sort: 'vendor_orders', downFirst: true, cell: (row) => format.number(row.vendor_orders), csv: (row) => row.vendor_orders, total: format.number(totals.vendor_orders),
    },
    {
      key: 'deviation', title: <MetricTip metric="deviation" />, name: common('metric.deviation'), num: true, sort: 'deviation', downFirst: true,
      cell: (row) => row.deviation ? <Link to={syncOf(row.date)} className={styles['alarm']}>{format.signed(row.deviation)}</Link> : format.number(row.deviation),
      csv: (row) => row.deviation, total: format.signed(totals.deviation),
    },
  ];
  return [
    {
      key: 'date', title: t('daily.date'), sort: 'date', downFirst: true, pinned: true, always: true, csv: (row) => row.date,
      cell: (row) => <span className={weekdayOf(row.date) >= SATURDAY ? `${styles['day']} ${styles['weekend']}` : styles['day']}>{row.date.slice(0, 4)}-{format.day(row.date)}</span>,
    },
    {
      key: 'state', title: t('daily.state'), csv: (row) => common(`dayState.${row.state}`),
      cell: (row) => (
        <Link to={syncOf(row.date)} title={row.updated_at ? common('freshness.at', { time: format.moment(row.updated_at) }) : undefined}>
          <Pill tone={TONES[row.state]} dot>{common(`dayState.${row.state}`)}</Pill>
        </Link>
      ),
    },
    ...FIGURES.map(figure),
    ...vendor,
  ];
}

/** The days in the order asked for; those without such a figure come last. */
export function sortedDays(rows: readonly DayRow[], sort: string): DayRow[] {
  const metric = sort.replace(/^-/, '') as keyof DayRow;
  const sign = sort.startsWith('-') ? -1 : 1;
  return [...rows].sort((a, b) => {
    const [one, other] = [a[metric], b[metric]];
    if (one == null || other == null) return Number(one == null) - Number(other == null) || (a.date < b.date ? 1 : -1);
    return one === other ? (a.date < b.date ? 1 : -1) : sign * (one > other ? 1 : -1);
  });
}
