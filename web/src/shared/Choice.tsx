import styles from './Choice.module.css';

interface Props<V extends string | number> {
  label: string;
  options: readonly { value: V; label: string }[];
  value: V;
  onChange: (value: V) => void;
}

/** One of a few, by the browser's own list: it costs nothing to load, and telephones show it as theirs. */
export function Choice<V extends string | number>({ label, options, value, onChange }: Props<V>) {
  return (
    <select
      className={styles['choice']} aria-label={label} value={String(value)}
      onChange={(event) => {
        const chosen = options.find((option) => String(option.value) === event.target.value);
        if (chosen) onChange(chosen.value);
      }}
    >
      {options.map((option) => <option key={option.value} value={String(option.value)}>{option.label}</option>)}
    </select>
  );
}
