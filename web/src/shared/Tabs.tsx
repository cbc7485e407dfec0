import { type KeyboardEvent, type ReactNode, useId } from 'react';
import styles from './Tabs.module.css';

interface Props<K extends string> {
  label: string;
  tabs: readonly { key: K; label: ReactNode }[];
  current: K;
  onChange: (key: K) => void;
  /** What the current tab shows. */
  children: ReactNode;
}

const STEP: Record<string, number> = { ArrowRight: 1, ArrowLeft: -1 };

/** A row of tabs over what they show. One stop for the keyboard; the arrows choose. */
export function Tabs<K extends string>({ label, tabs, current, onChange, children }: Props<K>) {
  const id = useId();
  const step = (event: KeyboardEvent<HTMLButtonElement>) => {
    const at = tabs.findIndex((tab) => tab.key === current);
    const to = event.key === 'Home' ? 0 : event.key === 'End' ? tabs.length - 1 : STEP[event.key] === undefined ? -1 : (at + (STEP[event.key] ?? 0) + tabs.length) % tabs.length;
    const next = tabs[to];
    if (!next) return;
    event.preventDefault();
    onChange(next.key);
    event.currentTarget.parentElement?.querySelectorAll('button')[to]?.focus();
  };
  return (
    <>
      <div role="tablist" aria-label={label} className={styles['tabs']}>
        {tabs.map((tab) => (
          <button
            key={tab.key} type="button" role="tab" id={`${id}-${tab.key}`} aria-controls={`${id}-panel`} aria-selected={tab.key === current}
            tabIndex={tab.key === current ? 0 : -1} onClick={() => onChange(tab.key)} onKeyDown={step}
          >
            {tab.label}
          </button>
        ))}
      </div>
      <div role="tabpanel" id={`${id}-panel`} aria-labelledby={`${id}-${current}`}>{children}</div>
    </>
  );
}
