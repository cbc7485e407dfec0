import { Link } from '@tanstack/react-router';
import { useFormat } from '@/shared/format';
import styles from './Bars.module.css';

export interface Bar {
  key: string;
  label: string;
  value: number;
  /** Beside the value: a share, a rate. */
  side: string;
  hint?: string;
  tone?: string;
  href: string;
}

/** A bar a line, each leading to its calls. */
export function Bars({ label, bars }: { label: string; bars: Bar[] }) {
  const format = useFormat();
  const most = Math.max(1, ...bars.map((bar) => bar.value));
  return (
    <ul className={styles['bars']} aria-label={label}>
      {bars.map((bar) => (
        <li key={bar.key}>
          <Link to={bar.href} className={styles['bar']} title={bar.hint ?? bar.label}>
            <span className={styles['label']}>{bar.label}</span>
            <span className={styles['track']} aria-hidden="true">
              <i data-tone={bar.tone ?? ''} style={{ width: `${Math.max((bar.value / most) * 100, 0.6)}%` }} />
            </span>
            <span className="num">{format.number(bar.value)}</span>
            <span className={styles['side']}>{bar.side}</span>
          </Link>
        </li>
      ))}
    </ul>
  );
}
