import { useTranslation } from 'react-i18next';
import type { zh } from '@/i18n/zh';
import styles from './MetricTip.module.css';

export type Metric = keyof (typeof zh)['common']['metric'];

/** A metric's name; pointing at it or tabbing to it tells its one definition. */
export function MetricTip({ metric, label }: { metric: Metric; label?: string }) {
  const { t } = useTranslation();
  return <span className={styles['tip']} data-tip={t(`definition.${metric}`)} tabIndex={0} role="note">{label ?? t(`metric.${metric}`)}</span>;
}
