import { HolderOutlined } from '@ant-design/icons';
import { type KeyboardEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '@/shared/format';
import { TONES } from '@/shared/gradeCategories';
import { Pill } from '@/shared/Pill';
import { RuleForm } from './RuleForm';
import styles from './Rules.module.css';
import { changed, type Draft, missing, moved, type Problems } from './rules';

interface Props {
  drafts: Draft[];
  onDrafts: (drafts: Draft[]) => void;
  open: number | undefined;
  onOpen: (id: number | undefined) => void;
  problems: Problems;
  readOnly: boolean;
}

/** The rules in their order. Dragged by the handle, or moved with the arrow keys on it. */
export function RuleList({ drafts, onDrafts, open, onOpen, problems, readOnly }: Props) {
  const { t } = useTranslation('grades');
  const [dragged, setDragged] = useState<number>();
  const [over, setOver] = useState<number>();
  const [told, setTold] = useState('');
  const move = (from: number, to: number) => {
    const next = moved(drafts, from, to);
    onDrafts(next);
    if (to >= 0 && to < drafts.length) setTold(t('rules.nowAt', { rule: drafts[from]?.label ?? '', place: to + 1 }));
  };
  const keyed = (event: KeyboardEvent, place: number) => {
    const step = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : 0;
    if (!step) return;
    event.preventDefault();
    move(place, place + step);
  };
  const ended = () => {
    setDragged(undefined);
    setOver(undefined);
  };
  return (
    <>
      <ol className={styles['rules']} aria-label={t('rules.title')}>
        {drafts.map((rule, place) => {
          const bad = missing(rule).length > 0 || problems.has(place);
          return (
            // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- rules are dropped here; keys on the handle do the same
            <li
              key={rule.id} data-over={over === place && dragged !== place} data-dragged={dragged === place} data-bad={bad} data-open={open === rule.id}
              onDragOver={(event) => {
                if (dragged === undefined) return;
                event.preventDefault();
                setOver(place);
              }}
              onDrop={(event) => {
                event.preventDefault();
                if (dragged !== undefined) move(dragged, place);
                ended();
              }}
            >
              <div className={styles['row']}>
                {readOnly ? null : (
                  <button
                    type="button" className={styles['handle']} draggable aria-label={t('rules.move', { rule: rule.label || place + 1 })} title={t('rules.moveHint')}
                    onKeyDown={(event) => keyed(event, place)} onDragEnd={ended}
                    onDragStart={(event) => {
                      event.dataTransfer.effectAllowed = 'move';
                      event.dataTransfer.setData('text/plain', String(place));
                      setDragged(place);
                    }}
                  >
                    <HolderOutlined />
                  </button>
                )}
                <span className={styles['place']}>{place + 1}</span>
                <Summary rule={rule} readOnly={readOnly} open={open === rule.id} onOpen={() => onOpen(open === rule.id ? undefined : rule.id)} />
              </div>
              {open === rule.id && !readOnly ? (
                <RuleForm
                  rule={rule} problems={problems.get(place) ?? []} first={place === 0} last={place === drafts.length - 1}
                  onChange={(change) => onDrafts(drafts.map((one) => (one.id === rule.id ? changed(one, change) : one)))}
                  onMove={(step) => move(place, place + step)} onRemove={() => onDrafts(drafts.filter((one) => one.id !== rule.id))}
                />
              ) : null}
            </li>
          );
        })}
      </ol>
      <p className="hidden-visually" role="status">{told}</p>
    </>
  );
}

function Summary({ rule, open, onOpen, readOnly }: { rule: Draft; open: boolean; onOpen: () => void; readOnly: boolean }) {
  const { t } = useTranslation('grades');
  const format = useFormat();
  const content = (
    <>
      <span className={styles['pattern']}><small>{t(`match.${rule.match}`)}</small><code title={rule.pattern}>{rule.pattern || t('rules.blank')}</code></span>
      <span className={styles['meaning']}><strong>{rule.label || t('rules.blank')}</strong><code>{rule.code}</code></span>
      <span className={styles['tags']}>
        <Pill tone={TONES[rule.category]}>{t(`category.${rule.category}`)}</Pill>
        {rule.order_kind ? <Pill tone="teal">{t('rules.order', { kind: rule.order_kind })} · {format.money(rule.value_cents)}</Pill> : null}
      </span>
    </>
  );
  if (readOnly) return <div className={styles['summary']}>{content}</div>;
  return <button type="button" className={styles['summary']} aria-expanded={open} onClick={onOpen}>{content}</button>;
}
