import { useNavigate } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '@/api/client';
import { Chart } from '@/shared/Chart';
import { useFormat } from '@/shared/format';
import { type CallsFilter, callsHref } from '@/shared/links';
import { MiniTable } from '@/shared/MiniTable';

interface Props {
  label: string;
  days: Schemas['DayPoint'][];
  filter: CallsFilter;
}

/** Calls and orders a day with the contact rate; a column opens the day's calls. */
export function ProfileTrend({ label, days, filter }: Props) {
  const { t } = useTranslation('callStats');
  const common = useTranslation('common').t;
  const format = useFormat();
  const navigate = useNavigate();
  const option = useMemo(() => ({
    xAxis: { type: 'category', data: days.map((day) => format.dayShort(day.date)) },
    yAxis: [
      { type: 'value', minInterval: 1, axisLabel: { formatter: format.short } },
      { type: 'value', min: 0, splitLine: { show: false }, axisLabel: { formatter: format.percent } },
    ],
    series: [
      { type: 'bar', name: common('metric.calls'), data: days.map((day) => day.calls), barMaxWidth: 22, itemStyle: { borderRadius: [3, 3, 0, 0] }, tooltip: { valueFormatter: format.number } },
      { type: 'bar', name: common('metric.orders'), data: days.map((day) => day.orders), barMaxWidth: 22, color: 'series:1', itemStyle: { borderRadius: [3, 3, 0, 0] }, tooltip: { valueFormatter: format.number } },
      { type: 'line', name: common('metric.contact_rate'), yAxisIndex: 1, data: days.map((day) => day.contact_rate), color: 'series:2', symbolSize: 5, showSymbol: days.length < 40, lineStyle: { width: 2 }, tooltip: { valueFormatter: format.rate } },
    ],
  }), [days, format, common]);
  const open = (day: Schemas['DayPoint'] | undefined) => {
    if (day) void navigate({ href: callsHref({ ...filter, start: day.date, end: day.date }) });
  };
  return (
    <Chart
      label={label} option={option} height={220} onPick={(picked) => open(days[picked.index])}
      table={
        <MiniTable
          label={label} rows={days} rowKey={(day) => day.date} onRow={open}
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
