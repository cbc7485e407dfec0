import { Select } from 'antd';
import { useId, useState } from 'react';
import styles from './ManySelect.module.css';

interface Props<V extends string> {
  label: string;
  value: readonly V[] | undefined;
  options: { value: V; label: string }[];
  width: number;
  onChange: (values: V[]) => void;
}

type Woken = 'near' | 'reached' | 'pressed';

/**
 * Some of many. While nothing is chosen and nobody comes near, a box of the same looks stands for the list: five lists
 * that measure themselves on the way in took a page of calls longer than its calls.
 */
export function ManySelect<V extends string>({ label, value, options, width, onChange }: Props<V>) {
  const list = useId(); // is there when it is open
  const [woken, setWoken] = useState<Woken>();
  if (!woken && !value?.length) {
    return (
      <button
        type="button" role="combobox" aria-expanded={false} aria-haspopup="listbox" aria-controls={list} aria-label={label}
        className={styles['closed']} style={{ width }}
        onPointerEnter={(event) => event.pointerType === 'mouse' && setWoken('near')} onFocus={() => setWoken('reached')} onClick={() => setWoken('pressed')}
      >
        <span>{label}</span>
        <svg viewBox="0 0 12 12" width="10" height="10" aria-hidden="true"><path d="m1.5 4 4.5 4.5L10.5 4" fill="none" stroke="currentColor" strokeWidth="1.2" /></svg>
      </button>
    );
  }
  return (
    <Select<V[]>
      mode="multiple" allowClear maxTagCount="responsive" showSearch={{ optionFilterProp: 'label' }} style={{ width }} value={[...(value ?? [])]} options={options}
      placeholder={label} aria-label={label} onChange={onChange} autoFocus={woken === 'reached' || woken === 'pressed'} defaultOpen={woken === 'pressed'}
    />
  );
}
