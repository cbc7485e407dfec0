import { type KeyboardEvent, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { usePrefs } from '../prefs';
import type { DataTableProps } from './DataTable';
import styles from './DataTable.module.css';
import { type Column, nameOf } from './types';

const ROW_PX = { compact: 36, comfortable: 44 };
const WINDOW_FROM = 300; // more rows than this are drawn only where one looks
const AHEAD = 14;
const NEAR_ROWS = 60; // so near to the end the next rows are asked for

const STEPS: Record<string, 'nextElementSibling' | 'previousElementSibling'> = { ArrowDown: 'nextElementSibling', ArrowUp: 'previousElementSibling' };

/** From a row's button the arrows go to the next row's. */
function step(event: KeyboardEvent<HTMLButtonElement>): void {
  const way = STEPS[event.key];
  const next = way && event.currentTarget.closest('tr')?.[way]?.querySelector<HTMLElement>('[data-row]');
  if (!next) return;
  event.preventDefault();
  next.focus();
}

type Props<T> = Omit<DataTableProps<T>, 'rows'> & { rows: readonly T[] };

/** Which rows are near the visible part of the scrolled box. */
function useWindow(count: number, height: number, onNearEnd: (() => void) | undefined) {
  const box = useRef<HTMLDivElement>(null);
  const [first, setFirst] = useState(0);
  const [many, setMany] = useState(60);
  const look = useCallback(() => {
    const element = box.current;
    if (!element) return;
    setFirst(Math.max(Math.floor(element.scrollTop / height / 4) * 4 - AHEAD, 0));
    setMany(Math.ceil(element.clientHeight / height) + 2 * AHEAD + 4);
    if (element.scrollHeight - element.scrollTop - element.clientHeight < NEAR_ROWS * height) onNearEnd?.();
  }, [height, onNearEnd]);
  const windowed = count > WINDOW_FROM;
  useLayoutEffect(() => (windowed ? look() : undefined), [look, count, windowed]);
  // asked before the first paint, how high the box is would make the browser lay out the whole table at once
  useEffect(() => (!windowed && onNearEnd ? look() : undefined), [look, count, windowed, onNearEnd]);
  if (!windowed) return { box, look: onNearEnd ? look : undefined, first: 0, last: count };
  return { box, look, first: Math.min(first, Math.max(count - many, 0)), last: Math.min(first + many, count) };
}

export function Grid<T>({ columns, rows, rowKey, sort, onSort, onRow, current, label, pager }: Props<T>) {
  const { t } = useTranslation();
  const density = usePrefs((prefs) => prefs.density);
  const { box, look, first, last } = useWindow(rows.length, ROW_PX[density], pager?.kind === 'flow' && pager.state === 'more' ? pager.onMore : undefined);
  const totals = columns.some((column) => column.total !== undefined);
  const spacer = (count: number) => count > 0 ? <tr aria-hidden="true"><td colSpan={columns.length} style={{ height: count * ROW_PX[density], padding: 0, border: 0 }} /></tr> : null;
  return (
    <div className={styles['scroll']} ref={box} onScroll={look} tabIndex={0} role="group" aria-label={label}>
      <table className={styles['table']} aria-rowcount={rows.length + 1} style={{ '--row-height': `${ROW_PX[density]}px` } as React.CSSProperties}>
        <thead>
          <tr>{columns.map((column) => <Head key={column.key} column={column} sort={sort} onSort={onSort} />)}</tr>
        </thead>
        <tbody>
          {spacer(first)}
          {rows.slice(first, last).map((row, offset) => {
            const key = rowKey(row);
            return (
              <tr
                key={key} aria-rowindex={first + offset + 2} data-current={key === current} data-open={!!onRow}
                onClick={onRow ? (event) => {
                  if (!(event.target as HTMLElement).closest('a, button, input, label') && !getSelection()?.toString()) onRow(row);
                } : undefined}
              >
                {columns.map((column, index) => {
                  const cell = column.cell(row, first + offset);
                  return (
                    <td key={column.key} className={column.num ? 'num' : undefined} data-pinned={!!column.pinned}>
                      {onRow && index === 0 ? (
                        <button type="button" data-row className={styles['rowButton']} aria-label={t('open')} onClick={() => onRow(row)} onKeyDown={step} />
                      ) : null}
                      {cell}
                    </td>
                  );
                })}
              </tr>
            );
          })}
          {spacer(rows.length - last)}
        </tbody>
        {totals ? (
          <tfoot>
            <tr>
              {columns.map((column, index) => (
                <td key={column.key} className={column.num ? 'num' : undefined} data-pinned={!!column.pinned}>
                  {column.total ?? (index === 0 ? t('total') : null)}
                </td>
              ))}
            </tr>
          </tfoot>
        ) : null}
      </table>
    </div>
  );
}

interface HeadProps<T> {
  column: Column<T>;
  sort: string | undefined;
  onSort: ((sort: string) => void) | undefined;
}

function Head<T>({ column, sort, onSort }: HeadProps<T>) {
  const { t } = useTranslation();
  const name = column.sort;
  const way = name === undefined ? undefined : sort === name ? 'ascending' : sort === `-${name}` ? 'descending' : 'none';
  const toggle = () => {
    if (name === undefined || !onSort) return;
    const start = column.downFirst ? `-${name}` : name;
    const other = column.downFirst ? name : `-${name}`;
    onSort(sort === start ? other : start);
  };
  return (
    <th
      scope="col" className={column.num ? 'num' : undefined} data-pinned={!!column.pinned} aria-sort={way}
      style={column.width ? { minWidth: column.width } : undefined}
    >
      {name !== undefined && onSort ? (
        <span className={styles['sorter']}>
          {column.title}
          <button type="button" onClick={toggle} aria-label={`${nameOf(column)} ${t(way === 'ascending' ? 'table.sortDown' : 'table.sortUp')}`} data-way={way}>
            <svg viewBox="0 0 8 12" width="8" height="12" aria-hidden="true"><path d="M4 0 7.5 4.6H.5Z" /><path d="M4 12 .5 7.4h7Z" /></svg>
          </button>
        </span>
      ) : column.title}
    </th>
  );
}
