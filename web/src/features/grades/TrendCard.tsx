import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Checkbox, Segmented } from 'antd';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { type ApiError, read, type Reply } from '@/api/client';
import { Card } from '@/shared/Card';
import { Chart, type Series } from '@/shared/chart/Chart';
import { addDays, type ChosenRange, eachDay } from '@/shared/days';
import { useFormat } from '@/shared/format';
import { CATEGORIES, type Category } from '@/shared/gradeCategories';
import { callsHref } from '@/shared/links';
import { type MiniColumn, MiniTable } from '@/shared/MiniTable';
import { Skeleton } from '@/shared/Skeleton';
import { Loaded } from '@/shared/States';
import { bookOf, codesOf, type GradeRow, type Line, linesOf, noCounts, SERIES, TELLING, weekOf } from './lines';
import type { GradesSearch } from './GradesPage';

const HEIGHT = 272;

interface Props {
  range: ChosenRange;
  grades: UseQueryResult<Reply<'/api/stats/grades', 'get'>, ApiError>;
  weekly: boolean;
  silent: boolean;
  onSearch: (change: GradesSearch) => void;
}

/** Calls by category, a column a day or week. A part of a column opens its calls. */
export function TrendCard({ range, grades, weekly, silent, onSearch }: Props) {
  const { t } = useTranslation('grades');
  const query = useQuery(read('/api/stats/explore', { params: { query: { by: ['day', 'grade'], metrics: ['calls'], start: range.start, end: range.end, limit: 10_000 } } }));
  const intervals = [{ value: 'day', label: t('trend.day') }, { value: 'week', label: t('trend.week') }];
  return (
    <Card
      title={t('trend.title')}
      extra={
        <>
          <Checkbox checked={silent} onChange={(event) => onSearch({ silent: event.target.checked || undefined })}>{t('trend.silent')}</Checkbox>
          <Segmented size="small" value={weekly ? 'week' : 'day'} onChange={(value) => onSearch({ interval: value === 'week' ? 'week' : undefined })} options={intervals} aria-label={t('trend.interval')} />
        </>
      }
    >
      <Loaded query={query} waiting={<Skeleton height={HEIGHT} />}>
        {({ data }) => (
          <Loaded query={grades} waiting={<Skeleton height={HEIGHT} />}>
            {({ data: rows }) => <Body explored={data} rows={rows} range={range} weekly={weekly} silent={silent} />}
          </Loaded>
        )}
      </Loaded>
    </Card>
  );
}

interface BodyProps {
  explored: Parameters<typeof linesOf>[0];
  rows: readonly GradeRow[];
  range: ChosenRange;
  weekly: boolean;
  silent: boolean;
}

function Body({ explored, rows, range, weekly, silent }: BodyProps) {
  const { t } = useTranslation('grades');
  const format = useFormat();
  const navigate = useNavigate();
  const bars = useMemo(() => {
    const nameOf = weekly ? weekOf : (day: string) => day;
    const found = new Map(linesOf(explored, bookOf(rows), nameOf).map((line) => [line.key, line]));
    const keys = [...new Set(eachDay(range).map(nameOf))];
    return keys.map((key): Line => found.get(key) ?? { key, source: null, label: key, counts: noCounts(), total: 0 });
  }, [explored, rows, range, weekly]);
  const shown = useMemo(() => {
    const wanted: readonly Category[] = silent ? CATEGORIES : TELLING;
    return wanted.filter((category) => category !== 'unmapped' || bars.some((bar) => bar.counts.unmapped));
  }, [silent, bars]);
  const series = shown.map((category): Series => ({
    name: t(`category.${category}`), values: bars.map((bar) => bar.counts[category]), format: format.number, tone: SERIES[category], faint: category === 'none',
  }));
  const open = (bar: Line | undefined, category?: Category) => {
    if (!bar) return;
    const last = weekly ? addDays(bar.key, 6) : bar.key;
    const span = { start: bar.key < range.start ? range.start : bar.key, end: last > range.end ? range.end : last };
    void navigate({ href: callsHref({ ...span, ...(category ? { grade: codesOf(rows, category) } : {}) }) });
  };
  const columns: MiniColumn<Line>[] = [
    { key: 'day', title: t(weekly ? 'trend.weekOf' : 'trend.day'), cell: (bar) => format.day(bar.key) },
    ...shown.map((category): MiniColumn<Line> => ({ key: category, title: t(`category.${category}`), num: true, cell: (bar) => format.number(bar.counts[category]) })),
  ];
  return (
    <Chart
      label={t('trend.title')} names={bars.map((bar) => format.dayShort(bar.key))} series={series} stacked left={{ format: format.short, whole: true }} height={HEIGHT}
      onPick={(index, name) => open(bars[index], shown.find((category) => t(`category.${category}`) === name))}
      table={<MiniTable label={t('trend.title')} columns={columns} rows={bars} rowKey={(bar) => bar.key} onRow={(bar) => open(bar)} />}
    />
  );
}
