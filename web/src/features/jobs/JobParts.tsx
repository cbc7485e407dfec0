import { useTranslation } from 'react-i18next';
import { useFormat } from '@/shared/format';
import { Pill } from '@/shared/Pill';
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
        <span className={styles['bar']} role="progressbar" aria-label={label} aria-valuenow={done} aria-valuemin={0} aria-valuemax={total} title={[label, note].filter(Boolean).join(' · ')}>
          <i style={{ width: `${(done / total) * 100}%` }} />
        </span>
      ) : null}
    </span>
  );
}
