import { Select } from 'antd';
import { type MouseEvent, useId, useState } from 'react';
import { type Listed, useListed } from './listed';
import styles from './ManySelect.module.css';

interface Props<V extends string> {
  label: string;
  value: readonly V[] | undefined;
  options: { value: V; label: string }[];
  width: number;
  /** Where the options come from: a list that is not there is not told as an empty one. */
  query?: Listed;
  /** Told what is typed, where there is more to choose from than `options`. */
  onTyped?: ((words: string) => void) | undefined;
  onChange: (values: V[]) => void;
}

const fits = (words: string, option: { value?: unknown; label?: unknown } | undefined): boolean =>
  [option?.label, option?.value].some((one) => String(one).toLowerCase().includes(words.trim().toLowerCase()));

type Woken = 'near' | 'reached' | 'pressed';

/**
 * Some of many. While nothing is chosen and nobody comes near, a box of the same looks stands for the list: five lists
 * that measure themselves on the way in took a page of calls longer than its calls.
 */
export function ManySelect<V extends string>({ label, value, options, width, query, onTyped, onChange }: Props<V>) {
  const list = useId(); // is there when it is open
  const listed = useListed(query);
  const [woken, setWoken] = useState<Woken>();
  /** Focused by a finger, or gone for a mouse that came a moment ago, the box would not be there any more to be clicked. */
  const pressed = (event: MouseEvent) => {
    event.preventDefault();
    setTimeout(() => setWoken('pressed')); // once this press is over: the list takes one beside it for its end
  };
  if (!woken && !value?.length) {
    return (
      <button
        type="button" role="combobox" aria-expanded={false} aria-haspopup="listbox" aria-controls={list} aria-label={label}
        className={styles['closed']} style={{ width }}
        onPointerEnter={(event) => event.pointerType === 'mouse' && setWoken('near')} onFocus={() => setWoken('reached')} onClick={() => setWoken('pressed')}
        onMouseDown={pressed}
      >
        <span>{label}</span>
        <svg viewBox="0 0 12 12" width="10" height="10" aria-hidden="true"><path d="m1.5 4 4.5 4.5L10.5 4" fill="none" stroke="currentColor" strokeWidth="1.2" /></svg>
      </button>
    );
  }
  return (
    <Select<V[]>
      key={woken} mode="multiple" allowClear maxTagCount="responsive" showSearch={{ filterOption: fits, ...(onTyped ? { onSearch: onTyped } : {}) }} style={{ width }} value={[...(value ?? [])]} options={options} popupMatchSelectWidth={false}
      {...listed}
      placeholder={label} aria-label={label} onChange={onChange} autoFocus={woken === 'reached' || woken === 'pressed'} defaultOpen={woken === 'pressed'}
    />
  );
}
