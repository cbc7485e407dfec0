import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { read } from '@/api/client';
import { useFormat } from '@/shared/format';
import { type CallsFilter, callsHref } from '@/shared/links';
import { useCan } from '@/shared/me';
import { MiniTable } from '@/shared/MiniTable';
import { Pill } from '@/shared/Pill';
import { Empty, Loaded } from '@/shared/States';

const SHOWN = 8;

/** The latest calls of a filter; for those who may read calls. */
export function LastCalls({ filter }: { filter: CallsFilter }) {
  const { t } = useTranslation('callStats');
  const format = useFormat();
  const reads = useCan()('call:read');
  const { start, end, source, agent, task } = filter;
  const query = useQuery({
    ...read('/api/calls', { params: { query: { per_page: SHOWN, ...(start ? { start } : {}), ...(end ? { end } : {}), ...(source ? { source } : {}), ...(agent ? { agent } : {}), ...(task ? { task } : {}) } } }),
    enabled: reads,
  });
  const openOf = (id: number): string => `${callsHref(filter)}&open=${id}`;
  if (!reads) return null;
  return (
    <section>
      <div className="spread">
        <h3>{t('agents.calls')}</h3>
        <Link to={callsHref(filter)}>{t('agents.allCalls')}</Link>
      </div>
      <Loaded query={query}>
        {({ data }) => data.length ? (
          <MiniTable
            label={t('agents.calls')} rows={data} rowKey={(row) => String(row.id)}
            columns={[
              { key: 'time', title: t('board.time'), cell: (row) => <Link to={openOf(row.id)}>{format.moment(row.start_time)}</Link> },
              { key: 'number', title: t('board.number'), cell: (row) => row.phone ?? format.number(undefined) },
              { key: 'result', title: t('board.result'), cell: (row) => <Pill tone={row.outcome === 'connected' ? 'green' : 'grey'}>{row.outcome_label}</Pill> },
              { key: 'grade', title: t('board.grade'), cell: (row) => row.grade_label ?? row.grade ?? format.number(undefined) },
              { key: 'length', title: t('board.length'), num: true, cell: (row) => (row.duration ? format.duration(row.duration) : format.number(undefined)) },
            ]}
          />
        ) : <Empty text={t('agents.noCalls')} />}
      </Loaded>
    </section>
  );
}
