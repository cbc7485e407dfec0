import type { ReactNode } from 'react';
import styles from './MiniTable.module.css';

export interface MiniColumn<T> {
  key: string;
  title: ReactNode;
  cell: (row: T, index: number) => ReactNode;
  num?: boolean;
}

interface Props<T> {
  label: string;
  columns: MiniColumn<T>[];
  rows: readonly T[];
  rowKey: (row: T, index: number) => string;
  onRow?: (row: T) => void;
}

/** A plain table of a few rows: in cards, drawers, and behind charts. Where a row opens, its first cell is a button for the keyboard; a click on it is the row's. */
export function MiniTable<T>({ label, columns, rows, rowKey, onRow }: Props<T>) {
  return (
    <div className={styles['scroll']}>
      <table className={styles['table']} aria-label={label} data-rows={!!onRow}>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column.key} scope="col" className={column.num ? 'num' : undefined}>{column.title}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <tr key={rowKey(row, index)} onClick={onRow ? () => onRow(row) : undefined}>
              {columns.map((column, place) => (
                <td key={column.key} className={column.num ? 'num' : undefined}>
                  {onRow && place === 0 ? <button type="button" className={styles['row']}>{column.cell(row, index)}</button> : column.cell(row, index)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
