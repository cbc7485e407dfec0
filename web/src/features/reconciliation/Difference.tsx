import { useTranslation } from 'react-i18next';
import { useFormat } from '@/shared/format';
import type { Compared, Measure } from './differences';
import styles from './Reconciliation.module.css';

/** Ours minus the dialer's; loud where it is not nothing. */
export function Difference({ line, measure }: { line: Compared; measure: Measure }) {
  const { t } = useTranslation('reconciliation');
  const format = useFormat();
  if (!line.difference) return <span className="muted" title={t('noVendor')}>{format.number(null)}</span>;
  const value = line.difference[measure];
  return value ? <span className={styles['off']}>{format.signed(value)}</span> : <span className="muted">{t('equal')}</span>;
}
