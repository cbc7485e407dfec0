import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '@/api/client';
import { Chart, type Series } from '@/shared/chart/Chart';
import { useFormat } from '@/shared/format';
import { type CallsFilter, figureHref } from '@/shared/links';
import { MiniTable } from '@/shared/MiniTable';
import { useOrderGrades } from '@/shared/orderGrades';

interface Props {
  label: string;
  days: Schemas['DayPoint'][];
  filter: CallsFilter;
}

/** Calls and orders a day with the contact rate; a column opens the day's calls that it counts. */
export function ProfileTrend({ label, days, filter }: Props) {
  const { t } = useTranslation('callStats');
  const common = useTranslation('common').t;
  const format = useFormat();
  const navigate = useNavigate();
  const grades = useOrderGrades();
  const series: Series[] = [
    { name: common('metric.calls'), values: days.map((day) => day.calls), format: format.number, tone: 0 },
    { name: common('metric.orders'), values: days.map((day) => day.orders), format: format.number, tone: 1 },
    { name: common('metric.contact_rate'), values: days.map((day) => day.contact_rate), format: format.rate, tone: 2, line: true, right: true },
  ];
  const open = (day: Schemas['DayPoint'] | undefined, metric = 'calls') => {
    if (day) void navigate({ href: figureHref({ ...filter, start: day.date, end: day.date }, metric, grades) });
  };
  return (
    <Chart
      label={label} names={days.map((day) => format.dayShort(day.date))} series={series} left={{ format: format.short, whole: true }} right={{ format: format.percent }}
      height={220} onPick={(index, name) => open(days[index], name === common('metric.orders') ? 'orders' : 'calls')}
      table={
        <MiniTable
          label={label} rows={days} rowKey={(day) => day.date} onRow={(day) => open(day)}
          columns={[
            { key: 'date', title: t('overview.day'), cell: (day) => format.day(day.date) },
            { key: 'calls', title: common('metric.calls'), num: true, cell: (day) => format.number(day.calls) },
            { key: 'connected', title: common('metric.connected'), num: true, cell: (day) => format.number(day.connected) },
            { key: 'rate', title: common('metric.contact_rate'), num: true, cell: (day) => format.rate(day.contact_rate) },
            { key: 'orders', title: common('metric.orders'), num: true, cell: (day) => format.number(day.orders) },
          ]}
        />
      }
    />
  );
}
