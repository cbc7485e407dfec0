import { useTranslation } from 'react-i18next';
import { useFormat } from '@/shared/format';
import { Pill } from '@/shared/Pill';
import { ProgressBar } from '@/shared/ProgressBar';
import styles from './Jobs.module.css';
import { type Job, TONES } from './states';

/** A job's state; how far it is while it runs. */
export function StatePill({ job }: { job: Job }) {
  const { t } = useTranslation('jobs');
  const format = useFormat();
  const { done, total, note } = job.progress;
  const label = total ? t('progress', { done: format.number(done), total: format.number(total) }) : note ?? '';
  return (
    <span className={styles['state']}>
      <Pill tone={TONES[job.state]} dot>{t(job.cancel_requested && job.state === 'running' ? 'cancelling' : `state.${job.state}`)}</Pill>
      {job.state === 'running' && total ? (
        <ProgressBar label={label} done={done} total={total} hint={[label, note].filter(Boolean).join(' · ')} />
      ) : null}
    </span>
  );
}
