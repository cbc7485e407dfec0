import type { ReactNode } from 'react';
import styles from './Card.module.css';

interface Props {
  title?: ReactNode;
  /** Beside the title: a tip, a count. */
  note?: ReactNode;
  extra?: ReactNode;
  flush?: boolean;
  children: ReactNode;
  className?: string | undefined;
}

/** A surface with a heading; `flush` lets a table reach its edges. */
export function Card({ title, note, extra, flush, children, className }: Props) {
  return (
    <section className={[styles['card'], className].filter(Boolean).join(' ')}>
      {title || extra ? (
        <header className={styles['head']}>
          <div className={styles['title']}>
            {title ? <h2>{title}</h2> : null}
            {note}
          </div>
          {extra ? <div className={styles['extra']}>{extra}</div> : null}
        </header>
      ) : null}
      <div className={flush ? styles['flush'] : styles['body']}>{children}</div>
    </section>
  );
}

/** The head of a page: its name, how fresh it is, and what can be done. */
export function PageHead({ title, note, children }: { title: ReactNode; note?: ReactNode; children?: ReactNode }) {
  return (
    <div className={styles['page']}>
      <div className={styles['name']}>
        <h1>{title}</h1>
        {note}
      </div>
      {children ? <div className={styles['tools']}>{children}</div> : null}
    </div>
  );
}
