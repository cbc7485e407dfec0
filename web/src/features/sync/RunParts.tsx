import { useTranslation } from 'react-i18next';
import type { Schemas } from '@/api/client';
import { daysBetween } from '@/shared/days';
import { type Format, useFormat } from '@/shared/format';
import { Pill } from '@/shared/Pill';
import { ProgressBar } from '@/shared/ProgressBar';
import { RUN_TONES } from './states';

export type Run = Schemas['RunShape'];
export const daysOf = (run: Run): number => daysBetween(run.start_date, run.end_date);
export const spanOf = (run: Run, format: Format): string =>
  run.start_date === run.end_date ? format.day(run.start_date) : `${format.dayShort(run.start_date)} — ${format.dayShort(run.end_date)}`;
export const secondsOf = (run: Run): number => (Date.parse(run.finished_at ?? run.heartbeat_at) - Date.parse(run.started_at)) / 1000;

/** A run's state; how far it is while it runs. */
export function RunStatePill({ run }: { run: Run }) {
  const { t } = useTranslation('sync');
  const pill = <Pill tone={RUN_TONES[run.state]} dot>{t(`state.${run.state}`)}</Pill>;
  if (run.state !== 'running') return pill;
  return <>{pill} <Bar done={run.days_done} total={daysOf(run)} /></>;
}

export function Bar({ done, total, wide }: { done: number; total: number; wide?: boolean }) {
  const { t } = useTranslation('sync');
  const format = useFormat();
  const label = t('run.progress', { done: format.number(done), total: format.number(total) });
  return <ProgressBar label={label} done={done} total={total} wide={wide} />;
}
