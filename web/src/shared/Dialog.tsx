import { Modal } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useChanged, useReturnFocus, useUnsaved } from './unsaved';

interface Props {
  title: ReactNode;
  onClose: () => void;
  width?: number;
  /** What is filled in; once it is no longer what it was, Esc and the cross ask before it is thrown away. */
  draft?: unknown;
  /** Closed by its own buttons only: it tells what is told this once, or must be answered. */
  sticky?: boolean;
  footer?: ReactNode;
  children: ReactNode;
}

/** A dialog that is there as long as it is drawn. A click beside it does nothing; the focus goes back to where it came from. */
export function Dialog({ title, onClose, width = 480, draft, sticky = false, footer = null, children }: Props) {
  const { t } = useTranslation();
  const unsaved = useChanged(draft) && !sticky;
  const mayGo = useUnsaved(unsaved);
  useReturnFocus();
  const leave = async () => {
    if (!unsaved || (await mayGo())) onClose();
  };
  return (
    <Modal
      open title={title} width={width} footer={footer} onCancel={() => void leave()} keyboard={!sticky}
      closable={sticky ? false : { 'aria-label': t('close') }} mask={{ closable: false }}
    >
      {children}
    </Modal>
  );
}
