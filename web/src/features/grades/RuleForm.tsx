import { ArrowDownOutlined, ArrowUpOutlined, DeleteOutlined } from '@ant-design/icons';
import { Button, Input, InputNumber, Select } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './Rules.module.css';
import { type Draft, type Missing, missing, type Rule } from './rules';
import { RULE_CATEGORIES } from '@/shared/gradeCategories';

interface Props {
  rule: Draft;
  problems: readonly { field: string; reason: string }[];
  first: boolean;
  last: boolean;
  onChange: (change: Partial<Rule>) => void;
  onMove: (step: 1 | -1) => void;
  onRemove: () => void;
}

/** One rule's fields. What is wrong is told as it is typed. */
export function RuleForm({ rule, problems, first, last, onChange, onMove, onRemove }: Props) {
  const { t } = useTranslation('grades');
  const lacking = missing(rule);
  const wrong = (name: string) =>
    (lacking.includes(name as Missing) ? t(`lacking.${name as Missing}`) : problems.find((one) => one.field === name)?.reason);
  const field = (name: string, control: (status: '' | 'error') => ReactNode) => {
    const reason = wrong(name);
    return (
      <label className={styles['field']} data-field={name}>
        <span>{t(`field.${name as 'match'}`)}</span>
        {control(reason ? 'error' : '')}
        {reason ? <em>{reason}</em> : null}
      </label>
    );
  };
  const success = rule.category === 'success';
  return (
    <div className={styles['form']}>
      {field('match', () => <Select size="small" value={rule.match} onChange={(match) => onChange({ match })} options={[{ value: 'exact', label: t('match.exact') }, { value: 'regex', label: t('match.regex') }]} />)}
      {field('pattern', (status) => <Input size="small" autoFocus={!rule.pattern} status={status} value={rule.pattern} maxLength={200} onChange={(event) => onChange({ pattern: event.target.value })} />)}
      {field('code', (status) => <Input size="small" autoFocus={!!rule.pattern && !rule.code} status={status} value={rule.code} maxLength={40} onChange={(event) => onChange({ code: event.target.value })} />)}
      {field('label', (status) => <Input size="small" status={status} value={rule.label} maxLength={100} onChange={(event) => onChange({ label: event.target.value })} />)}
      {field('category', () => <Select size="small" value={rule.category} onChange={(category) => onChange({ category })} options={RULE_CATEGORIES.map((value) => ({ value, label: t(`category.${value}`) }))} />)}
      {success ? field('order_kind', (status) => <Input size="small" status={status} value={rule.order_kind} maxLength={10} onChange={(event) => onChange({ order_kind: event.target.value })} />) : null}
      {success ? field('value', () => <InputNumber controls={false} size="small" min={0} max={1_000_000} precision={2} value={rule.value_cents / 100} onChange={(yuan) => onChange({ value_cents: Math.round((yuan ?? 0) * 100) })} />) : null}
      {problems.filter((one) => !one.field).map((one) => <em key={one.reason} className={styles['whole']} role="alert">{one.reason}</em>)}
      <div className={styles['acts']}>
        <Button size="small" icon={<ArrowUpOutlined />} disabled={first} onClick={() => onMove(-1)}>{t('rules.up')}</Button>
        <Button size="small" icon={<ArrowDownOutlined />} disabled={last} onClick={() => onMove(1)}>{t('rules.down')}</Button>
        <Button size="small" danger icon={<DeleteOutlined />} onClick={onRemove}>{t('rules.remove')}</Button>
      </div>
    </div>
  );
}
