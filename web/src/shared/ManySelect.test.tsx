import { render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { expect, test } from 'vitest';
import { ManySelect } from './ManySelect';

const OPTIONS = [{ value: 'a', label: '陈静' }, { value: 'b', label: '王磊' }];

function Filter({ start }: { start?: string[] }) {
  const [value, setValue] = useState(start);
  return (
    <>
      <ManySelect label="坐席" value={value} options={OPTIONS} width={160} onChange={setValue} />
      <output>{value?.join(',') ?? ''}</output>
    </>
  );
}

test('a box stands for the list until somebody comes near', async () => {
  const user = userEvent.setup();
  render(<Filter />);
  const box = screen.getByRole('combobox', { name: '坐席' });
  expect(box.tagName).toBe('BUTTON');
  await user.hover(box);
  expect(screen.getByRole('combobox', { name: '坐席' }).tagName).toBe('INPUT');
});

test('the list is reached by the keyboard, searched and chosen from', async () => {
  const user = userEvent.setup();
  render(<Filter />);
  await user.tab();
  const field = screen.getByRole('combobox', { name: '坐席' });
  expect(field.tagName).toBe('INPUT');
  expect(field).toHaveFocus();
  await user.keyboard('王');
  await user.click(await screen.findByTitle('王磊'));
  await waitFor(() => expect(screen.getByRole('status')).toHaveTextContent('b'));
});

test('what is chosen is shown at once', () => {
  render(<Filter start={['a', 'b']} />);
  expect(screen.getByRole('combobox', { name: '坐席' }).tagName).toBe('INPUT');
});

test('it is searched by what stands behind a name too, and tells what is typed where there is more to find', async () => {
  const user = userEvent.setup();
  const typed: string[] = [];
  render(<ManySelect label="任务" value={[]} options={[{ value: '50007', label: '华东回访' }]} width={160} onTyped={(words) => typed.push(words)} onChange={() => undefined} />);
  await user.tab();
  await user.keyboard('5000');
  expect(await screen.findByTitle('华东回访')).toBeInTheDocument();
  expect(typed.at(-1)).toBe('5000');
});

test('the first touch opens the list', async () => {
  const user = userEvent.setup();
  render(<Filter />);
  const box = screen.getByRole('combobox', { name: '坐席' });
  await user.pointer([{ keys: '[TouchA>]', target: box }, { keys: '[/TouchA]' }]);
  await waitFor(() => expect(screen.getByRole('combobox', { name: '坐席' })).toHaveAttribute('aria-expanded', 'true'));
});
