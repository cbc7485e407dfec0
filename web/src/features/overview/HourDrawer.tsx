import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { read } from '@/api/client';
import { type ChosenRange, hourOf, weekdayOf } from '@/shared/days';
import { useFormat } from '@/shared/format';
import { callsHref } from '@/shared/links';
import { MiniTable } from '@/shared/MiniTable';
import { SideDrawer } from '@/shared/SideDrawer';
import { Empty, Loaded } from '@/shared/States';

interface Props {
  range: ChosenRange;
  at: [number, number];
  onClose: () => void;
}

interface Day {
  day: string;
  values: (number | null)[];
}

/** One cell of the heat map, day by day: each leads to the calls of that hour. */
export function HourDrawer({ range, at: [weekday, hour], onClose }: Props) {
  const { t } = useTranslation('overview');
  const common = useTranslation('common').t;
  const format = useFormat();
  const query = useQuery(
    read('/api/stats/explore', {
      params: { query: { by: ['day', 'hour'], metrics: ['calls', 'connected', 'contact_rate', 'orders'], start: range.start, end: range.end, limit: 10_000 } },
    }),
  );
  return (
    <SideDrawer open onClose={onClose} title={t('hours.drawer', { weekday: format.weekday(weekday), from: hour, to: hour + 1 })}>
      <Loaded query={query}>
        {({ data }) => {
          const days = data.rows
            .map((row): Day & { hour: number } => ({ day: String(row.keys[0]), hour: Number(row.keys[1]), values: row.values }))
            .filter((row) => row.hour === hour && weekdayOf(row.day) === weekday)
            .toSorted((a, b) => b.day.localeCompare(a.day));
          if (!days.length) return <Empty />;
          return (
            <>
              <p className="muted">{t('hours.lead')}</p>
              <MiniTable
                label={t('hours.title')} rows={days} rowKey={(row) => row.day}
                columns={[
                  { key: 'day', title: t('trend.day'), cell: (row) => <Link to={callsHref(hourOf(row.day, hour))}>{format.day(row.day)}</Link> },
                  { key: 'calls', title: common('metric.calls'), num: true, cell: (row) => format.number(row.values[0]) },
                  { key: 'connected', title: common('metric.connected'), num: true, cell: (row) => format.number(row.values[1]) },
                  { key: 'rate', title: common('metric.contact_rate'), num: true, cell: (row) => format.rate(row.values[2]) },
                  { key: 'orders', title: common('metric.orders'), num: true, cell: (row) => format.number(row.values[3]) },
                ]}
              />
            </>
          );
        }}
      </Loaded>
    </SideDrawer>
  );
}
