import { type FocusEvent, type KeyboardEvent, useState } from 'react';

const ARROWS: Record<string, [number, number]> = { ArrowDown: [1, 0], ArrowUp: [-1, 0], ArrowRight: [0, 1], ArrowLeft: [0, -1] };

/** The arrows go to the next cell that can be opened, over those that cannot. */
function step(event: KeyboardEvent<HTMLTableSectionElement>): void {
  const [down, right] = ARROWS[event.key] ?? [];
  const cell = (event.target as HTMLElement).closest('td');
  if (down === undefined || right === undefined || !cell) return;
  event.preventDefault();
  const { rows } = event.currentTarget;
  const buttonAt = (row: number, column: number) => rows[row]?.cells[column]?.querySelector('button');
  let row = (cell.parentElement as HTMLTableRowElement).sectionRowIndex + down;
  let column = cell.cellIndex + right;
  for (let button = buttonAt(row, column); button; button = buttonAt(row, column)) {
    if (!button.disabled) return button.focus();
    row += down;
    column += right;
  }
}

/**
 * A table of many buttons as one stop of the keyboard. `keys` are those of the cells that can be opened; the first of them
 * is where one comes in. What is given goes onto the table's body and onto each button.
 */
export function useCells(keys: readonly string[]) {
  const [last, setLast] = useState<string>();
  const stop = last !== undefined && keys.includes(last) ? last : keys[0];
  return {
    body: { onKeyDown: step, onFocus: (event: FocusEvent<HTMLTableSectionElement>) => setLast(event.target.dataset['cell']) },
    cell: (key: string) => ({ 'data-cell': key, tabIndex: key === stop ? 0 : -1 }),
  };
}
