import { Link } from '@tanstack/react-router';
import type { TFunction } from 'i18next';
import type { ReactNode } from 'react';
import type { Schemas } from '@/api/client';
import { Delta } from '@/shared/Delta';
import type { Format } from '@/shared/format';
import { type CallsFilter, figureHref } from '@/shared/links';
import { type Metric, MetricTip } from '@/shared/MetricTip';
import { Pill } from '@/shared/Pill';
import type { OrderGrades } from '@/shared/orderGrades';
import type { Column } from '@/shared/table/types';
import styles from './BoardPage.module.css';
import { isRate, moved, written } from './model';
import { BOARD_SORTS, type BoardMetric } from './search';

const COMPARED = ['calls', 'contact_rate', 'orders', 'success_rate'] as const;
type Compared = (typeof COMPARED)[number];
const CHANGES = { calls: 'board.callsChange', contact_rate: 'board.contactChange', orders: 'board.ordersChange', success_rate: 'board.successChange' } as const;

/** A row of either board. */
export type BoardRow = Omit<Schemas['TaskRow'], 'task_id'> & { id: string | null; excluded: boolean };

interface Words {
  t: TFunction<'callStats'>;
  common: TFunction;
  format: Format;
  grades: OrderGrades;
}

interface Board {
  kind: 'agent' | 'task';
  when: CallsFilter;
  totals: Schemas['Figures'] | undefined;
  earlier: Schemas['Figures'] | null | undefined;
  /** Rows of more than one source: each then says of which it is. */
  mixed: boolean;
}

const isCompared = (metric: BoardMetric): metric is Compared => COMPARED.includes(metric as Compared);

export function nameOf(row: BoardRow, kind: Board['kind'], t: TFunction<'callStats'>): string {
  return row.name ?? row.id ?? t(kind === 'agent' ? 'noAgent' : 'noTask');
}

export function boardColumns({ kind, when, totals, earlier, mixed }: Board, { t, common, format, grades }: Words): Column<BoardRow>[] {
  const of = (row: BoardRow): CallsFilter => ({ ...when, source: [row.source], [kind]: [row.id ?? ''] });
  const linked = (row: BoardRow, metric: BoardMetric): string => figureHref(of(row), metric, grades);
  const figure = (metric: BoardMetric): Column<BoardRow> => ({
    key: metric, title: <MetricTip metric={metric as Metric} />, name: common(`metric.${metric}`), num: true, sort: metric, downFirst: true,
    optional: metric === 'order_value', csv: (row) => row[metric],
    cell: (row) => <Link to={linked(row, metric)} className={styles['figure']}>{metric === 'calls' || metric === 'orders' ? <strong>{written(metric, row[metric], format)}</strong> : written(metric, row[metric], format)}</Link>,
    ...(totals ? { total: written(metric, totals[metric], format) } : {}),
  });
  const change = (metric: Compared): Column<BoardRow> => {
    const delta = (now: number | null | undefined, before: number | null | undefined): ReactNode => (
      <span title={t('before', { value: written(metric, before, format) })}><Delta value={moved(metric, now, before)} points={isRate(metric)} /></span>
    );
    return {
      key: `${metric}_change`, title: t('board.compare'), name: t(CHANGES[metric]), num: true, optional: metric === 'success_rate',
      cell: (row) => delta(row[metric], row.previous?.[metric]), csv: (row) => moved(metric, row[metric], row.previous?.[metric]),
      ...(totals ? { total: delta(totals[metric], earlier?.[metric]) } : {}),
    };
  };
  return [
    {
      key: 'rank', title: t('board.rank'), width: 52,
      cell: (row) => <span className={styles['rank']} data-top={(row.rank ?? 0) <= 3}>{row.rank}</span>, csv: (row) => row.rank,
    },
    {
      key: 'name', title: t(kind === 'agent' ? 'agents.name' : 'tasks.name'), pinned: true, always: true, csv: (row) => nameOf(row, kind, t),
      cell: (row) => (
        <span className={styles['name']}>
          <span title={nameOf(row, kind, t)}>{nameOf(row, kind, t)}</span>
          {row.id && row.name ? <small>{row.id}</small> : null}
          {row.excluded ? <Pill>{t('excluded')}</Pill> : null}
        </span>
      ),
    },
    { key: 'id', title: t('board.id'), optional: true, csv: (row) => row.id, cell: (row) => row.id },
    { key: 'source', title: t('board.source'), optional: !mixed, csv: (row) => row.source, cell: (row) => row.source },
    ...BOARD_SORTS.flatMap((metric) => (isCompared(metric) ? [figure(metric), change(metric)] : [figure(metric)])),
  ];
}
