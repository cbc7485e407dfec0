import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { useCan } from '@/shared/me';
import { usePrefs } from '@/shared/prefs';
import { PAGES } from './pages';

const SECOND_KEY_MS = 1200;

const typing = (target: EventTarget | null) =>
  target instanceof HTMLElement &&
  (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName) || !!target.closest('[role="dialog"]'));

/** Ctrl+K anywhere; `?`, `[`, `r` and `g x` where nothing is being typed. */
export function useShortcuts({ find, help }: { find: () => void; help: () => void }): void {
  const navigate = useNavigate();
  const queries = useQueryClient();
  const can = useCan();
  const wentAt = useRef(-Infinity); // by the keys' own clock: a busy page hears them late
  const act = useRef<(event: KeyboardEvent) => void>(undefined);
  useEffect(() => {
    act.current = (event) => {
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') {
        event.preventDefault();
        find();
        return;
      }
      if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
      const page = PAGES.find((one) => one.go === event.key && can(one.permission));
      if (page && event.timeStamp - wentAt.current < SECOND_KEY_MS) {
        wentAt.current = -Infinity;
        void navigate({ to: page.path });
        return;
      }
      const { siderFolded, set } = usePrefs.getState();
      if (event.key === 'g') wentAt.current = event.timeStamp;
      else if (event.key === '?') help();
      else if (event.key === '[') set({ siderFolded: !siderFolded });
      else if (event.key === 'r') void queries.invalidateQueries();
    };
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => act.current?.(event);
    globalThis.addEventListener('keydown', listen);
    return () => globalThis.removeEventListener('keydown', listen);
  }, []);
}
