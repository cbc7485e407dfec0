import { fireEvent, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test, vi } from 'vitest';
import { Chart, type Series } from './Chart';

const format = (value: number | null) => String(value ?? '—');
const SERIES: Series[] = [
  { name: '外呼', values: [10, 30], format, tone: 0 },
  { name: '接通率', values: [0.2, null], format, tone: 2, line: true, right: true },
];

function chart(onPick = vi.fn()) {
  render(<Chart label="趋势" names={['11-26', '11-27']} series={SERIES} left={{ format: String, whole: true }} right={{ format: String }} onPick={onPick} table={<p>表格</p>} />);
  const board = screen.getByRole('slider', { name: '趋势' });
  board.getBoundingClientRect = () => ({ left: 0, width: 200, top: 0, height: 100, right: 200, bottom: 100, x: 0, y: 0, toJSON: () => '' });
  return { onPick, board };
}

test('pointing at a column tells its values, and a click picks it', () => {
  const { onPick, board } = chart();
  fireEvent.pointerMove(board, { clientX: 150 });
  const told = board.querySelector('dl');
  expect(told).toHaveTextContent('11-27');
  expect(told).toHaveTextContent('外呼30');
  expect(told).toHaveTextContent('接通率—');
  fireEvent.click(board);
  expect(onPick).toHaveBeenCalledWith(1, undefined);
});

test('a click on a part of a column names its series', () => {
  const { onPick, board } = chart();
  fireEvent.pointerMove(board, { clientX: 20 });
  fireEvent.click(board.querySelector('[data-series="外呼"]') ?? board);
  expect(onPick).toHaveBeenCalledWith(0, '外呼');
});

test('the arrow keys go from column to column, each is read aloud, and Enter opens it', async () => {
  const { onPick, board } = chart();
  board.focus();
  await userEvent.keyboard('{ArrowRight}{ArrowRight}{ArrowRight}');
  expect(board).toHaveAttribute('aria-valuetext', '11-27 · 外呼 30 · 接通率 —');
  await userEvent.keyboard('{Home}{Enter}');
  expect(onPick).toHaveBeenCalledWith(0, undefined);
});

test('a series is hidden and shown by its name', async () => {
  const { board } = chart();
  const name = screen.getByRole('button', { name: '外呼' });
  await userEvent.click(name);
  expect(name).toHaveAttribute('aria-pressed', 'false');
  expect(board.querySelector('[data-series]')).toBeNull();
  await userEvent.click(name);
  expect(board.querySelectorAll('[data-series]')).toHaveLength(2);
});

test('the same figures are there as a table', async () => {
  chart();
  await userEvent.click(screen.getByRole('button', { name: /table|表格/i }));
  expect(screen.getByText('表格')).toBeInTheDocument();
  expect(screen.queryByRole('slider')).toBeNull();
});
