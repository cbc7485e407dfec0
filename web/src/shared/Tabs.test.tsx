import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { expect, test } from 'vitest';
import { Tabs } from './Tabs';

function Three() {
  const [current, setCurrent] = useState<'a' | 'b' | 'c'>('a');
  const tabs = [{ key: 'a', label: '甲' }, { key: 'b', label: '乙' }, { key: 'c', label: '丙' }] as const;
  return <Tabs label="三页" tabs={tabs} current={current} onChange={setCurrent}>{`内容 ${current}`}</Tabs>;
}

test('a click shows what the tab holds, under its name', async () => {
  render(<Three />);
  await userEvent.click(screen.getByRole('tab', { name: '乙' }));
  expect(screen.getByRole('tabpanel', { name: '乙' })).toHaveTextContent('内容 b');
});

test('the row is one stop of the keyboard, and the arrows go round', async () => {
  render(<Three />);
  await userEvent.tab();
  expect(screen.getByRole('tab', { name: '甲' })).toHaveFocus();
  await userEvent.keyboard('{ArrowLeft}');
  expect(screen.getByRole('tab', { name: '丙' })).toHaveFocus();
  expect(screen.getByRole('tabpanel')).toHaveTextContent('内容 c');
  await userEvent.keyboard('{Home}');
  expect(screen.getByRole('tab', { selected: true })).toHaveTextContent('甲');
});
