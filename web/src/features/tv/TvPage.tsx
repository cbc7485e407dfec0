import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { today } from '@/shared/days';
import { useFormat } from '@/shared/format';
import { Mark } from '@/shared/Mark';
import { isAway, useAwake, useDarkRoom, useIdle, useNow, useOverview } from './live';
import { AgentsPanel, GradesPanel } from './BoardPanels';
import { deedOf, type Panel, panelAfter, PANELS } from './panels';
import { TodayPanel } from './TodayPanel';
import { TrendPanel } from './TrendPanel';
import styles from './Tv.module.css';

export interface TvSearch {
  panel?: Panel;
  /** Seconds a panel. */
  every?: number;
  paused?: boolean;
}

interface Props {
  search: TvSearch;
  onSearch: (change: TvSearch) => void;
  onLeave: () => void;
}

const USUAL_SECONDS = 20;
const SHOWN = { today: TodayPanel, agents: AgentsPanel, trend: TrendPanel, grades: GradesPanel };

/** The wallboard: one panel after the other in large type, always of this moment. */
export function TvPage({ search, onSearch, onLeave }: Props) {
  const { t } = useTranslation('tv');
  const panel = search.panel ?? 'today';
  const every = search.every ?? USUAL_SECONDS;
  const paused = !!search.paused;
  const [helping, setHelping] = useState(false);
  const idle = useIdle();
  useAwake();
  useDarkRoom();
  const act = useRef<(key: string) => boolean>(undefined);
  useEffect(() => {
    document.title = `${t('title')} · Leadline`;
    act.current = (key) => {
      const deed = deedOf(key, panel);
      if (key === 'Escape' && helping) setHelping(false);
      else if (deed === 'help') setHelping(!helping);
      else if (deed === 'pause') onSearch({ paused: paused ? undefined : true } as TvSearch);
      else if (deed === 'leave') onLeave();
      else if (deed === 'full') void (document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen());
      else if (deed) onSearch({ panel: deed.panel });
      else return false;
      return true;
    };
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.target instanceof Element && event.target.closest('[role="dialog"], input')) return;
      if (act.current?.(event.key)) event.preventDefault();
    };
    globalThis.addEventListener('keydown', listen);
    return () => globalThis.removeEventListener('keydown', listen);
  }, []);
  const next = useRef<() => void>(undefined);
  useEffect(() => {
    next.current = () => onSearch({ panel: panelAfter(panel, 1) });
  });
  useEffect(() => {
    if (paused) return;
    const timer = setTimeout(() => next.current?.(), every * 1000);
    return () => clearTimeout(timer);
  }, [panel, paused, every]);
  const Shown = SHOWN[panel];
  const overview = useOverview();
  const blind = !overview.data && isAway(overview);
  return (
    <main className={styles['tv']} data-idle={idle}>
      <Head panel={panel} onPanel={(one) => onSearch({ panel: one })} />
      <section key={panel} className={styles['panel']} aria-label={t(`panel.${panel}`)}>{blind ? <p className={styles['blind']}>{t('blind')}</p> : <Shown />}</section>
      <footer className={styles['foot']}>
        <State />
        {paused ? <span>{t('paused')}</span> : <i key={panel} className={styles['progress']} style={{ animationDuration: `${every}s` }} aria-hidden="true" />}
        <button type="button" className={styles['help']} onClick={() => setHelping(!helping)} aria-expanded={helping}>? {t('keys')}</button>
      </footer>
      {helping ? <Keys /> : null}
    </main>
  );
}

function Head({ panel, onPanel }: { panel: Panel; onPanel: (panel: Panel) => void }) {
  const { t } = useTranslation('tv');
  const format = useFormat();
  const now = useNow();
  const day = today(now);
  const client = useQueryClient();
  const seen = useRef(day);
  useEffect(() => {
    if (seen.current === day) return;
    seen.current = day;
    void client.invalidateQueries(); // midnight: another day begins
  }, [day, client]);
  return (
    <header className={styles['head']}>
      <h1><Mark size={34} /> {t('title')}</h1>
      <nav>
        {PANELS.map((one) => (
          <button key={one} type="button" aria-pressed={one === panel} onClick={() => onPanel(one)}>{t(`panel.${one}`)}</button>
        ))}
      </nav>
      <time className={styles['clock']}><span>{format.day(day)}</span> <b>{format.moment(now).slice(-8)}</b></time>
    </header>
  );
}

/** As of when, and whether the server is away. */
function State() {
  const { t } = useTranslation('tv');
  const format = useFormat();
  const query = useOverview();
  const at = query.data?.meta.updated_at;
  return (
    <span className={styles['state']} role="status">
      {isAway(query) ? <b>{t('reconnecting')}</b> : null}
      {at ? t('until', { time: format.moment(at) }) : query.data || isAway(query) ? null : t('waiting')}
    </span>
  );
}

function Keys() {
  const { t } = useTranslation('tv');
  const keys: [string, string][] = [
    ['← →', t('key.move')], ['1–4', t('key.choose')], ['Space', t('key.pause')], ['f', t('key.full')], ['?', t('key.help')], ['q', t('key.leave')],
  ];
  return (
    <dl className={styles['keys']}>
      {keys.map(([key, name]) => <div key={key}><dt><kbd>{key}</kbd></dt><dd>{name}</dd></div>)}
    </dl>
  );
}
