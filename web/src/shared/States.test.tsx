import { createMemoryHistory, createRootRoute, createRouter, RouterProvider } from '@tanstack/react-router';
import { render, screen } from '@testing-library/react';
import { expect, test, vi } from 'vitest';
import { ApiError } from '@/api/client';
import { Failed } from './States';

const show = (error: unknown) => {
  const routeTree = createRootRoute({ component: () => <Failed error={error} retry={vi.fn()} /> });
  return render(<RouterProvider router={createRouter({ routeTree, history: createMemoryHistory({ initialEntries: ['/daily'] }) }) as never} />);
};

test.each([0, 429, 500, 503])('what may pass can be tried again (%i)', async (status) => {
  show(new ApiError(status, { error: 'away' }));
  expect(await screen.findByRole('button', { name: 'Try again' })).toBeInTheDocument();
});

test('a permission that is missing names who can give it and leads back, and is not to be tried again', async () => {
  show(new ApiError(403, { error: 'Not allowed', code: 'not_allowed' }));
  expect(await screen.findByText(/ask an administrator/)).toBeInTheDocument();
  expect(screen.getByRole('link', { name: 'Back to the overview' })).toHaveAttribute('href', '/');
  expect(screen.queryByRole('button', { name: 'Try again' })).toBeNull();
});

test('what is not there, or was asked wrongly, is told without a button that cannot help', async () => {
  show(new ApiError(404, { error: 'There is no such call' }));
  expect(await screen.findByText('There is no such call')).toBeInTheDocument();
  expect(screen.queryByRole('button', { name: 'Try again' })).toBeNull();
});
