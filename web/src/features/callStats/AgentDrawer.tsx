import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { read, type Schemas } from '@/api/client';
import type { ChosenRange } from '@/shared/days';
import { useFormat } from '@/shared/format';
import { Heat } from '@/shared/hours/Heat';
import { HEAT_METRICS, type HeatMetric } from '@/shared/hours/heat';
import { type CallsFilter, callsHref } from '@/shared/links';
import { Pill } from '@/shared/Pill';
import { SideDrawer } from '@/shared/SideDrawer';
import { Loaded } from '@/shared/States';
import { Bars } from './Bars';
import styles from './BoardPage.module.css';
import { ComparedNote } from './ComparedNote';
import { AgentEmployee } from './AgentEmployee';
import { AgentHourDays } from './AgentHourDays';
import { LastCalls } from './LastCalls';
import { MetricSwitch } from './MetricSwitch';
import { ProfileKpis } from './ProfileKpis';
import { ProfileTrend } from './ProfileTrend';

interface Props {
  source: string;
  id: string;
  range: ChosenRange;
  onClose: () => void;
}

/** One agent: figures, days, hours, what the calls came to, the tasks, and the latest calls. */
export function AgentDrawer({ source, id, range, onClose }: Props) {
  const { t } = useTranslation('callStats');
  const query = useQuery(
    read('/api/stats/agents/{source}/{agent_id}', {
      params: { path: { source, agent_id: id }, query: { start: range.start, end: range.end, compare: true } },
    }),
  );
  const filter: CallsFilter = { start: range.start, end: range.end, source: [source], agent: [id] };
  const title = query.data?.data.name ?? id;
  return (
    <SideDrawer open width={760} onClose={onClose} title={title} extra={<Link to={callsHref(filter)}>{t('agents.allCalls')}</Link>}>
      <Loaded query={query}>{({ data }) => <Profile agent={data} filter={filter} />}</Loaded>
    </SideDrawer>
  );
}

function Profile({ agent, filter }: { agent: Schemas['AgentProfile']; filter: CallsFilter }) {
  const { t } = useTranslation('callStats');
  const format = useFormat();
  const [heat, setHeat] = useState<HeatMetric>('calls');
  const [cell, setCell] = useState<[number, number]>();
  return (
    <div className={styles['drawer']}>
      <div className={styles['head']}>
        <span>{agent.source} · {agent.agent_id}</span>
        <AgentEmployee source={agent.source} id={agent.agent_id} name={agent.name} />
        {agent.excluded ? <Pill>{t('excluded')}</Pill> : null}
        <ComparedNote days={agent} />
      </div>
      <ProfileKpis totals={agent.totals} filter={filter} />
      <section>
        <h3>{t('agents.trend')}</h3>
        <ProfileTrend label={t('agents.trend')} days={agent.days} filter={filter} />
      </section>
      <section>
        <div className="spread">
          <h3>{t('agents.hours')}</h3>
          <MetricSwitch label={t('agents.hours')} metrics={HEAT_METRICS} value={heat} onChange={setHeat} />
        </div>
        <Heat matrix={agent.matrix} days={weekdays(agent.days)} metric={heat} onPick={(weekday, hour) => setCell([weekday, hour])} />
        {cell ? <AgentHourDays days={agent.days} at={cell} filter={filter} /> : null}
      </section>
      <div className={styles['two']}>
        <section>
          <h3>{t('agents.grades')}</h3>
          <Bars
            label={t('agents.grades')}
            bars={agent.grades.map((row) => ({
              key: row.code ?? '', label: row.label, value: row.calls, side: format.rate(row.share), tone: row.category ?? 'none',
              href: callsHref({ ...filter, grade: [row.code ?? 'none'] }),
            }))}
          />
        </section>
        <section>
          <h3>{t('agents.outcomes')}</h3>
          <Bars
            label={t('agents.outcomes')}
            bars={agent.outcomes.map((row) => ({
              key: row.outcome, label: row.label, value: row.calls, side: format.rate(row.share), tone: row.outcome === 'connected' ? 'success' : 'none',
              href: callsHref({ ...filter, outcome: [row.outcome] }),
            }))}
          />
        </section>
      </div>
      <section>
        <h3>{t('agents.tasks')}</h3>
        <Bars
          label={t('agents.tasks')}
          bars={agent.tasks.map((row) => ({
            key: row.task_id ?? '', label: row.name ?? row.task_id ?? t('noTask'), value: row.calls, side: format.rate(row.contact_rate),
            href: callsHref({ ...filter, task: [row.task_id ?? ''] }),
          }))}
        />
      </section>
      <LastCalls filter={filter} />
    </div>
  );
}

/** How many of each weekday the days have. */
function weekdays(days: Schemas['DayPoint'][]): number[] {
  const counts = [0, 0, 0, 0, 0, 0, 0];
  for (const { date } of days) {
    const weekday = (new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7;
    counts[weekday] = (counts[weekday] ?? 0) + 1;
  }
  return counts;
}
