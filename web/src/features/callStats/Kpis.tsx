import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Delta } from '@/shared/Delta';
import { useFormat } from '@/shared/format';
import { type Metric, MetricTip } from '@/shared/MetricTip';
import { Spark } from '@/shared/Spark';
import { Unknown } from '@/shared/Unknown';
import styles from './Kpis.module.css';
import { isRate, moved, written } from './model';

export interface Kpi {
  metric: Metric;
  now: number | null | undefined;
  before?: number | null | undefined;
  /** The list behind the figure. */
  href?: string;
  days?: (number | null)[];
  foot?: string;
}

interface Props {
  kpis: Kpi[];
  compared: boolean;
  small?: boolean;
  /** Nothing of these days was ever synced: the zeros are none. */
  unknown?: boolean;
}

/** Figures in a row: each with its definition, how it moved, its days as a line, and the way to the list behind it. */
export function Kpis({ kpis, compared, small, unknown }: Props) {
  const { t } = useTranslation('callStats');
  const format = useFormat();
  return (
    <dl className={styles['grid']} data-small={!!small}>
      {kpis.map(({ metric, now, before, href, days, foot }) => {
        const value = written(metric, now, format);
        return (
          <div key={metric} className={styles['tile']}>
            <dt><MetricTip metric={metric} /></dt>
            <dd>
              {href && !unknown ? <Link to={href} className={styles['value']}>{value}</Link> : <span className={styles['value']}>{unknown ? <Unknown /> : value}</span>}
              {compared && !unknown ? (
                <span className={styles['moved']} title={t('before', { value: written(metric, before, format) })}>
                  <Delta value={moved(metric, now, before)} points={isRate(metric)} />
                </span>
              ) : null}
            </dd>
            {days && days.length > 2 ? <dd className={styles['spark']}><Spark values={days} width={96} height={30} /></dd> : null}
            {foot && !unknown ? <dd className={styles['foot']}>{foot}</dd> : null}
          </div>
        );
      })}
    </dl>
  );
}
