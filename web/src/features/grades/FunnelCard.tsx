import type { UseQueryResult } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { ApiError, Reply } from '@/api/client';
import { Card } from '@/shared/Card';
import type { ChosenRange } from '@/shared/days';
import { useFormat } from '@/shared/format';
import { categoryOf } from '@/shared/gradeCategories';
import { callsHref } from '@/shared/links';
import { Loaded, Loading } from '@/shared/States';
import { codesOf, type GradeRow } from './lines';
import styles from './Grades.module.css';

interface Props {
  query: UseQueryResult<Reply<'/api/stats/grades', 'get'>, ApiError>;
  range: ChosenRange;
}

const sumOf = (rows: readonly GradeRow[], wanted: readonly string[]) =>
  rows.filter((row) => wanted.includes(categoryOf(row.code, row.category))).reduce((sum, row) => sum + row.calls, 0);

/** From dialled to sold: each step, its part of the step before and of all. */
export function FunnelCard({ query, range }: Props) {
  const { t } = useTranslation('grades');
  return <Card title={t('funnel.title')}><Loaded query={query} waiting={<Loading rows={9} />}>{({ data, meta }) => <Funnel rows={data} totals={meta?.totals} range={range} />}</Loaded></Card>;
}

function Funnel({ rows, totals, range }: { rows: readonly GradeRow[]; totals: { calls: number; connected: number; orders: number } | undefined; range: ChosenRange }) {
  const { t } = useTranslation('grades');
  const format = useFormat();
  const days = { start: range.start, end: range.end };
  const wanted = [...codesOf(rows, 'success'), ...codesOf(rows, 'follow_up')];
  const ordered = rows.filter((row) => row.orders).map((row) => row.code ?? 'none');
  const steps = [
    { key: 'calls' as const, count: totals?.calls ?? 0, href: callsHref(days) },
    { key: 'connected' as const, count: totals?.connected ?? 0, href: callsHref({ ...days, connected: true }) },
    { key: 'willing' as const, count: sumOf(rows, ['success', 'follow_up']), href: wanted.length ? callsHref({ ...days, grade: wanted }) : undefined },
    { key: 'orders' as const, count: totals?.orders ?? 0, href: ordered.length ? callsHref({ ...days, grade: ordered }) : undefined },
  ];
  const all = steps[0]?.count ?? 0;
  return (
    <ol className={styles['funnel']}>
      {steps.map((step, index) => {
        const before = steps[index - 1]?.count;
        const part = all ? step.count / all : 0;
        return (
          <li key={step.key}>
            <span className="spread"><span>{t(`funnel.${step.key}`)}</span>{step.href ? <Link to={step.href} className={styles['count']}>{format.number(step.count)}</Link> : <span className={styles['count']}>{format.number(step.count)}</span>}</span>
            <span className={styles['track']} aria-hidden="true"><i data-step={step.key} style={{ width: `${Math.max(part * 100, step.count ? 0.6 : 0)}%` }} /></span>
            <small className="muted">
              {before === undefined ? t('funnel.base') : t('funnel.of', { step: format.rate(before ? step.count / before : null), all: format.rate(all ? part : null) })}
            </small>
          </li>
        );
      })}
    </ol>
  );
}
