import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { read, type Schemas } from '@/api/client';
import { Section } from '@/shared/Facts';
import { useFormat } from '@/shared/format';
import { type CallsFilter, callsHref } from '@/shared/links';
import { useCan } from '@/shared/me';
import { MiniTable } from '@/shared/MiniTable';
import { useOrderGrades } from '@/shared/orderGrades';
import { RangePicker } from '@/shared/RangePicker';
import { Empty, Loaded } from '@/shared/States';
import { useRange } from '@/shared/useToday';
import type { Change, Employee, PeopleSearch } from './search';

type Row = Schemas['KpiFigures'] & { date?: string };

/** What an employee did, day by day; every count leads to its calls. */
export function Kpis({ employee, search, onSearch }: { employee: Employee; search: PeopleSearch; onSearch: Change }) {
  const { t } = useTranslation('people');
  const common = useTranslation('common').t;
  const format = useFormat();
  const can = useCan();
  const grades = useOrderGrades();
  const range = useRange(search, '7d');
  const kpis = useQuery({
    ...read('/api/employees/{employee_id}/kpis', { params: { path: { employee_id: String(employee.id) }, query: { from: range.start, to: range.end } } }),
    placeholderData: keepPreviousData,
  });
  const agentsOn = (first: string, last: string) =>
    [...new Set(employee.agents.filter((one) => (one.valid_from ?? '') <= last && (one.valid_to ?? '9') >= first).map((one) => one.agent_id))];
  const counted = (row: Row, value: number, only: Pick<CallsFilter, 'connected' | 'grade'> = {}) => {
    const [start, end] = row.date ? [row.date, row.date] : [range.start, range.end];
    const agent = agentsOn(start, end);
    if (!value || !agent.length || !can('call:read')) return format.number(value);
    return <Link to={callsHref({ start, end, agent, ...only })}>{format.number(value)}</Link>;
  };
  return (
    <Section extra={<RangePicker value={range} onChange={({ start, end, range: preset }) => onSearch({ start, end, range: preset })} />}>
      <Loaded query={kpis}>
        {({ data }) => data.total.calls ? (
          <MiniTable<Row>
            label={t('tab.kpis')} rows={[data.total, ...[...data.days].reverse()]} rowKey={(row) => row.date ?? 'total'}
            columns={[
              { key: 'day', title: t('kpis.day'), cell: (row) => row.date ? format.day(row.date) : <strong>{common('total')}</strong> },
              { key: 'calls', title: common('metric.calls'), num: true, cell: (row) => counted(row, row.calls) },
              { key: 'connected', title: common('metric.connected'), num: true, cell: (row) => counted(row, row.connected, { connected: true }) },
              { key: 'rate', title: common('metric.contact_rate'), num: true, cell: (row) => format.rate(row.contact_rate) },
              { key: 'talk', title: common('metric.talk_seconds'), num: true, cell: (row) => format.duration(row.talk_seconds) },
              { key: 'orders', title: common('metric.orders'), num: true, cell: (row) => counted(row, row.orders, { grade: grades.all }) },
              { key: 'success', title: common('metric.success_rate'), num: true, cell: (row) => format.rate(row.success_rate) },
            ]}
          />
        ) : <Empty text={t('kpis.none')} />}
      </Loaded>
      <p className="muted" style={{ marginTop: 10 }}>{t('kpis.note')}</p>
    </Section>
  );
}
