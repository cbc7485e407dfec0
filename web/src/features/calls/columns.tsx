import { SoundOutlined } from '@ant-design/icons';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '@/api/client';
import { useFormat } from '@/shared/format';
import { Pill } from '@/shared/Pill';
import type { Column } from '@/shared/table/types';
import styles from './Calls.module.css';
import { toneOfGrade, toneOfOutcome } from './tones';

export type Call = Schemas['CallRecordShape'];

/** What the rules call it; a text that no rule knows stands for itself. */
export const gradeOf = (call: Pick<Call, 'grade_label' | 'grade'>) => call.grade_label ?? call.grade;
const place = (call: Call) => [call.province, call.city].filter(Boolean).join(' ');

export function useCallColumns(): Column<Call>[] {
  const { t } = useTranslation('calls');
  const format = useFormat();
  return useMemo(
    (): Column<Call>[] => [
      { key: 'start', title: t('column.start'), sort: 'start_time', downFirst: true, always: true, cell: (call) => format.moment(call.start_time), csv: (call) => call.start_time },
      { key: 'agent', title: t('column.agent'), cell: (call) => call.agent_id ? <>{call.agent_name} <small className="muted">{call.agent_id}</small></> : <span className="muted">{t('notAgent')}</span>, csv: (call) => call.agent_name ?? call.agent_id },
      { key: 'task', title: t('column.task'), cell: (call) => call.task_name ?? call.task_id ?? '—', csv: (call) => call.task_name ?? call.task_id },
      { key: 'phone', title: t('column.phone'), cell: (call) => call.phone ?? '—', csv: (call) => call.phone },
      { key: 'outcome', title: t('column.outcome'), cell: (call) => <Pill tone={toneOfOutcome(call.outcome)}>{call.outcome_label}</Pill>, csv: (call) => call.outcome_label },
      { key: 'duration', title: t('column.duration'), num: true, sort: 'duration', downFirst: true, cell: (call) => call.duration ? format.duration(call.duration) : <span className="muted">—</span>, csv: (call) => call.duration },
      { key: 'grade', title: t('column.grade'), cell: (call) => gradeOf(call) ? <Pill tone={toneOfGrade(call)}>{gradeOf(call)}</Pill> : <span className="muted">—</span>, csv: gradeOf },
      { key: 'place', title: t('column.place'), cell: (call) => place(call) || '—', csv: place },
      { key: 'recording', title: t('column.recording'), cell: (call) => call.has_recording ? <SoundOutlined className={styles['sound'] ?? ''} aria-label={t('column.recording')} /> : null, csv: (call) => call.has_recording ? 1 : 0 },
      { key: 'cost', title: t('column.cost'), num: true, optional: true, cell: (call) => format.money(call.cost_cents), csv: (call) => call.cost_cents == null ? null : call.cost_cents / 100 },
      { key: 'line', title: t('column.line'), optional: true, cell: (call) => call.line ?? '—', csv: (call) => call.line },
      { key: 'customer', title: t('column.customer'), optional: true, cell: (call) => call.customer_name ?? '—', csv: (call) => call.customer_name },
      { key: 'remark', title: t('column.remark'), optional: true, cell: (call) => call.remark ?? '—', csv: (call) => call.remark },
      { key: 'source', title: t('column.source'), optional: true, cell: (call) => call.source, csv: (call) => call.source },
      { key: 'callId', title: t('column.callId'), optional: true, cell: (call) => call.call_id, csv: (call) => call.call_id },
    ],
    [t, format],
  );
}

/** A call on a telephone: when and who, what came of it, how long. */
export function CallCard({ call }: { call: Call }) {
  const { t } = useTranslation('calls');
  const format = useFormat();
  return (
    <div className={styles['callCard']}>
      <div className="spread">
        <strong>{call.phone ?? '—'}</strong>
        <span className="line-up">
          <Pill tone={toneOfOutcome(call.outcome)}>{call.outcome_label}</Pill>
          {gradeOf(call) && gradeOf(call) !== call.outcome_label ? <Pill tone={toneOfGrade(call)}>{gradeOf(call)}</Pill> : null}
        </span>
      </div>
      <div className="spread">
        <span className="muted">{format.moment(call.start_time)} · {call.agent_name ?? t('notAgent')}</span>
        <span>{call.has_recording ? <SoundOutlined aria-label={t('column.recording')} /> : null} {call.duration ? format.duration(call.duration) : ''}</span>
      </div>
    </div>
  );
}
