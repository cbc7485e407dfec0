import type { UseQueryResult } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { ApiError, Reply } from '@/api/client';
import type { ChosenRange } from '@/shared/days';
import { useFormat } from '@/shared/format';
import { categoryOf, TONES } from '@/shared/gradeCategories';
import { callsHref } from '@/shared/links';
import { MetricTip } from '@/shared/MetricTip';
import { NoCallsText } from '@/shared/NoCalls';
import { Pill } from '@/shared/Pill';
import { DataTable } from '@/shared/table/DataTable';
import type { Column } from '@/shared/table/types';
import type { GradeRow } from './lines';
import styles from './Grades.module.css';

interface Props {
  query: UseQueryResult<Reply<'/api/stats/grades', 'get'>, ApiError>;
  range: ChosenRange;
}

/** Every grade with its share and its figures, each leading to its calls. */
export function GradeTable({ query, range }: Props) {
  const { t } = useTranslation('grades');
  const common = useTranslation('common').t;
  const format = useFormat();
  const rows = query.data?.data;
  const totals = query.data?.meta?.totals;
  const most = Math.max(...(rows ?? []).map((row) => row.calls), 1);
  const hrefOf = (row: GradeRow) => callsHref({ start: range.start, end: range.end, grade: [row.code ?? 'none'] });
  const pill = (row: GradeRow) => {
    const category = categoryOf(row.code, row.category);
    return <Pill tone={TONES[category]} dot>{t(`category.${category}`)}</Pill>;
  };
  const columns: Column<GradeRow>[] = [
    { key: 'label', title: t('grade'), always: true, pinned: true, width: 150, cell: (row) => row.label, csv: (row) => row.label },
    { key: 'code', title: t('code'), cell: (row) => <code>{row.code ?? ''}</code>, csv: (row) => row.code },
    { key: 'category', title: t('categoryName'), cell: pill, csv: (row) => t(`category.${categoryOf(row.code, row.category)}`) },
    { key: 'calls', title: <MetricTip metric="calls" />, name: common('metric.calls'), num: true, cell: (row) => <Link to={hrefOf(row)}>{format.number(row.calls)}</Link>, csv: (row) => row.calls, total: format.number(totals?.calls) },
    { key: 'share', title: t('share'), num: true, cell: (row) => <span className={styles['share']}><span aria-hidden="true"><i style={{ width: `${(row.calls / most) * 100}%` }} /></span>{format.rate(row.share)}</span>, csv: (row) => row.share },
    { key: 'connected', title: <MetricTip metric="connected" />, name: common('metric.connected'), num: true, cell: (row) => format.number(row.connected), csv: (row) => row.connected, total: format.number(totals?.connected) },
    { key: 'avg', title: <MetricTip metric="avg_talk" />, name: common('metric.avg_talk'), num: true, cell: (row) => format.duration(row.avg_talk), csv: (row) => row.avg_talk, total: format.duration(totals?.avg_talk) },
    { key: 'value', title: <MetricTip metric="order_value" />, name: common('metric.order_value'), num: true, cell: (row) => row.order_value ? format.yuan(row.order_value) : '—', csv: (row) => row.order_value, total: format.yuan(totals?.order_value) },
  ];
  return (
    <DataTable
      id="grades" label={t('table')} columns={columns} rows={rows} rowKey={(row) => row.code ?? 'none'} csvName={t('title')}
      error={query.error} retry={() => void query.refetch()} busy={query.isPlaceholderData} empty={<NoCallsText />} tools={<h2>{t('table')}</h2>}
      card={(row) => (
        <div className={styles['card']}>
          <div className="spread"><strong>{row.label}</strong>{pill(row)}</div>
          <div className="spread muted"><Link to={hrefOf(row)}>{common('metric.calls')} {format.number(row.calls)}</Link><span>{format.rate(row.share)}</span></div>
        </div>
      )}
    />
  );
}
