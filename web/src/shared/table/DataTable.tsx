import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { usePrefs } from '../prefs';
import { Later, useCameLater } from '../Later';
import { Empty, Failed, Loading } from '../States';
import { useNarrow } from '../useNarrow';
import styles from './DataTable.module.css';
import { Grid } from './Grid';
import { PagerBar } from './PagerBar';
import { TableTools } from './TableTools';
import type { Column, Pager } from './types';

export interface DataTableProps<T> {
  /** Names the table among the preferences (columns). */
  id: string;
  label: string;
  columns: Column<T>[];
  /** undefined: on their way. */
  rows: readonly T[] | undefined;
  rowKey: (row: T) => string;
  /** Newer rows are on their way; the older ones stay, paler. */
  busy?: boolean;
  error?: unknown;
  retry?: () => void;
  /** The server's sort, `-` for descending. */
  sort?: string;
  onSort?: (sort: string) => void;
  /** A row as a card, on a narrow window. */
  card: (row: T) => ReactNode;
  onRow?: (row: T) => void;
  /** The row whose drawer is open. */
  current?: string | undefined;
  pager?: Pager;
  /** Left of the table's own tools: views, filters, what one can do. */
  tools?: ReactNode;
  csvName?: string;
  /** Given when filters narrow the rows: an empty table then offers to clear them. */
  onClearFilters?: (() => void) | undefined;
  empty?: ReactNode;
}

/** The table of the lists: sorted and paged by the server, its columns chosen by the reader, cards on a telephone. */
export function DataTable<T>(props: DataTableProps<T>) {
  const { id, columns, rows, error, retry, card, rowKey, onRow, pager, tools, label, busy } = props;
  const { t } = useTranslation();
  const narrow = useNarrow();
  const hidden = usePrefs((prefs) => prefs.hiddenColumns[id]);
  const isHidden = (column: Column<T>) => !column.always && (hidden ? hidden.includes(column.key) : !!column.optional);
  const shown = columns.filter((column) => !isHidden(column));

  const later = useCameLater(!!rows);
  const waiting = <Loading rows={8} />;
  const pages = pager && rows && (rows.length || (pager.kind !== 'flow' && pager.page > 1)) ? <PagerBar pager={pager} rows={rows.length} /> : null;
  const filled = (all: readonly T[]) => (
    <>
      {narrow ? (
        <ul className={styles['cards']} aria-label={label}>
          {all.map((row) => (
            <li key={rowKey(row)}>
              {onRow ? <button type="button" className={styles['card']} onClick={() => onRow(row)}>{card(row)}</button> : <div className={styles['card']}>{card(row)}</div>}
            </li>
          ))}
        </ul>
      ) : <Grid {...props} columns={shown} rows={all} />}
      {pages}
    </>
  );
  const body = () => {
    if (!rows) return error ? <Failed error={error} {...(retry ? { retry } : {})} /> : waiting;
    if (!rows.length) {
      return (
        <>
          <Empty text={props.empty ?? t(props.onClearFilters ? 'emptyFiltered' : 'empty')}>
            {props.onClearFilters ? (
              <button type="button" className={styles['link']} onClick={props.onClearFilters}>{t('clearFilters')}</button>
            ) : null}
          </Empty>
          {pages}
        </>
      );
    }
    return later ? <Later waiting={waiting}>{() => filled(rows)}</Later> : filled(rows);
  };
  return (
    <section className={styles['frame']} data-busy={!!busy} aria-busy={!!busy} aria-label={label}>
      <div className={styles['bar']}>
        <div className={styles['left']}>{tools}</div>
        <TableTools id={id} columns={columns} isHidden={isHidden} rows={rows} shown={shown} {...(props.csvName ? { csvName: props.csvName } : {})} />
      </div>
      {rows && error ? <p className={styles['stale']} role="status">{error instanceof Error && error.message ? error.message : t('states.failed')}</p> : null}
      {body()}
    </section>
  );
}
