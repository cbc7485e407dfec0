import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { read, type Schemas } from '@/api/client';
import { hourOf, type Range } from '../days';
import { useFormat } from '../format';
import { callsHref, figureHref } from '../links';
import { MiniTable } from '../MiniTable';
import { useOrderGrades } from '../orderGrades';
import { SideDrawer } from '../SideDrawer';
import { Empty, Loaded } from '../States';
import { type Cell, daysOfCell } from './heat';

interface Props {
  range: Range;
  at: Cell;
  onClose: () => void;
}

/** One cell of a heat map, day by day: each leads to the calls of that hour. Loaded when a cell is opened. */
export default function HourDrawer({ range, at, onClose }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const [weekday, hour] = at;
  const query = useQuery(
    read('/api/stats/explore', {
      params: { query: { by: ['day', 'hour'], metrics: ['calls', 'connected', 'contact_rate', 'orders'], start: range.start, end: range.end, limit: 10_000 } },
    }),
  );
  return (
    <SideDrawer open onClose={onClose} title={t('hours.cell', { weekday: format.weekday(weekday), from: hour, to: hour + 1 })}>
      <Loaded query={query}>{({ data }) => <Days rows={data.rows} at={at} />}</Loaded>
    </SideDrawer>
  );
}

function Days({ rows, at }: { rows: Schemas['ExploreRow'][]; at: Cell }) {
  const { t } = useTranslation();
  const format = useFormat();
  const grades = useOrderGrades();
  const days = daysOfCell(rows, at);
  const figure = (day: string, metric: string, text: string) => <Link to={figureHref(hourOf(day, at[1]), metric, grades)}>{text}</Link>;
  if (!days.length) return <Empty />;
  return (
    <>
      <p className="muted">{t('hours.lead')}</p>
      <MiniTable
        label={t('hours.title')} rows={days} rowKey={(row) => row.day}
        columns={[
          { key: 'day', title: t('hours.day'), cell: (row) => <Link to={callsHref(hourOf(row.day, at[1]))}>{format.day(row.day)}</Link> },
          { key: 'calls', title: t('metric.calls'), num: true, cell: (row) => figure(row.day, 'calls', format.number(row.values[0])) },
          { key: 'connected', title: t('metric.connected'), num: true, cell: (row) => figure(row.day, 'connected', format.number(row.values[1])) },
          { key: 'rate', title: t('metric.contact_rate'), num: true, cell: (row) => format.rate(row.values[2]) },
          { key: 'orders', title: t('metric.orders'), num: true, cell: (row) => figure(row.day, 'orders', format.number(row.values[3])) },
        ]}
      />
    </>
  );
}
