import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { fireEvent, render, screen } from '@testing-library/react';
import { expect, test, vi } from 'vitest';
import { useWrite } from './useWrite';

function Button({ write }: { write: () => Promise<void> }) {
  const work = useWrite({ mutationFn: write });
  return <button type="button" onClick={() => work.mutate()}>{work.isError ? '再试' : work.isSuccess ? '再来' : '保存'}</button>;
}

const shown = (write: () => Promise<void>) => render(<QueryClientProvider client={new QueryClient()}><Button write={write} /></QueryClientProvider>);
const twice = async (name: string) => {
  const button = await screen.findByRole('button', { name });
  fireEvent.click(button);
  fireEvent.click(button);
};

test('two clicks at once send one request; when it is answered the next goes out', async () => {
  const write = vi.fn(() => Promise.resolve());
  shown(write);
  await twice('保存');
  await twice('再来');
  await vi.waitFor(() => expect(write).toHaveBeenCalledTimes(2));
});

test('after a refusal one may try again', async () => {
  const write = vi.fn(() => Promise.reject(new Error('没有权限')));
  shown(write);
  await twice('保存');
  await twice('再试');
  await vi.waitFor(() => expect(write).toHaveBeenCalledTimes(2));
});
