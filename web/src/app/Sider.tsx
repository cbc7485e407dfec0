import { CloseOutlined } from '@ant-design/icons';
import { Link, useRouterState } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Mark } from '@/shared/Mark';
import { useCan } from '@/shared/me';
import { useReturnFocus } from '@/shared/unsaved';
import { GROUPS, pageAt, PAGES } from './pages';
import styles from './Sider.module.css';

interface Props {
  open: boolean;
  onClose: () => void;
}

/** The menu: a column beside the page, a drawer on a narrow window. */
export function Sider({ open, onClose }: Props) {
  const { t } = useTranslation('shell');
  const can = useCan();
  const here = useRouterState({ select: (state) => pageAt(state.location.pathname) });
  return (
    <>
      {open ? <Veil label={t('closeMenu')} onClose={onClose} /> : null}
      <aside className={styles['sider']} data-open={open}>
        <div className={styles['brand']}>
          <Mark size={26} />
          <strong>Leadline</strong>
          <button type="button" className={styles['close']} aria-label={t('closeMenu')} onClick={onClose}>
            <CloseOutlined />
          </button>
        </div>
        <nav aria-label={t('menu')} className={styles['nav']}>
          {GROUPS.map((group) => {
            const pages = PAGES.filter((page) => page.group === group && can(page.permission));
            const title = group === 'home' ? '' : t(`group.${group}`);
            return pages.length ? (
              <section key={group} className={styles['group']}>
                {title ? <h2>{title}</h2> : null}
                <ul>
                  {pages.map((page) => (
                    <li key={page.path}>
                      <Link
                        to={page.path} className={styles['link']} activeOptions={{ exact: true, includeSearch: false }}
                        data-here={page === here || undefined} title={t(`page.${page.key}`)}
                        onClick={onClose}
                      >
                        <span className={styles['icon']} aria-hidden="true">{page.icon}</span>
                        <span className={styles['name']}>{t(`page.${page.key}`)}</span>
                      </Link>
                    </li>
                  ))}
                </ul>
              </section>
            ) : null;
          })}
        </nav>
      </aside>
    </>
  );
}

/** Over the page while the menu is open: the focus is in the menu, Esc or a click beside it closes it. */
function Veil({ label, onClose }: { label: string; onClose: () => void }) {
  const veil = useRef<HTMLButtonElement>(null);
  useReturnFocus();
  useEffect(() => {
    veil.current?.focus();
    const listen = (event: KeyboardEvent) => event.key === 'Escape' && onClose();
    globalThis.addEventListener('keydown', listen);
    return () => {
      globalThis.removeEventListener('keydown', listen);
      const focused = document.activeElement; // the menu slides out with it, and would keep it until it is gone
      if (focused instanceof HTMLElement && focused.closest('aside')) focused.blur();
    };
  }, [onClose]);
  return <button ref={veil} type="button" className={styles['veil']} aria-label={label} onClick={onClose} />;
}
