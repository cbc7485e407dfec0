import styles from './ProgressBar.module.css';

interface Props {
  label: string;
  done: number;
  /** 0, null or undefined: nobody knows of how much. */
  total: number | null | undefined;
  /** Told where one points at it, instead of the label. */
  hint?: string;
  /** As wide as what it stands in; otherwise it fits into a line of text. */
  wide?: boolean;
}

/** How far something is; where nobody knows of how much, it wanders. */
export function ProgressBar({ label, done, total, hint = label, wide = false }: Props) {
  const percent = total ? Math.round(Math.max(0, Math.min(done / total, 1)) * 100) : undefined;
  return (
    <span className={styles['bar']} data-wide={wide} role="progressbar" aria-label={label} aria-valuemin={0} aria-valuemax={100} aria-valuenow={percent} title={hint}>
      <i data-unknown={percent === undefined} style={percent === undefined ? undefined : { width: `${percent}%` }} />
    </span>
  );
}

/** A bar over what is said of it, which is read out as it changes. */
export function Following({ text, done, total }: { text: string } & Pick<Props, 'done' | 'total'>) {
  return (
    <div>
      <ProgressBar wide label={text} done={done} total={total} />
      <p className="muted" role="status">{text}</p>
    </div>
  );
}
