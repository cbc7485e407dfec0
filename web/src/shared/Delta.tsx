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
  const shown = points ? format.points(value) : format.change(value);
  const way = /[1-9]/.test(shown) ? (value > 0 ? 'rise' : 'fall') : 'flat'; // what is told as nothing is flat
  return (
    <span className={styles[way]}>
      <span aria-hidden="true">{way === 'rise' ? '▲' : way === 'fall' ? '▼' : '■'}</span>
      <span className="hidden-visually">{t(way)}</span> {shown.replace(/^[+−]/, '')}
    </span>
  );
}
