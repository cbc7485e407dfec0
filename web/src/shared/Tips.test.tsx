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
