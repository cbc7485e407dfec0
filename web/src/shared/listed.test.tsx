import { QueryClient, QueryClientProvider, useQuery } from '@tanstack/react-query';
import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { Select } from 'antd';
import { expect, test } from 'vitest';
import { useListed } from './listed';

let answers = false;

function Form() {
  const query = useQuery({ queryKey: ['teams'], queryFn: () => (answers ? Promise.resolve(['华南']) : Promise.reject(new Error('away'))), retry: false });
  const listed = useListed(query);
  return <Select aria-label="团队" options={(query.data ?? []).map((value) => ({ value, label: value }))} {...listed} />;
}

test('a list that did not load says so where it is opened, and comes when it is asked for again', async () => {
  const user = userEvent.setup();
  render(<QueryClientProvider client={new QueryClient()}><Form /></QueryClientProvider>);
  await screen.findByRole('combobox', { name: '团队' });
  await user.click(screen.getByRole('combobox', { name: '团队' }));
  expect(await screen.findByRole('alert')).toHaveTextContent('The choices could not be loaded');
  answers = true;
  await user.click(screen.getByRole('button', { name: 'Try again' }));
  expect(await screen.findByTitle('华南')).toBeInTheDocument();
  expect(screen.queryByRole('alert')).toBeNull();
});
