import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Modal } from 'antd';
import { Command, defaultFilter } from 'cmdk';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { read } from '@/api/client';
import { useFormat } from '@/shared/format';
import { callsHref } from '@/shared/links';
import { useCan } from '@/shared/me';
import { isDark, usePrefs } from '@/shared/prefs';
import { stringifySearch } from '@/shared/search';
import { useReturnFocus } from '@/shared/unsaved';
import { useDebounced } from '@/shared/useDebounced';
import styles from './Finder.module.css';
import { PAGES } from './pages';

const SHOWN = 6;
const NUMBER = /^\+?\d[\d\s-]{6,18}$/;

/** Ctrl+K: pages, and the switches; agents, tasks and calls as the server finds them, by name, id or whole number. */
export default function Finder({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('shell');
  const common = useTranslation('common').t;
  const navigate = useNavigate();
  const can = useCan();
  const format = useFormat();
  const { theme, language, density, set } = usePrefs();
  const [query, setQuery] = useState('');
  const wanted = query.trim();
  const asked = useDebounced(wanted);
  const search = useQuery({
    ...read('/api/search', { params: { query: { q: asked, limit: SHOWN } } }),
    enabled: can('stats:read') && asked !== '', placeholderData: keepPreviousData,
  });
  const found = wanted ? search.data?.data : undefined;
  const looking = can('stats:read') && wanted !== '' && (asked !== wanted || search.isFetching);
  const reads = can('call:read');
  useReturnFocus();

  const fits = (text: string) => (wanted ? defaultFilter(text, wanted) : 1);
  const pages = PAGES.filter((page) => can(page.permission)).map((page) => ({ page, score: fits(`${t(`page.${page.key}`)} ${page.key}`) }))
    .filter(({ score }) => score).sort((a, b) => b.score - a.score).map(({ page }) => page);
  const switches = [
    { key: 'theme' as const, act: () => set({ theme: isDark(theme) ? 'light' : 'dark' }) },
    { key: 'language' as const, act: () => set({ language: language === 'en' ? 'zh-CN' : 'en' }) },
    { key: 'density' as const, act: () => set({ density: density === 'compact' ? 'comfortable' : 'compact' }) },
  ].filter(({ key }) => fits(`${t(`palette.${key}`)} ${t(`palette.words.${key}`)}`));
  const go = (href: string) => {
    onClose();
    void navigate({ href });
  };
  const item = (key: string, label: ReactNode, value: string, act: () => void, side?: ReactNode) => (
    <Command.Item key={key} value={`${key} ${value}`} onSelect={act} className={styles['item'] ?? ''}>
      <span>{label}</span>
      {side ? <small>{side}</small> : null}
    </Command.Item>
  );
  /** The list behind a name; its own drawer for those who may not read calls. */
  const behind = (name: 'agent' | 'task', source: string, id: string) =>
    reads ? callsHref({ range: '30d', source: [source], [name]: [id] }) : `/${name}s${stringifySearch({ open: `${source}/${id}` })}`;
  return (
    <Modal
      open onCancel={onClose} footer={null} closable={false} width={600} classNames={{ container: styles['box'] ?? '' }}
      styles={{ container: { padding: 0 } }} style={{ top: '12vh' }} destroyOnHidden aria-label={t('palette.title')}
    >
      <Command label={t('palette.title')} loop shouldFilter={false}>
        <Command.Input value={query} onValueChange={setQuery} placeholder={t('find')} className={styles['input'] ?? ''} autoFocus />
        <Command.List className={styles['list'] ?? ''}>
          <Command.Empty className={styles['empty'] ?? ''}>{looking ? common('loading') : t('palette.empty', { query })}</Command.Empty>
          {NUMBER.test(wanted) && reads ? (
            <Command.Group heading={t('palette.number')}>
              {item(`number ${wanted}`, t('palette.findNumber', { phone: wanted }), wanted, () =>
                go(`/calls?range=30d&phone=${encodeURIComponent(wanted.replace(/[\s-]/g, ''))}`))}
            </Command.Group>
          ) : null}
          {pages.length ? (
            <Command.Group heading={t('palette.pages')}>
              {pages.map((page) => item(page.path, <>{page.icon} {t(`page.${page.key}`)}</>, page.key, () => go(page.path), page.go ? <><kbd>g</kbd> <kbd>{page.go}</kbd></> : null))}
            </Command.Group>
          ) : null}
          {found?.agents.length ? (
            <Command.Group heading={t('palette.agents')}>
              {found.agents.map((one) => item(`agent ${one.source} ${one.agent_id}`, one.name, one.agent_id, () => go(behind('agent', one.source, one.agent_id)), one.agent_id))}
            </Command.Group>
          ) : null}
          {found?.tasks.length ? (
            <Command.Group heading={t('palette.tasks')}>
              {found.tasks.map((one) => item(`task ${one.source} ${one.task_id}`, one.name, one.task_id, () => go(behind('task', one.source, one.task_id)), one.task_id))}
            </Command.Group>
          ) : null}
          {found?.calls.length ? (
            <Command.Group heading={t('palette.calls')}>
              {found.calls.map((call) => item(
                `call ${call.id}`, <>{call.phone} · {call.agent_name ?? call.agent_id} · {call.outcome_label}</>, call.call_id,
                () => go(`/calls?range=30d&open=${call.id}`), format.moment(call.start_time),
              ))}
            </Command.Group>
          ) : null}
          {switches.length ? (
            <Command.Group heading={t('palette.actions')}>{switches.map(({ key, act }) => item(key, t(`palette.${key}`), '', act))}</Command.Group>
          ) : null}
        </Command.List>
      </Command>
      {search.isError && !looking ? <p className={styles['failed']} role="alert">{t('palette.failed', { reason: search.error.message })}</p> : null}
      <p className={styles['hint']}>{t('palette.hint')}</p>
    </Modal>
  );
}
