import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { read, type Schemas } from '@/api/client';
import { useFormat } from '@/shared/format';
import { usePace } from '@/shared/live';
import { useCan } from '@/shared/me';
import { Pill } from '@/shared/Pill';
import { DataTable } from '@/shared/table/DataTable';
import type { Column } from '@/shared/table/types';
import { useWho } from '@/shared/who';
import { FillDialog } from './FillDialog';
import { StatePill } from './JobParts';
import styles from './Jobs.module.css';
import type { JobsSearch } from './JobsPage';
import { ScheduleActs } from './ScheduleActs';
import { cronWords } from './states';

export type Schedule = Schemas['ScheduleShape'];

/** What starts by the clock: when next, how it went last, and what can be done about it. */
export function Schedules({ onSearch }: { onSearch: (change: JobsSearch) => void }) {
  const who = useWho();
  const { t } = useTranslation('jobs');
  const common = useTranslation('common').t;
  const format = useFormat();
  const manages = useCan()('job:manage');
  const pace = usePace();
  const [filling, setFilling] = useState<Schedule>();
  const schedules = useQuery({ ...read('/api/schedules'), refetchInterval: pace(10_000) });
  const next = (one: Schedule) => {
    if (one.paused) return <Pill tone="amber" dot>{t('paused')}</Pill>;
    if (!one.available) return <Pill>{t('unavailable')}</Pill>;
    return <span title={one.next_runs.map((at) => format.moment(at)).join('\n')}>{format.moment(one.next_runs[0])} <small className="muted">{format.ago(one.next_runs[0])}</small></span>;
  };
  const acts = (one: Schedule) => <ScheduleActs schedule={one} onFill={() => setFilling(one)} onStarted={(job) => onSearch({ job })} />;
  const lastOf = ({ last_job }: Schedule) => last_job ? <button type="button" className={styles['link']} onClick={() => onSearch({ job: last_job.id })}><StatePill job={last_job} /> {format.moment(last_job.created_at)}</button> : <span className="muted">{t('neverRun')}</span>;
  const columns: Column<Schedule>[] = [
    { key: 'title', title: t('column.schedule'), always: true, pinned: true, width: 150, cell: (one) => <strong className={styles['name']}>{one.title}</strong>, csv: (one) => one.title },
    { key: 'when', title: t('column.when'), cell: (one) => <When schedule={one} />, csv: (one) => one.cron },
    { key: 'next', title: t('column.next'), cell: next, csv: (one) => one.next_runs[0] },
    { key: 'last', title: t('column.last'), cell: lastOf, csv: (one) => one.last_job && t(`state.${one.last_job.state}`) },
    { key: 'by', title: t('column.edited'), optional: true, cell: (one) => `${who(one.updated_by)} · ${format.moment(one.updated_at)}`, csv: (one) => one.updated_by },
    ...(manages ? [{ key: 'acts', title: common('acts'), cell: acts }] : []),
  ];
  return (
    <>
      <DataTable
        id="schedules" label={t('tab.schedules')} columns={columns} rows={schedules.data?.data} rowKey={(one) => String(one.id)} csvName={t('tab.schedules')}
        error={schedules.error} retry={() => void schedules.refetch()}
        card={(one) => (
          <div className={styles['card']}>
            <div className="spread"><strong>{one.title}</strong>{next(one)}</div>
            <div className="spread"><When schedule={one} />{lastOf(one)}</div>
            {manages ? acts(one) : null}
          </div>
        )}
      />
      {filling ? <FillDialog schedule={filling} onClose={() => setFilling(undefined)} /> : null}
    </>
  );
}

function When({ schedule }: { schedule: Schedule }) {
  const { t } = useTranslation('jobs');
  const format = useFormat();
  const words = cronWords(schedule.cron);
  const text = () => {
    if (!words) return t('cron.other');
    if (words.kind === 'everyMinutes' && words.minutes === 1 && words.from === undefined) return t('cron.everyMinute');
    if (words.kind === 'everyMinutes') return words.from === undefined ? t('cron.every', { minutes: words.minutes }) : t('cron.everyBetween', { minutes: words.minutes, from: words.from, to: words.to ?? 24 });
    if (words.kind === 'hourly') return words.from === undefined ? t('cron.everyHour', { minute: words.minute }) : t('cron.hourly', { from: words.from, to: words.to ?? 23, minute: words.minute });
    const times = words.times.join(t('cron.comma'));
    return words.kind === 'daily' ? t('cron.daily', { times }) : t('cron.weekly', { times, days: words.days.map((day) => format.weekday(day)).join(t('cron.comma')) });
  };
  return <span title={`${schedule.cron} · ${schedule.zone}`}>{text()}{words ? null : <> <code className="muted">{schedule.cron}</code></>}</span>;
}
