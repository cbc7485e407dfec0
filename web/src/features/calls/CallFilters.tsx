import { useQuery } from '@tanstack/react-query';
import { Input, InputNumber, Select, Tag } from 'antd';
import { useTranslation } from 'react-i18next';
import { read } from '@/api/client';
import { lastDayOf, type Range, today } from '@/shared/days';
import { FilterBar } from '@/shared/FilterBar';
import type { Listed } from '@/shared/listed';
import { ManySelect } from '@/shared/ManySelect';
import { useClear } from '@/shared/useClear';
import styles from './Calls.module.css';
import { choicesOf, sourcesOf } from './choices';
import { MOST, useBoardChoices } from './useBoardChoices';
import { activeFilters, type CallsSearch, FILTERS, OUTCOMES } from './search';

interface Props {
  search: CallsSearch;
  days: Range;
  onSearch: (change: CallsSearch) => void;
}

const some = <T,>(values: T[]): T[] | undefined => (values.length ? values : undefined);
const NO_FILTERS = Object.fromEntries(FILTERS.map((name) => [name, undefined])) as CallsSearch;

/** The filters of the list; what can be chosen is what the range holds. */
export function CallFilters({ search, days, onSearch }: Props) {
  const { t } = useTranslation('calls');
  const common = useTranslation('common').t;
  const clear = useClear();
  const between = { start: today(new Date(days.start)), end: lastDayOf(days.end) };
  const board = { ...between, per_page: MOST, sort: '-calls' } as const;
  const options = { staleTime: 300_000, refetchOnWindowFocus: false } as const;
  const agents = useBoardChoices('agent', between, search.agent);
  const tasks = useBoardChoices('task', between, search.task);
  const grades = useQuery({ ...read('/api/stats/grades', { params: { query: board } }), ...options });
  const regions = useQuery({ ...read('/api/stats/regions', { params: { query: board } }), ...options });

  const sources = sourcesOf([...agents.choices, ...tasks.choices], search.source);
  // how a query stands is read here: what only a list that wakes later reads, this page is not drawn anew for
  const many = (name: 'agent' | 'task' | 'grade' | 'province' | 'source', choices: { value: string; label: string }[], width: number, { isPending, isLoadingError, refetch }: Listed = agents.query, onTyped?: (words: string) => void) => (
    <ManySelect label={t(`filter.${name}`)} value={search[name]} options={choicesOf(choices)} width={width} query={{ isPending, isLoadingError, refetch }} onTyped={onTyped} onChange={(values) => onSearch({ [name]: some(values) })} />
  );
  return (
    <FilterBar active={activeFilters(search)} onClear={() => onSearch(NO_FILTERS)}>
      <Select
        style={{ width: 104 }} aria-label={t('filter.connected')}
        value={search.connected === undefined ? 'all' : search.connected ? 'yes' : 'no'}
        options={(['all', 'yes', 'no'] as const).map((value) => ({ value, label: t(`filter.${value}`) }))}
        onChange={(value) => onSearch({ connected: value === 'all' ? undefined : value === 'yes' })}
      />
      {many('agent', agents.choices.map(({ id, name }) => ({ value: id, label: id ? `${name ?? ''} ${id}`.trim() : t('notAgent') })), 120, agents.query, agents.onTyped)}
      {many('task', tasks.choices.map(({ id, name }) => ({ value: id, label: name ?? (id || t('filter.unknown')) })), 112, tasks.query, tasks.onTyped)}
      <ManySelect
        label={t('filter.outcome')} value={search.outcome} options={OUTCOMES.map((value) => ({ value, label: common(`outcome.${value}`) }))} width={108}
        onChange={(values) => onSearch({ outcome: some(values) })}
      />
      {many('grade', (grades.data?.data ?? []).map((row) => ({ value: row.code ?? 'none', label: row.label })), 120, grades)}
      {many('province', (regions.data?.data ?? []).map((row) => ({ value: row.province ?? '', label: row.province ?? t('filter.unknown') })), 104, regions)}
      <Input.Search
        key={search.phone ?? ''} allowClear={clear} style={{ width: 156 }} defaultValue={search.phone} placeholder={t('filter.phone')} aria-label={t('filter.phone')} title={t('filter.phoneHint')}
        inputMode="tel" onSearch={(phone) => onSearch({ phone: phone.trim() || undefined })}
      />
      <span className={styles['bounds']}>
        {(['duration_min', 'duration_max'] as const).map((name) => (
          <InputNumber controls={false}
            key={name} style={{ width: 92 }} min={0} precision={0} value={search[name] ?? null} prefix={name === 'duration_min' ? '≥' : '≤'} placeholder={t('filter.seconds')}
            aria-label={t(`filter.${name}`)} title={t(`filter.${name}`)} changeOnWheel={false}
            onChange={(value) => onSearch({ [name]: value ?? undefined })}
          />
        ))}
      </span>
      {sources.length ? <span className={`${styles['source']} ${styles['more']}`}>{many('source', sources.map((value) => ({ value, label: value })), 140)}</span> : null}
      {search.call_id ? <Tag closable className={styles['more']} onClose={() => onSearch({ call_id: undefined })}>{t('column.callId')} {search.call_id}</Tag> : null}
    </FilterBar>
  );
}
