import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { read, type Schemas } from '@/api/client';
import { Card } from '@/shared/Card';
import type { ChosenRange } from '@/shared/days';
import { Delta } from '@/shared/Delta';
import { useFormat } from '@/shared/format';
import { Freshness } from '@/shared/Freshness';
import { callsHref } from '@/shared/links';
import { MetricTip } from '@/shared/MetricTip';
import { MiniTable } from '@/shared/MiniTable';
import { NoCalls } from '@/shared/NoCalls';
import { Loaded, Loading } from '@/shared/States';
import styles from './Boards.module.css';

type Row = Schemas['AgentRow'];
const SHOWN = 10;

/** The agents with the most orders, against the stretch before. */
export function AgentsCard({ range }: { range: ChosenRange }) {
  const { t } = useTranslation('overview');
  const format = useFormat();
  const query = useQuery(
    read('/api/stats/agents', { params: { query: { start: range.start, end: range.end, sort: '-orders', per_page: SHOWN, compare: true } } }),
  );
  const when = { start: range.start, end: range.end };
  const mixed = new Set(query.data?.data.map((row) => row.source)).size > 1;
  const agent = (row: Row) => (
    <Link to={callsHref({ ...when, source: [row.source], agent: [row.agent_id ?? ''] })} className={styles['name']}>
      {row.name ?? row.agent_id ?? t('agents.all')}
      <small>{[row.name && row.agent_id, mixed && row.source, row.excluded && t('agents.excluded')].filter(Boolean).join(' · ')}</small>
    </Link>
  );
  const moved = (row: Row) => {
    const before = row.previous?.orders;
    return <Delta value={before ? (row.orders - before) / before : null} />;
  };
  return (
    <Card flush title={t('agents.title')} extra={<Freshness meta={query.data?.meta} compact />}>
      <Loaded query={query} waiting={<Loading rows={8} />}>
        {({ data }) => data.length ? (
          <MiniTable
            label={t('agents.title')} rows={data} rowKey={(row) => `${row.source} ${row.agent_id ?? ''}`}
            columns={[
              { key: 'rank', title: '#', cell: (_, index) => <span className={styles['rank']} data-top={index < 3}>{index + 1}</span> },
              { key: 'name', title: t('agents.name'), cell: agent },
              { key: 'orders', title: <MetricTip metric="orders" />, num: true, cell: (row) => <strong>{format.number(row.orders)}</strong> },
              { key: 'versus', title: t('agents.versus'), num: true, cell: moved },
              { key: 'calls', title: <MetricTip metric="calls" />, num: true, cell: (row) => format.number(row.calls) },
              { key: 'connected', title: <MetricTip metric="connected" />, num: true, cell: (row) => format.number(row.connected) },
              { key: 'rate', title: <MetricTip metric="contact_rate" />, num: true, cell: (row) => format.rate(row.contact_rate) },
              { key: 'success', title: <MetricTip metric="success_rate" />, num: true, cell: (row) => format.rate(row.success_rate) },
              { key: 'talk', title: <MetricTip metric="talk_seconds" />, num: true, cell: (row) => format.duration(row.talk_seconds) },
            ]}
          />
        ) : <NoCalls />}
      </Loaded>
    </Card>
  );
}
