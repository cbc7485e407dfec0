import { CaretDownOutlined, CaretRightOutlined } from '@ant-design/icons';
import { type KeyboardEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '@/shared/format';
import styles from './People.module.css';
import { type Team, unfolded } from './search';

export type Deed = 'below' | 'rename' | 'move' | 'remove';
const DEEDS: Record<string, Deed> = { n: 'below', F2: 'rename', m: 'move', Delete: 'remove' };

interface Props {
  teams: Team[];
  chosen: number | undefined;
  onChoose: (id: number | undefined) => void;
  /** What the keys ask for; undefined for whom may only look. */
  onDeed?: ((deed: Deed, team: Team) => void) | undefined;
}

/** The teams as a tree that is walked with the arrow keys. */
export function TeamTree({ teams, chosen, onChoose, onDeed }: Props) {
  const { t } = useTranslation('people');
  const format = useFormat();
  const [folded, setFolded] = useState<ReadonlySet<number>>(new Set());
  const box = useRef<HTMLDivElement>(null);
  const shown = unfolded(teams, folded);
  const hasBelow = new Set(teams.map((team) => team.parent_id));
  const fold = (id: number, on: boolean) => setFolded((before) => {
    const next = new Set(before);
    if (on) next.add(id);
    else next.delete(id);
    return next;
  });
  const focusOn = (index: number) => box.current?.querySelectorAll<HTMLElement>('[role=treeitem]')[index]?.focus();
  const keys = (event: KeyboardEvent, index: number, team?: Team) => {
    const deed = DEEDS[event.key];
    if (event.key === 'ArrowDown') focusOn(index + 1);
    else if (event.key === 'ArrowUp') focusOn(Math.max(index - 1, 0));
    else if (event.key === 'Home') focusOn(0);
    else if (event.key === 'End') focusOn(shown.length);
    else if (event.key === 'Enter' || event.key === ' ') onChoose(team?.id);
    else if (team && event.key === 'ArrowLeft') fold(team.id, true);
    else if (team && event.key === 'ArrowRight') fold(team.id, false);
    else if (team && deed && onDeed) onDeed(deed, team);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const here = shown.some((team) => team.id === chosen) ? chosen : undefined;
  return (
    <div ref={box} role="tree" aria-label={t('teams.tree')} className={styles['tree']}>
      <div role="treeitem" aria-level={1} aria-selected={chosen === undefined} tabIndex={here === undefined ? 0 : -1} className={styles['node']} style={{ paddingLeft: 8 }} onClick={() => onChoose(undefined)} onKeyDown={(event) => keys(event, 0)}>
        <span>{t('teams.all')}</span>
      </div>
      {shown.map((team, index) => (
        <div
          key={team.id} role="treeitem" aria-level={team.depth} aria-selected={team.id === chosen} tabIndex={team.id === here ? 0 : -1} className={styles['node']}
          style={{ paddingLeft: (team.depth - 1) * 16 }} {...(hasBelow.has(team.id) ? { 'aria-expanded': !folded.has(team.id) } : {})}
          onClick={() => onChoose(team.id)} onKeyDown={(event) => keys(event, index + 1, team)}
        >
          {hasBelow.has(team.id) ? (
            <button
              type="button" tabIndex={-1} className={styles['twist']} aria-label={t(folded.has(team.id) ? 'teams.open' : 'teams.fold', { name: team.name })}
              onClick={(event) => { event.stopPropagation(); fold(team.id, !folded.has(team.id)); }}
            >
              {folded.has(team.id) ? <CaretRightOutlined /> : <CaretDownOutlined />}
            </button>
          ) : <i className={styles['twist']} aria-hidden="true" />}
          <span title={team.name}>{team.name}</span>
          <small title={t('teams.count', { own: team.employees, all: team.employees_below })}>{format.number(team.employees_below)}</small>
        </div>
      ))}
    </div>
  );
}
