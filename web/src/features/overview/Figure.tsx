import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Delta } from '@/shared/Delta';
import { type Metric, MetricTip } from '@/shared/MetricTip';
import { Unknown } from '@/shared/Unknown';
import styles from './Figure.module.css';

interface Props {
  metric: Metric;
  label?: string;
  /** undefined: its days were never synced. */
  value: string | undefined;
  before?: string;
  change?: number | null | undefined;
  points?: boolean;
  href?: string | undefined;
  big?: boolean;
  alarm?: boolean;
}

/** One figure: its name with the definition, the value that leads to the list behind it, and how it moved. */
export function Figure({ metric, label, value, before, change, points, href, big, alarm }: Props) {
  const { t } = useTranslation('overview');
  const hint = before === undefined ? undefined : t('before', { value: before });
  const shown = <span className={styles['value']} data-big={!!big} data-alarm={!!alarm}>{value ?? <Unknown />}</span>;
  return (
    <div className={styles['figure']}>
      <dt><MetricTip metric={metric} {...(label ? { label } : {})} /></dt>
      <dd title={value === undefined ? undefined : hint}>
        {href && value !== undefined ? <Link to={href} className={styles['link']}>{shown}</Link> : shown}
        {change === undefined || value === undefined ? null : <Delta value={change} {...(points ? { points } : {})} />}
      </dd>
    </div>
  );
}
