import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { read } from '@/api/client';
import type { ChosenRange } from '@/shared/days';
import { useFormat } from '@/shared/format';
import { type CallsFilter, callsHref } from '@/shared/links';
import { MiniTable } from '@/shared/MiniTable';
import { stringifySearch } from '@/shared/search';
import { SideDrawer } from '@/shared/SideDrawer';
import { Loaded } from '@/shared/States';
import styles from './BoardPage.module.css';
import { ComparedNote } from './ComparedNote';
import { LastCalls } from './LastCalls';
import { ProfileKpis } from './ProfileKpis';
import { ProfileTrend } from './ProfileTrend';
import { TaskGrades } from './TaskGrades';

interface Props {
  source: string;
  id: string;
  range: ChosenRange;
  onClose: () => void;
}

/** One task: figures, the days it was at work, who worked on it, and what the calls came to. */
export function TaskDrawer({ source, id, range, onClose }: Props) {
  const { t } = useTranslation('callStats');
  const common = useTranslation('common').t;
  const format = useFormat();
  const query = useQuery(
    read('/api/stats/tasks/{source}/{task_id}', {
      params: { path: { source, task_id: id }, query: { start: range.start, end: range.end, compare: true } },
    }),
  );
  const filter: CallsFilter = { start: range.start, end: range.end, source: [source], task: [id] };
  const active = (query.data?.data.days ?? []).filter((day) => day.calls);
  const [first, last] = [active[0], active.at(-1)];
  const activity = first && last
    ? t(active.length === 1 ? 'tasks.activeOne' : 'tasks.active', { count: active.length, from: format.dayShort(first.date), to: format.dayShort(last.date) })
    : undefined;
  return (
    <SideDrawer open width={760} onClose={onClose} title={query.data?.data.name ?? id} extra={<Link to={callsHref(filter)}>{t('agents.allCalls')}</Link>}>
      <Loaded query={query}>
        {({ data }) => (
          <div className={styles['drawer']}>
            <div className={styles['head']}>
              <span>{data.source} · {data.task_id}</span>
              {activity ? <span>{activity}</span> : null}
              <ComparedNote days={data} />
            </div>
            <ProfileKpis totals={data.totals} filter={filter} />
            <section>
              <h3>{t('tasks.trend')}</h3>
              <ProfileTrend label={t('tasks.trend')} days={data.days} filter={filter} />
            </section>
            <section>
              <h3>{t('tasks.agents')}</h3>
              <MiniTable
                label={t('tasks.agents')} rows={data.agents} rowKey={(row) => row.agent_id ?? ''}
                columns={[
                  {
                    key: 'name', title: t('agents.name'), cell: (row) => (
                      <Link to={row.agent_id ? `/agents${stringifySearch({ start: range.start, end: range.end, open: `${row.source}/${row.agent_id}` })}` : callsHref({ ...filter, agent: [''] })}>
                        {row.name ?? row.agent_id ?? t('noAgent')}
                      </Link>
                    ),
                  },
                  { key: 'calls', title: common('metric.calls'), num: true, cell: (row) => <Link to={callsHref({ ...filter, agent: [row.agent_id ?? ''] })}>{format.number(row.calls)}</Link> },
                  { key: 'connected', title: common('metric.connected'), num: true, cell: (row) => format.number(row.connected) },
                  { key: 'rate', title: common('metric.contact_rate'), num: true, cell: (row) => format.rate(row.contact_rate) },
                  { key: 'orders', title: common('metric.orders'), num: true, cell: (row) => format.number(row.orders) },
                  { key: 'success', title: common('metric.success_rate'), num: true, cell: (row) => format.rate(row.success_rate) },
                ]}
              />
            </section>
            <TaskGrades source={source} id={id} range={range} filter={filter} />
            <LastCalls filter={filter} />
          </div>
        )}
      </Loaded>
    </SideDrawer>
  );
}
