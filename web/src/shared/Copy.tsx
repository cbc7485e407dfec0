import { CheckOutlined, CloseOutlined, CopyOutlined } from '@ant-design/icons';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './Copy.module.css';

const SHOWN_MS = 1500;

/** Browsers keep their clipboard from pages over plain HTTP; a selected text can be copied there too. */
function copySelected(text: string, beside: HTMLElement): boolean {
  const box = document.createElement('textarea');
  box.value = text;
  box.readOnly = true;
  Object.assign(box.style, { position: 'fixed', top: '0', opacity: '0' });
  beside.after(box); // a dialog keeps the focus inside itself
  box.select();
  const copied = document.execCommand('copy');
  box.remove();
  beside.focus();
  return copied;
}

async function put(text: string, beside: HTMLElement): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copySelected(text, beside);
  }
}

const ICONS = { done: <CheckOutlined />, failed: <CloseOutlined /> };

/** A small button that copies `text`. */
export function Copy({ text, label, autoFocus }: { text: string; label?: string; autoFocus?: boolean }) {
  const { t } = useTranslation();
  const [outcome, setOutcome] = useState<keyof typeof ICONS>();
  const copy = async (button: HTMLElement) => {
    setOutcome((await put(text, button)) ? 'done' : 'failed');
    setTimeout(() => setOutcome(undefined), SHOWN_MS);
  };
  const name = outcome === 'done' ? t('copied') : outcome === 'failed' ? t('notCopied') : label ?? t('copy');
  return (
    <button type="button" autoFocus={autoFocus} className={styles['copy']} onClick={(event) => void copy(event.currentTarget)} aria-label={name} title={name}>
      {outcome ? ICONS[outcome] : <CopyOutlined />}
    </button>
  );
}
