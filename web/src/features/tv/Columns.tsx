import { useFormat } from '@/shared/format';
import styles from './Tv.module.css';

export interface TvColumn {
  name: string;
  all: number;
  /** The darker part of it. */
  part?: number;
  /** Above the column. */
  note?: string;
}

/** Columns that are read from across a room. */
export function Columns({ label, columns }: { label: string; columns: TvColumn[] }) {
  const format = useFormat();
  const most = Math.max(1, ...columns.map((column) => column.all));
  return (
    <figure className={styles['chart']} aria-label={label}>
      <figcaption>{label}</figcaption>
      <ol>
        {columns.map((column) => (
          <li key={column.name}>
            <span className={styles['note']}>{column.note ?? (column.all ? format.short(column.all) : '')}</span>
            <span className={styles['column']}>
              <i style={{ height: `${(column.all / most) * 100}%` }}>
                <b style={{ height: column.all ? `${((column.part ?? 0) / column.all) * 100}%` : 0 }} />
              </i>
            </span>
            <small>{column.name}</small>
          </li>
        ))}
      </ol>
    </figure>
  );
}
