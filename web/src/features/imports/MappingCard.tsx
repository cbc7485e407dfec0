import { Input, InputNumber } from 'antd';
import { useTranslation } from 'react-i18next';
import { Card } from '@/shared/Card';
import { Choice } from '@/shared/Choice';
import { Field } from '@/shared/Field';
import styles from './Import.module.css';
import { columnOf, type Draft, FIELDS, headersOf, type Seen, withColumn, withOutcome } from './mapping';

const NONE = 0;
const MOST_SKIPPED = 20;
interface Props {
  seen: Seen;
  draft: Draft;
  onDraft: (draft: Draft) => void;
}

/** Which column is what: guessed by the headers, chosen by the reader. */
export function MappingCard({ seen, draft, onDraft }: Props) {
  const { t } = useTranslation('imports');
  const { headers, sample } = headersOf(seen, draft.skipRows);
  const columns = headers.map((header, index) => ({ value: index + 1, label: header.trim() || t('mapping.unnamed', { number: index + 1 }) }));
  const row = (key: string, label: string, column: number | undefined, star: string, onChoose: (column: number | undefined) => void, none: string = t('mapping.none')) => (
    <li key={key}>
      <span>{label}{star ? <abbr className={styles['star']} title={star}>*</abbr> : null}</span>
      <Choice
        label={star ? `${label} *` : label} value={column ?? NONE} options={[{ value: NONE, label: none }, ...columns]}
        onChange={(chosen) => onChoose(chosen === NONE ? undefined : chosen)}
      />
      <small title={column === undefined ? undefined : sample[column - 1]}>{column === undefined ? '' : sample[column - 1]}</small>
    </li>
  );
  const fields = FIELDS.map((field) => {
    const star = field === 'start_time' ? t('mapping.required') : field === 'duration' ? t('mapping.either') : '';
    const none = field === 'call_id' ? t('mapping.madeUp') : undefined;
    return row(field, t(`field.${field}`), columnOf(draft, field), star, (column) => onDraft(withColumn(draft, field, column)), none);
  });
  const outcome = row('outcome', t('field.outcome'), draft.outcome.column, t('mapping.either'), (column) => onDraft(withOutcome(draft, column)));
  return (
    <Card title={t('mapping.title')} note={<span className="muted">{t('mapping.lead')}</span>}>
      <ul className={styles['fields']} aria-label={t('mapping.title')}>{[...fields.slice(0, 2), outcome, ...fields.slice(2)]}</ul>
      <Times draft={draft} onDraft={onDraft} />
    </Card>
  );
}

function Times({ draft, onDraft }: Omit<Props, 'seen'>) {
  const { t } = useTranslation('imports');
  const zones = [...new Set([draft.zone, 'Asia/Shanghai', 'UTC'])];
  return (
    <div className={styles['more']}>
      <Field label={t('mapping.skip')}>
        {(id) => <InputNumber controls={false} id={id} min={0} max={MOST_SKIPPED} precision={0} value={draft.skipRows} onChange={(value) => onDraft({ ...draft, skipRows: value ?? 0 })} />}
      </Field>
      <Field label={t('mapping.zone')}>
        {() => <Choice label={t('mapping.zone')} value={draft.zone} options={zones.map((value) => ({ value, label: value }))} onChange={(zone) => onDraft({ ...draft, zone })} />}
      </Field>
      <Field label={t('mapping.formats')} hint={t('mapping.formatsHint')}>
        {(id) => <Input id={id} value={draft.formats} maxLength={200} autoComplete="off" onChange={(event) => onDraft({ ...draft, formats: event.target.value })} />}
      </Field>
    </div>
  );
}
