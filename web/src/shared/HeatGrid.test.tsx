import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test, vi } from 'vitest';
import { HeatGrid } from './HeatGrid';

/** Nothing on Monday at nine and ten, nor on Tuesday at nine. */
const VALUES = [[null, null, 3], [null, 4, 5]].map((row) => [...Array.from({ length: 9 }, () => null), ...row]);

test('the map is one stop of the keyboard; the arrows pass over what has nothing', async () => {
  const pick = vi.fn();
  render(<HeatGrid label="图" values={VALUES} hours={[9, 10, 11]} show={String} detail={String} onPick={pick} />);
  await userEvent.tab();
  expect(screen.getByRole('button', { name: /^Mon.* 11:00/ })).toHaveFocus();
  await userEvent.keyboard('{ArrowLeft}');
  expect(screen.getByRole('button', { name: /^Mon.* 11:00/ })).toHaveFocus();
  await userEvent.keyboard('{ArrowDown}{ArrowLeft}{Enter}');
  expect(pick).toHaveBeenCalledExactlyOnceWith(1, 10);
  await userEvent.tab();
  expect(document.body).toHaveFocus();
});
