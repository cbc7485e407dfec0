import { keepPreviousData, useQuery, type UseQueryResult } from '@tanstack/react-query';
import { WHOM, type Whom } from './search';
import { Link } from '@tanstack/react-router';
import { Segmented } from 'antd';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { type ApiError, read, type Reply } from '@/api/client';
import type { ChosenRange } from '@/shared/days';
import { useFormat } from '@/shared/format';
import { CATEGORIES, type Category, RULE_CATEGORIES } from '@/shared/gradeCategories';
import { type CallsFilter, callsHref } from '@/shared/links';
import { NoCallsText } from '@/shared/NoCalls';
import { DataTable } from '@/shared/table/DataTable';
import type { Column } from '@/shared/table/types';
import { bookOf, codesOf, type Line, linesOf, noCounts } from './lines';
import type { GradesSearch } from './GradesPage';
import styles from './Grades.module.css';


interface Props {
  range: ChosenRange;
  grades: UseQueryResult<Reply<'/api/stats/grades', 'get'>, ApiError>;
  by: Whom;
  sort: string;
  onSearch: (change: GradesSearch) => void;
}

const reached = (line: Line) => line.total - line.counts.not_reached - line.counts.none;
/** With those that no rule gives where some line has them: the columns add up to its calls. */
const told = (lines: Line[] | undefined) => CATEGORIES.filter((one) => (RULE_CATEGORIES as readonly string[]).includes(one) || lines?.some((line) => line.counts[one]));
const conversion = (line: Line): number | null => (reached(line) ? line.counts.success / reached(line) : null);

function sumBySource(lines: Line[]): Line[] {
  const sums = new Map<string, Line>();
  for (const line of lines) {
    const source = line.source ?? '';
    const sum = sums.get(source) ?? { key: source, source, label: source, counts: noCounts(), total: 0 };
    for (const category of Object.keys(sum.counts) as Category[]) sum.counts[category] += line.counts[category];
    sum.total += line.total;
    sums.set(source, sum);
  }
  return [...sums.values()];
}

function sorted(lines: Line[], sort: string): Line[] {
  const name = sort.replace('-', '');
  const valueOf = (line: Line) => (name === 'total' ? line.total : name === 'conversion' ? conversion(line) ?? -1 : line.counts[name as Category] ?? 0);
  return [...lines].sort((a, b) => (sort.startsWith('-') ? -1 : 1) * (valueOf(a) - valueOf(b)) || a.label.localeCompare(b.label));
}

/** Who or what brings which categories, and what becomes of those that were reached. */
export function ByWhom({ range, grades, by, sort, onSearch }: Props) {
  const { t } = useTranslation('grades');
  const common = useTranslation('common').t;
  const format = useFormat();
  const rows = grades.data?.data;
  const dimension = by === 'task' ? 'task' as const : 'agent' as const;
  const query = useQuery({
    ...read('/api/stats/explore', { params: { query: { by: [dimension, 'grade'], metrics: ['calls'], start: range.start, end: range.end, limit: 10_000 } } }),
    placeholderData: keepPreviousData,
  });
  const lines = useMemo(() => {
    if (!query.data || !rows) return undefined;
    const found = linesOf(query.data.data, bookOf(rows), (key) => key);
    return sorted(by === 'source' ? sumBySource(found) : found, sort);
  }, [query.data, rows, by, sort]);
  const hrefOf = (line: Line, grade?: string[]) => {
    const filter: CallsFilter = { start: range.start, end: range.end, ...(line.source ? { source: [line.source] } : {}), ...(grade ? { grade } : {}) };
    return callsHref(by === 'source' ? filter : { ...filter, [by]: [line.key] });
  };
  const figure = (category: Category): Column<Line> => ({
    key: category, title: t(`category.${category}`), num: true, sort: category, downFirst: true, csv: (line) => line.counts[category],
    cell: (line) => line.counts[category] ? <Link to={hrefOf(line, codesOf(rows ?? [], category))}>{format.number(line.counts[category])}</Link> : <span className="muted">0</span>,
  });
  const columns: Column<Line>[] = [
    { key: 'name', title: t(`by.${by}`), always: true, pinned: true, width: 150, cell: (line) => line.label || common('unknown'), csv: (line) => line.label },
    ...(by === 'source' ? [] : [{ key: 'source', title: t('by.source'), optional: true, cell: (line: Line) => line.source, csv: (line: Line) => line.source }]),
    { key: 'total', title: common('metric.calls'), num: true, sort: 'total', downFirst: true, cell: (line) => <Link to={hrefOf(line)}>{format.number(line.total)}</Link>, csv: (line) => line.total },
    ...told(lines).map(figure),
    { key: 'conversion', title: t('conversion'), num: true, sort: 'conversion', downFirst: true, cell: (line) => <span title={t('conversionHint')}>{format.rate(conversion(line))}</span>, csv: conversion },
  ];
  return (
    <DataTable
      id={`grades-by-${by}`} label={t('by.title')} columns={columns} rows={lines} rowKey={(line) => `${line.source ?? ''}:${line.key}`}
      csvName={t('by.title')} sort={sort} onSort={(next) => onSearch({ sort: next })} busy={query.isPlaceholderData} error={query.error ?? grades.error} retry={() => void Promise.all([query.refetch(), grades.refetch()])} empty={<NoCallsText />}
      tools={
        <>
          <h2>{t('by.title')}</h2>
          <Segmented size="small" value={by} onChange={(value) => onSearch({ by: value === 'agent' ? undefined : value })} options={WHOM.map((value) => ({ value, label: t(`by.${value}`) }))} aria-label={t('by.title')} />
          {query.data?.data.truncated ? <span className="muted">{t('by.truncated')}</span> : null}
        </>
      }
      card={(line) => (
        <div className={styles['card']}>
          <div className="spread"><strong>{line.label || common('unknown')}</strong><Link to={hrefOf(line)}>{format.number(line.total)}</Link></div>
          <div className="spread muted"><span>{t('category.success')} {format.number(line.counts.success)} · {t('category.follow_up')} {format.number(line.counts.follow_up)}</span><span>{t('conversion')} {format.rate(conversion(line))}</span></div>
        </div>
      )}
    />
  );
}
