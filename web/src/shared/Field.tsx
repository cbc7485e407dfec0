import { type FormEvent, type ReactNode, useEffect, useId } from 'react';
import { ApiError } from '@/api/client';
import styles from './Field.module.css';

interface FieldProps {
  label: string;
  hint?: ReactNode;
  /** Why the server did not take it. */
  problem?: string | undefined;
  children: (id: string) => ReactNode;
}

/** A label, its control, and what is wrong with it. */
export function Field({ label, hint, problem, children }: FieldProps) {
  const id = useId();
  useEffect(() => {
    const control = problem ? document.getElementById(id) : null;
    control?.setAttribute('aria-invalid', 'true');
    control?.setAttribute('aria-describedby', `${id}-problem`);
    return () => {
      control?.removeAttribute('aria-invalid');
      control?.removeAttribute('aria-describedby');
    };
  }, [id, problem]);
  return (
    <div className={styles['field']} data-wrong={!!problem}>
      <label htmlFor={id}>{label}</label>
      {children(id)}
      {problem ? <p id={`${id}-problem`} className={styles['problem']} role="alert">{problem}</p> : null}
      {hint && !problem ? <p className={styles['hint']}>{hint}</p> : null}
    </div>
  );
}

/** What a refusal says of one field. */
export const problemOf = (error: unknown, field: string): string | undefined =>
  error instanceof ApiError ? error.details.find((detail) => detail.field === field || detail.field.endsWith(`.${field}`))?.reason : undefined;

const NO_FIELDS: readonly string[] = [];

interface FormProps {
  label: string;
  error?: unknown;
  /** Fields that show their own problems. */
  fields?: readonly string[];
  onSubmit: () => void;
  children: ReactNode;
  actions: ReactNode;
}

/** A form; what a refusal says that no field of it shows stands above its buttons. */
export function Form({ label, error, fields = NO_FIELDS, onSubmit, children, actions }: FormProps) {
  const submit = (event: FormEvent) => {
    event.preventDefault();
    event.stopPropagation(); // a form in a dialog is, for React, inside the one that opened it
    onSubmit();
  };
  return (
    <form className={styles['form']} aria-label={label} onSubmit={submit} noValidate>
      {children}
      <Refusal error={error} fields={fields} />
      <div className={styles['actions']}>{actions}</div>
    </form>
  );
}

/** A refusal in words: once, and not where a field says it already. */
export function Refusal({ error, fields = NO_FIELDS }: { error: unknown; fields?: readonly string[] }) {
  if (!(error instanceof Error)) return null;
  const shown = fields.some((field) => problemOf(error, field));
  const details = error instanceof ApiError ? error.details.map((detail) => detail.reason) : [];
  if (shown) return null;
  return <p className={styles['problem']} role="alert">{[error.message, ...details].join(' ')}</p>;
}

export function Pair({ children }: { children: ReactNode }) {
  return <div className={styles['pair']}>{children}</div>;
}
