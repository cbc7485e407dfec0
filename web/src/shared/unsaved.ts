import { useBlocker } from '@tanstack/react-router';
import { App } from 'antd';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';

/**
 * What has been filled in is not thrown away by a slip: while it is `unsaved`, leaving (a closed drawer, another page,
 * the browser's back) is asked about first. `page`: as long as the address stays on the page, the form stays too.
 * Gives the question, for a dialog that closes without a change of the address.
 */
export function useUnsaved(unsaved: boolean, within: 'form' | 'page' = 'form'): () => Promise<boolean> {
  const { t } = useTranslation();
  const { modal } = App.useApp();
  const mayGo = async () => modal.confirm({
    title: t('unsaved.title'), content: t('unsaved.text'), okText: t('unsaved.go'), okButtonProps: { danger: true }, cancelText: t('unsaved.stay'),
    focusable: { autoFocusButton: 'cancel' },
  });
  useBlocker({
    shouldBlockFn: async ({ current, next }) => (within === 'page' && current.pathname === next.pathname ? false : !(await mayGo())),
    enableBeforeUnload: unsaved, disabled: !unsaved,
  });
  return mayGo;
}

/** Whether a draft is no longer what it was at first. */
export function useChanged(draft: unknown): boolean {
  const now = JSON.stringify(draft);
  const [first] = useState(now);
  return now !== first;
}

const free = () => !document.activeElement || document.activeElement === document.body;
/** A question that was answered in between has the focus until it has faded out, which takes a busy computer seconds. */
const TRIES_MS = [0, 100, 250, 500, 1000, 2000, 4000, 8000];

/**
 * Gives the focus back to what had it, when what took it goes away; the page gets it where that is gone as well. Whoever
 * points somewhere in the meantime keeps what they pointed at.
 */
export function useReturnFocus(): void {
  const [before] = useState(() => document.activeElement);
  useEffect(() => () => {
    const giveBack = () => {
      if (free() && before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
      if (free()) document.getElementById('content')?.focus({ preventScroll: true });
    };
    const tries = TRIES_MS.map((wait) => setTimeout(giveBack, wait));
    addEventListener('pointerdown', () => tries.forEach(clearTimeout), { capture: true, once: true });
  }, [before]);
}
