import { Input, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { Field, Pair, problemOf } from '@/shared/Field';
import type { Role } from './matrix';

export interface Names {
  label_zh: string;
  label_en: string;
  data_scope: Role['data_scope'];
}
export const FIELDS = ['name', 'label_zh', 'label_en', 'data_scope'] as const;
const SCOPES: readonly Role['data_scope'][] = ['own', 'team', 'team_below', 'all'];

/** What a role is called in both languages, and how far it sees. */
export function RoleFields({ value, error, readOnly, fixedScope, onChange }: { value: Names; error: unknown; readOnly?: boolean; fixedScope?: boolean; onChange: (change: Partial<Names>) => void }) {
  const { t } = useTranslation('roles');
  const common = useTranslation('common').t;
  return (
    <>
      <Pair>
        <Field label={t('labelZh')} problem={problemOf(error, 'label_zh')}>{(id) => <Input id={id} value={value.label_zh} maxLength={100} disabled={!!readOnly} onChange={(event) => onChange({ label_zh: event.target.value })} />}</Field>
        <Field label={t('labelEn')} problem={problemOf(error, 'label_en')}>{(id) => <Input id={id} value={value.label_en} maxLength={100} disabled={!!readOnly} onChange={(event) => onChange({ label_en: event.target.value })} />}</Field>
      </Pair>
      <Field label={t('scope')} hint={fixedScope ? t('fixed') : undefined} problem={problemOf(error, 'data_scope')}>
        {(id) => <Select id={id} value={value.data_scope} disabled={!!readOnly || !!fixedScope} aria-label={t('scope')} onChange={(data_scope) => onChange({ data_scope })} options={SCOPES.map((scope) => ({ value: scope, label: common(`scope.${scope}`) }))} />}
      </Field>
    </>
  );
}
