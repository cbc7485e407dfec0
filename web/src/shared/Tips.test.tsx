import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test } from 'vitest';
import { Tips } from './Tips';

const page = () => render(<><button type="button" data-tip="实际拨出的电话">外呼</button><button type="button">接通</button><Tips /></>);

test('what one tabs to tells its tip, and describes itself by it', async () => {
  page();
  await userEvent.tab();
  expect(await screen.findByRole('tooltip')).toHaveTextContent('实际拨出的电话');
  expect(screen.getByRole('button', { name: '外呼' })).toHaveAccessibleDescription('实际拨出的电话');
  await userEvent.tab();
  expect(screen.queryByRole('tooltip')).toBeNull();
});

test('what one points at tells its tip; Escape takes it away', async () => {
  page();
  await userEvent.hover(screen.getByRole('button', { name: '外呼' }));
  expect(await screen.findByRole('tooltip')).toBeVisible();
  await userEvent.keyboard('{Escape}');
  expect(screen.queryByRole('tooltip')).toBeNull();
});

test('what is cut shows its whole text, and what is not shows none', async () => {
  render(<><p style={{ overflow: 'hidden', textOverflow: 'ellipsis' }}><b>很长的任务名称</b></p><p>短</p><Tips /></>);
  const paragraph = screen.getByText('很长的任务名称').parentElement;
  if (paragraph) Object.defineProperty(paragraph, 'scrollWidth', { value: 400 });
  await userEvent.hover(screen.getByText('短'));
  await userEvent.hover(screen.getByText('很长的任务名称'));
  expect(await screen.findByRole('tooltip')).toHaveTextContent('很长的任务名称');
});
