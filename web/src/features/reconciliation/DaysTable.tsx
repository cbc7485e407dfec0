import type { UseQueryResult } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ApiError } from '@/api/client';
import { ClosingPill } from '@/shared/Closing';
import { useFormat } from '@/shared/format';
import { figureHref } from '@/shared/links';
import { useOrderGrades } from '@/shared/orderGrades';
import { Pill, type Tone } from '@/shared/Pill';
import { DataTable } from '@/shared/table/DataTable';
import type { Column } from '@/shared/table/types';
import { Difference } from './Difference';
import { type DayRow, differs, MEASURES, type Measure } from './differences';
import styles from './Reconciliation.module.css';

interface Props {
  query: UseQueryResult<unknown, ApiError>;
  rows: readonly DayRow[] | undefined;
  current: string | undefined;
  onOpen: (row: DayRow) => void;
  narrowed: boolean;
  /** There is nobody whom the reader may see. */
  unseen: boolean;
  onAll: () => void;
  tools: ReactNode;
}

/** A day of a source a row: ours, the dialer's, the difference. */
export function DaysTable({ query, rows, current, onOpen, narrowed, unseen, onAll, tools }: Props) {
  const { t } = useTranslation('reconciliation');
  const common = useTranslation('common').t;
  const format = useFormat();
  const grades = useOrderGrades();
  const three = (measure: Measure): Column<DayRow>[] => [
    {
      key: measure, title: t('ours', { metric: common(`metric.${measure}`) }), num: true, csv: (row) => row.ours[measure],
      cell: (row) => <Link to={figureHref({ start: row.date, end: row.date, source: [row.source] }, measure, grades)}>{format.number(row.ours[measure])}</Link>,
    },
    { key: `${measure}-vendor`, title: t('vendor'), num: true, cell: (row) => format.number(row.vendor?.[measure]), csv: (row) => row.vendor?.[measure], name: t('vendorOf', { metric: common(`metric.${measure}`) }) },
    { key: `${measure}-difference`, title: <span data-tip={t('differenceTip')}>{t('difference')}</span>, num: true, cell: (row) => <Difference line={row} measure={measure} />, csv: (row) => row.difference?.[measure], name: t('differenceOf', { metric: common(`metric.${measure}`) }) },
  ];
  const columns: Column<DayRow>[] = [
    { key: 'date', title: t('date'), always: true, pinned: true, width: 110, cell: (row) => format.day(row.date), csv: (row) => row.date },
    { key: 'source', title: t('source'), cell: (row) => row.source, csv: (row) => row.source },
    { key: 'verdict', title: t('verdict'), cell: (row) => <Verdict row={row} />, csv: (row) => t(`kind.${kindOf(row)}`) },
    { key: 'closing', title: common('closing.title'), cell: (row) => <ClosingPill closing={row.closing} />, csv: (row) => row.closing && common(`closing.${row.closing.state}`) },
    ...MEASURES.flatMap(three),
    { key: 'at', title: t('vendorAt'), cell: (row) => <span className="muted">{format.moment(row.vendor_at)}</span>, csv: (row) => row.vendor_at },
  ];
  return (
    <DataTable
      id="reconciliation" label={t('title')} columns={columns} rows={rows} rowKey={(row) => `${row.source}:${row.date}`} csvName={t('title')}
      error={query.error} retry={() => void query.refetch()} current={current} onRow={onOpen} tools={tools}
      empty={narrowed ? t('allEqual') : unseen ? common('noCallsSeen') : <>{t('none')} <Link to="/sync">{common('toSync')}</Link></>} onClearFilters={narrowed ? onAll : undefined}
      card={(row) => (
        <div className={styles['card']}>
          <div className="spread"><strong>{format.day(row.date)} · {row.source}</strong><Verdict row={row} /></div>
          {MEASURES.map((measure) => (
            <div key={measure} className="spread muted"><span>{common(`metric.${measure}`)} {format.number(row.ours[measure])} / {format.number(row.vendor?.[measure])}</span><Difference line={row} measure={measure} /></div>
          ))}
        </div>
      )}
    />
  );
}

const kindOf = (row: DayRow) => (!row.vendor ? 'silent' as const : differs(row) ? 'differing' as const : 'equal' as const);
const TONES: Record<ReturnType<typeof kindOf>, Tone> = { equal: 'green', differing: 'red', silent: 'grey' };

function Verdict({ row }: { row: DayRow }) {
  const { t } = useTranslation('reconciliation');
  const kind = kindOf(row);
  return <Pill tone={TONES[kind]} dot>{t(`kind.${kind}`)}</Pill>;
}
