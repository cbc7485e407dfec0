import { Input, Select } from 'antd';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FilterBar } from '@/shared/FilterBar';
import { useClear } from '@/shared/useClear';
import { type AuditSearch, type Change, narrowing, NO_FILTERS, RESULTS } from './search';

const PAUSE = 400;

interface FieldProps {
  label: string;
  value: string | undefined;
  onChange: (value: string | undefined) => void;
  width: number;
}

/** A text that is asked for once the writer pauses. */
function TextFilter({ label, value, onChange, width }: FieldProps) {
  const clear = useClear();
  const [draft, setDraft] = useState({ of: value, text: value ?? '' });
  const written = draft.of === value ? draft.text : value ?? ''; // another value came from the address
  useEffect(() => {
    const text = written.trim();
    if (text === (value ?? '')) return;
    const timer = setTimeout(() => onChange(text || undefined), PAUSE);
    return () => clearTimeout(timer);
  }, [written, value, onChange]);
  return (
    <Input
      allowClear={clear} maxLength={200} placeholder={label} aria-label={label} style={{ width }} value={written}
      onChange={(event) => setDraft({ of: value, text: event.target.value })}
    />
  );
}

export function AuditFilters({ search, onSearch }: { search: AuditSearch; onSearch: Change }) {
  const { t } = useTranslation('audit');
  return (
    <FilterBar active={narrowing(search)} onClear={() => onSearch(NO_FILTERS)}>
      <TextFilter label={t('find')} value={search.q} onChange={(q) => onSearch({ q })} width={180} />
      <TextFilter label={t('findActor')} value={search.actor} onChange={(actor) => onSearch({ actor })} width={130} />
      <TextFilter label={t('actionOf')} value={search.action} onChange={(action) => onSearch({ action })} width={210} />
      <Select
        aria-label={t('result')} allowClear placeholder={t('anyResult')} style={{ width: 120 }} value={search.result ?? null}
        onChange={(result) => onSearch({ result: result ?? undefined })}
        options={RESULTS.map((result) => ({ value: result, label: t(result) }))}
      />
    </FilterBar>
  );
}
