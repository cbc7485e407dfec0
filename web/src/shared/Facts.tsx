import { Fragment, type ReactNode } from 'react';
import styles from './Facts.module.css';

export interface Fact {
  name: string;
  value: ReactNode;
}

/** Names and values of one thing. What is not known is left out. */
export function Facts({ facts }: { facts: Fact[] }) {
  return (
    <dl className={styles['facts']}>
      {facts.filter(({ value }) => value !== null && value !== undefined && value !== '').map(({ name, value }) => (
        <Fragment key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </Fragment>
      ))}
    </dl>
  );
}

/** A part of a drawer: a heading, what can be done, and what there is. */
export function Section({ title, extra, children }: { title?: ReactNode; extra?: ReactNode; children: ReactNode }) {
  return (
    <section className={styles['section']}>
      {title || extra ? <div className={styles['head']}>{title ? <h3>{title}</h3> : <span />}{extra}</div> : null}
      {children}
    </section>
  );
}
