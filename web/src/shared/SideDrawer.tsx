import { Drawer } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useReturnFocus } from './unsaved';

interface Props {
  open: boolean;
  onClose: () => void;
  title: ReactNode;
  extra?: ReactNode;
  width?: number;
  children: ReactNode;
}

/** A drawer at the right; the whole window on a telephone. What is open stands in the address, so that it can be shared. */
export function SideDrawer({ open, onClose, title, extra, width = 520, children }: Props) {
  const { t } = useTranslation();
  useReturnFocus();
  /** Whoever clicks a row twice opens its drawer; the second click, which meets the veil, does not close it. */
  const close = (event: object) => {
    if (!('detail' in event) || Number(event.detail) < 2) onClose();
  };
  return (
    <Drawer
      open={open} onClose={close} title={title} extra={extra} destroyOnHidden closable={{ 'aria-label': t('close') }}
      styles={{ wrapper: { width: `min(${width}px, 100vw)` } }}
    >
      {children}
    </Drawer>
  );
}
