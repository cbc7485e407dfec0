import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { address, read } from '@/api/client';
import { Copy } from '@/shared/Copy';
import { useFormat } from '@/shared/format';
import { callsHref } from '@/shared/links';
import { useCan } from '@/shared/me';
import { Pill } from '@/shared/Pill';
import { SideDrawer } from '@/shared/SideDrawer';
import { Loaded } from '@/shared/States';
import styles from './Calls.module.css';
import { type Call, gradeOf } from './columns';
import { Reveal } from './Reveal';
import { toneOfGrade, toneOfOutcome } from './tones';

const field = (name: string, value: ReactNode) => ({ name, value });

/** One call: who, when, what came of it, its number and its recording. */
export function CallDrawer({ id, onClose }: { id: string; onClose: () => void }) {
  const { t } = useTranslation('calls');
  const query = useQuery(read('/api/calls/{record_id}', { params: { path: { record_id: id } } }));
  return (
    <SideDrawer open onClose={onClose} title={t('drawer')}>
      <Loaded query={query}>{({ data }) => <Body key={data.id} call={data} />}</Loaded>
    </SideDrawer>
  );
}

function Body({ call }: { call: Call }) {
  const { t } = useTranslation('calls');
  const format = useFormat();
  const can = useCan();
  const [broken, setBroken] = useState(false);
  const fields = [
    field(t('column.start'), format.moment(call.start_time)),
    field(t('column.end'), call.end_time ? <>{format.moment(call.end_time)} {call.end_derived ? <span className="muted">{t('derived')}</span> : null}</> : null),
    field(t('column.duration'), format.duration(call.duration)),
    field(t('column.agent'), call.agent_id ? <Link to={callsHref({ range: '7d', agent: [call.agent_id] })} title={t('byAgent')}>{call.agent_name} {call.agent_id}</Link> : t('notAgent')),
    field(t('column.task'), call.task_id ? <Link to={callsHref({ range: '7d', task: [call.task_id] })} title={t('byTask')}>{call.task_name ?? call.task_id}</Link> : null),
    field(t('column.place'), [call.province, call.city].filter(Boolean).join(' ')),
    field(t('column.line'), call.line),
    field(t('column.customer'), call.customer_name),
    field(t('column.company'), call.company),
    field(t('column.cost'), call.cost_cents == null ? null : format.money(call.cost_cents)),
    field(t('column.billed'), call.billed_minutes),
    field(t('column.remark'), call.remark),
    field(t('column.notes'), call.notes),
    field(t('column.hangup'), call.hangup_reason),
    field(t('column.raw'), [call.raw_outcome, call.grade].filter(Boolean).join(' · ')),
    field(t('column.source'), call.source),
    field(t('column.callId'), <>{call.call_id} <Copy text={call.call_id} /></>),
    field(t('column.synced'), format.moment(call.synced_at)),
  ];
  return (
    <>
      <section className={styles['section']}>
        <Reveal call={call} allowed={can('phone:reveal')} />
        <p className="line-up" style={{ marginTop: 10 }}>
          <Pill tone={toneOfOutcome(call.outcome)}>{call.outcome_label}</Pill>
          {gradeOf(call) ? <Pill tone={toneOfGrade(call)}>{gradeOf(call)}</Pill> : null}
        </p>
      </section>
      <section className={styles['section']}>
        <h3>{t('recording.title')}</h3>
        {call.has_recording ? (
          <>
            {/* oxlint-disable-next-line jsx-a11y/media-has-caption -- a telephone call has no captions */}
            <audio className={styles['player']} controls preload="none" src={address(`/api/calls/${call.id}/recording`)} onError={() => setBroken(true)} onPlaying={() => setBroken(false)} />
            {broken ? <p className={styles['problem']} role="alert">{t('recording.failed')}</p> : null}
          </>
        ) : <p className="muted">{t('recording.none')}</p>}
      </section>
      <section className={styles['section']}>
        <dl className={styles['fields']}>
          {fields.filter(({ value }) => value !== null && value !== undefined && value !== '').map(({ name, value }) => (
            <div key={name} style={{ display: 'contents' }}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      </section>
    </>
  );
}
