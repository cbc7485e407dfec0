import { useTranslation } from 'react-i18next';
import { useFormat } from './format';
import styles from './Delta.module.css';

interface Props {
  /** A relative change (0.12) or, with `points`, a difference of ratios shown in percentage points. */
  value: number | null | undefined;
  points?: boolean;
}

/** Up or down against before, in the reader's colours. */
export function Delta({ value, points }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  if (value == null) return <span className={styles['flat']}>—</span>;
  const way = value > 0 ? 'rise' : value < 0 ? 'fall' : 'flat';
  const shown = points ? `${format.signed(Math.round(value * 10_000) / 100)} pp` : format.change(value);
  return (
    <span className={styles[way]}>
      <span aria-hidden="true">{way === 'rise' ? '▲' : way === 'fall' ? '▼' : '■'}</span>
      <span className="hidden-visually">{t(way)}</span> {shown.replace(/^[+−]/, '')}
    </span>
  );
}
