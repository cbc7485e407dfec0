import { useTranslation } from 'react-i18next';
import { useFormat } from '@/shared/format';
import styles from './OverviewPage.module.css';

interface Compared {
  compared_start?: string | null;
  compared_end?: string | null;
  compared_until?: string | null;
}

/** What the figures are compared with, and how many working days they are of. */
export function ComparedNote({ days, workingDays }: { days: Compared; workingDays?: number }) {
  const { t } = useTranslation('callStats');
  const format = useFormat();
  const { compared_start: start, compared_end: end, compared_until: until } = days;
  const span = start && end ? (start === end ? format.day(start) : `${format.dayShort(start)} — ${format.dayShort(end)}`) : undefined;
  return (
    <p className={styles['note']}>
      {span ? <span>{until ? t('versusUntil', { span, time: format.time(until) }) : t('versus', { span })}</span> : null}
      {workingDays ? <span>{t('workingDays', { count: workingDays })}</span> : null}
    </p>
  );
}
