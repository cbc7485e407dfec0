import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Modal } from 'antd';
import { Command } from 'cmdk';
import { type ReactNode, useDeferredValue, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { read } from '@/api/client';
import { rangeOf } from '@/shared/days';
import { useCan } from '@/shared/me';
import { isDark, usePrefs } from '@/shared/prefs';
import styles from './Finder.module.css';
import { PAGES } from './pages';

const NUMBER = /^\+?\d[\d\s-]{6,18}$/;

/** Ctrl+K: pages, agents, tasks, a telephone number, and the switches. */
export default function Finder({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('shell');
  const navigate = useNavigate();
  const can = useCan();
  const { theme, language, density, set } = usePrefs();
  const [query, setQuery] = useState('');
  const wanted = useDeferredValue(query.trim());
  const people = can('stats:read') && can('call:read');
  const board = { ...rangeOf('30d'), per_page: 200, sort: '-calls' } as const;
  const agents = useQuery({ ...read('/api/stats/agents', { params: { query: board } }), enabled: people, staleTime: 300_000 });
  const tasks = useQuery({ ...read('/api/stats/tasks', { params: { query: board } }), enabled: people, staleTime: 300_000 });

  const go = (href: string) => {
    onClose();
    void navigate({ href });
  };
  const item = (key: string, label: ReactNode, value: string, act: () => void, side?: ReactNode) => (
    <Command.Item key={key} value={`${key} ${value}`} keywords={[value]} onSelect={act} className={styles['item'] ?? ''}>
      <span>{label}</span>
      {side ? <small>{side}</small> : null}
    </Command.Item>
  );
  const calls = (name: 'agent' | 'task', id: string) => `/calls?range=30d&${name}=${encodeURIComponent(id)}`;
  const shown = <T,>(rows: T[] | undefined) => (wanted ? rows ?? [] : []);
  return (
    <Modal
      open onCancel={onClose} footer={null} closable={false} width={600} classNames={{ container: styles['box'] ?? '' }}
      styles={{ container: { padding: 0 } }} style={{ top: '12vh' }} destroyOnHidden aria-label={t('palette.title')}
    >
      <Command label={t('palette.title')} loop>
        <Command.Input value={query} onValueChange={setQuery} placeholder={t('find')} className={styles['input'] ?? ''} autoFocus />
        <Command.List className={styles['list'] ?? ''}>
          <Command.Empty className={styles['empty'] ?? ''}>{t('palette.empty', { query })}</Command.Empty>
          {NUMBER.test(wanted) && can('call:read') ? (
            <Command.Group heading={t('palette.number')}>
              {item(`number ${wanted}`, t('palette.findNumber', { phone: wanted }), wanted, () =>
                go(`/calls?range=30d&phone=${encodeURIComponent(wanted.replace(/[\s-]/g, ''))}`))}
            </Command.Group>
          ) : null}
          <Command.Group heading={t('palette.pages')}>
            {PAGES.filter((page) => can(page.permission)).map((page) => {
              const name = t(`page.${page.key}`);
              return item(page.path, <>{page.icon} {name}</>, `${name} ${page.key}`, () => go(page.path), page.go ? <><kbd>g</kbd> <kbd>{page.go}</kbd></> : null);
            })}
          </Command.Group>
          <Command.Group heading={t('palette.agents')}>
            {shown(agents.data?.data).map((row) => row.agent_id
              ? item(`agent ${row.source} ${row.agent_id}`, row.name ?? row.agent_id, `${row.name ?? ''} ${row.agent_id}`, () => go(calls('agent', row.agent_id ?? '')), row.agent_id)
              : null)}
          </Command.Group>
          <Command.Group heading={t('palette.tasks')}>
            {shown(tasks.data?.data).map((row) => row.task_id
              ? item(`task ${row.source} ${row.task_id}`, row.name ?? row.task_id, `${row.name ?? ''} ${row.task_id}`, () => go(calls('task', row.task_id ?? '')), row.task_id)
              : null)}
          </Command.Group>
          <Command.Group heading={t('palette.actions')}>
            {item('theme', t('palette.theme'), 'theme dark light 深色 浅色', () => set({ theme: isDark(theme) ? 'light' : 'dark' }))}
            {item('language', t('palette.language'), 'language 语言 english 中文', () => set({ language: language === 'en' ? 'zh-CN' : 'en' }))}
            {item('density', t('palette.density'), 'density 行高 紧凑', () => set({ density: density === 'compact' ? 'comfortable' : 'compact' }))}
          </Command.Group>
        </Command.List>
      </Command>
      <p className={styles['hint']}>{t('palette.hint')}</p>
    </Modal>
  );
}
