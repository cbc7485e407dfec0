import { useTranslation } from 'react-i18next';
import { useFormat } from '@/shared/format';
import styles from './OverviewPage.module.css';

interface Compared {
  compared_start?: string | null;
  compared_end?: string | null;
  compared_until?: string | null;
}

/** What the figures are compared with, and how many working days they are of; its room alone until that is known. */
export function ComparedNote({ days, workingDays }: { days: Compared | undefined; workingDays?: number }) {
  const { t } = useTranslation('callStats');
  const format = useFormat();
  const { compared_start: start, compared_end: end, compared_until: until } = days ?? {};
  const span = start && end ? (start === end ? format.day(start) : `${format.date(start)} — ${format.date(end)}`) : undefined;
  return (
    <p className={styles['note']}>
      {days ? null : <span>&nbsp;</span>}
      {span ? <span>{until ? t('versusUntil', { span, time: format.time(until) }) : t('versus', { span })}</span> : null}
      {workingDays ? <span>{t('workingDays', { count: workingDays })}</span> : null}
    </p>
  );
}
