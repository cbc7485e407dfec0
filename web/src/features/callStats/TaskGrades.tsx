import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { read } from '@/api/client';
import { type ChosenRange, daysBetween } from '@/shared/days';
import { useFormat } from '@/shared/format';
import { type CallsFilter, callsHref } from '@/shared/links';
import { Loaded } from '@/shared/States';
import { Bars } from './Bars';

const MOST_DAYS = 31; // grades of a task are counted from the calls themselves

/** What a task's calls came to; for a month at the most. */
export function TaskGrades({ source, id, range, filter }: { source: string; id: string; range: ChosenRange; filter: CallsFilter }) {
  const { t } = useTranslation('callStats');
  const format = useFormat();
  const fits = daysBetween(range.start, range.end) <= MOST_DAYS;
  const query = useQuery({
    ...read('/api/stats/explore', { params: { query: { by: ['grade'], metrics: ['calls'], start: range.start, end: range.end, source, task: [id] } } }),
    enabled: fits,
  });
  if (!fits) return null;
  return (
    <section>
      <h3>{t('tasks.grades')}</h3>
      <Loaded query={query}>
        {({ data }) => {
          const all = data.rows.reduce((sum, row) => sum + (row.values[0] ?? 0), 0);
          const rows = [...data.rows].sort((a, b) => (b.values[0] ?? 0) - (a.values[0] ?? 0));
          return (
            <Bars
              label={t('tasks.grades')}
              bars={rows.map((row) => ({
                key: String(row.keys[0] ?? ''), label: row.labels[0] ?? String(row.keys[0] ?? ''), value: row.values[0] ?? 0,
                side: format.rate(all ? (row.values[0] ?? 0) / all : null), href: callsHref({ ...filter, grade: [String(row.keys[0] ?? 'none')] }),
              }))}
            />
          );
        }}
      </Loaded>
    </section>
  );
}
