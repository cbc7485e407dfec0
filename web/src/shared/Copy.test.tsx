import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test } from 'vitest';
import { Copy } from './Copy';


/** A page over plain HTTP, where browsers have no clipboard; what is selected when it is asked to be copied. */
function plain(works: boolean): string[] {
  const copied: string[] = [];
  Object.defineProperty(navigator, 'clipboard', { value: undefined, configurable: true });
  document.execCommand = () => {
    const box = document.querySelector('textarea');
    copied.push(box?.value.slice(box.selectionStart, box.selectionEnd) ?? '');
    return works;
  };
  return copied;
}

test('without a clipboard the text is selected and copied, and nothing of that is left', async () => {
  const user = userEvent.setup({ writeToClipboard: false });
  const copied = plain(true);
  render(<Copy text="一次性密码" />);
  await user.click(screen.getByRole('button', { name: 'Copy' }));
  expect(await screen.findByRole('button', { name: 'Copied' })).toHaveFocus();
  expect(copied).toEqual(['一次性密码']);
  expect(document.querySelector('textarea')).toBeNull();
});

test('what could not be copied is not said to be', async () => {
  const user = userEvent.setup({ writeToClipboard: false });
  plain(false);
  render(<Copy text="一次性密码" />);
  await user.click(screen.getByRole('button', { name: 'Copy' }));
  expect(await screen.findByRole('button', { name: /^Could not copy/ })).toBeVisible();
});
