import { CheckOutlined, CopyOutlined } from '@ant-design/icons';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './Copy.module.css';

/** A small button that copies `text`. */
export function Copy({ text, label }: { text: string; label?: string }) {
  const { t } = useTranslation();
  const [done, setDone] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(text);
    setDone(true);
    setTimeout(() => setDone(false), 1500);
  };
  const name = done ? t('copied') : label ?? t('copy');
  return (
    <button type="button" className={styles['copy']} onClick={() => void copy()} aria-label={name} title={name}>
      {done ? <CheckOutlined /> : <CopyOutlined />}
    </button>
  );
}
