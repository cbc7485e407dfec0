import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Segmented } from 'antd';
import { useTranslation } from 'react-i18next';
import { read, type Schemas } from '@/api/client';
import { Card } from '@/shared/Card';
import type { ChosenRange } from '@/shared/days';
import { Delta } from '@/shared/Delta';
import { useFormat } from '@/shared/format';
import { callsHref } from '@/shared/links';
import { MetricTip } from '@/shared/MetricTip';
import { MiniTable } from '@/shared/MiniTable';
import { stringifySearch } from '@/shared/search';
import { NoCalls } from '@/shared/NoCalls';
import { Loaded, Loading } from '@/shared/States';
import { moved } from './model';
import { type End, ENDS } from './search';
import styles from './OverviewPage.module.css';

const SHOWN = 10;
const LEAST_CALLS = 20; // who hardly dialled is not among the last

interface Props {
  range: ChosenRange;
  end: End;
  onEnd: (end: End) => void;
}

/** The agents with the most orders, or with the fewest. */
export function AgentsCard({ range, end, onEnd }: Props) {
  const { t } = useTranslation('callStats');
  const format = useFormat();
  const top = end === 'top';
  const query = useQuery(
    read('/api/stats/agents', {
      params: { query: { start: range.start, end: range.end, sort: top ? '-orders' : 'orders', per_page: SHOWN, compare: true, ...(top ? {} : { min_calls: LEAST_CALLS }) } },
    }),
  );
  const when = range.preset ? { range: range.preset } : { start: range.start, end: range.end };
  const all: string = `/agents${stringifySearch(when)}`;
  const hrefOf = (row: Schemas['AgentRow']): string =>
    row.agent_id ? `/agents${stringifySearch({ ...when, open: `${row.source}/${row.agent_id}` })}` : callsHref({ ...when, source: [row.source], agent: [''] });
  const mixed = new Set(query.data?.data.map((row) => row.source)).size > 1;
  const name = (row: Schemas['AgentRow']) => (
    <Link to={hrefOf(row)} className={styles['name']}>
      {row.name ?? row.agent_id ?? t('noAgent')}
      <small>{[row.name && row.agent_id, mixed && row.source, row.excluded && t('excluded')].filter(Boolean).join(' · ')}</small>
    </Link>
  );
  return (
    <Card
      flush title={t('overview.agents')} note={top ? null : <span className={styles['hint']}>{t('overview.bottomHint', { count: LEAST_CALLS })}</span>}
      extra={
        <>
          <Segmented<End> size="small" value={end} onChange={onEnd} options={ENDS.map((value) => ({ value, label: t(`overview.${value}`) }))} aria-label={t('overview.agents')} />
          <Link to={all}>{t('overview.allAgents')}</Link>
        </>
      }
    >
      <Loaded query={query} waiting={<Loading rows={8} />}>
        {({ data }) => data.length ? (
          <MiniTable
            label={t('overview.agents')} rows={data} rowKey={(row) => `${row.source} ${row.agent_id ?? ''}`}
            columns={[
              { key: 'rank', title: '#', cell: (_, index) => <span className={styles['rank']} data-top={top && index < 3}>{index + 1}</span> },
              { key: 'name', title: t('agents.name'), cell: name },
              { key: 'orders', title: <MetricTip metric="orders" />, num: true, cell: (row) => <strong>{format.number(row.orders)}</strong> },
              { key: 'versus', title: t('board.compare'), num: true, cell: (row) => <Delta value={moved('orders', row.orders, row.previous?.orders)} /> },
              { key: 'calls', title: <MetricTip metric="calls" />, num: true, cell: (row) => format.number(row.calls) },
              { key: 'rate', title: <MetricTip metric="contact_rate" />, num: true, cell: (row) => format.rate(row.contact_rate) },
            ]}
          />
        ) : <NoCalls />}
      </Loaded>
    </Card>
  );
}
