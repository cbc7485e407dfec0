import { FilterOutlined } from '@ant-design/icons';
import { Button, Drawer } from 'antd';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './FilterBar.module.css';
import { useNarrow } from './useNarrow';

interface Props {
  /** How many filters narrow the list. */
  active: number;
  onClear: () => void;
  children: ReactNode;
}

/** Filters in a row; behind one button, in a drawer, on a narrow window. */
export function FilterBar({ active, onClear, children }: Props) {
  const { t } = useTranslation();
  const narrow = useNarrow();
  const [open, setOpen] = useState(false);
  const clear = active ? <Button type="link" onClick={onClear}>{t('clearFilters')}</Button> : null;
  if (!narrow) return <div className={styles['row']} role="search">{children}{clear}</div>;
  return (
    <>
      <Button icon={<FilterOutlined />} onClick={() => setOpen(true)} type={active ? 'primary' : 'default'}>
        {active ? t('filters', { count: active }) : t('filter')}
      </Button>
      <Drawer open={open} onClose={() => setOpen(false)} placement="bottom" title={t('filter')} extra={clear} size="large" closable={{ 'aria-label': t('close') }}>
        <div className={styles['column']} role="search">{children}</div>
        <Button type="primary" block onClick={() => setOpen(false)}>{t('apply')}</Button>
      </Drawer>
    </>
  );
}
