import type { ReactNode } from 'react';
import styles from './Pill.module.css';

export type Tone = 'grey' | 'blue' | 'green' | 'red' | 'amber' | 'violet' | 'teal';

/** A word with a meaning: a state, an outcome, a grade. Its colours have contrast in both themes. */
export function Pill({ tone = 'grey', dot, children }: { tone?: Tone; dot?: boolean; children: ReactNode }) {
  return (
    <span className={styles['pill']} data-tone={tone}>
      {dot ? <i aria-hidden="true" /> : null}
      {children}
    </span>
  );
}
