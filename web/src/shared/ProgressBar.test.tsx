import { render, screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import { ProgressBar } from './ProgressBar';

test.each([[0, 4, '0'], [1, 3, '33'], [9, 4, '100'], [-1, 4, '0']])('%s of %s is %s percent', (done, total, percent) => {
  render(<ProgressBar label="pull" done={done} total={total} />);
  expect(screen.getByRole('progressbar', { name: 'pull' })).toHaveAttribute('aria-valuenow', percent);
});

test.each([0, null, undefined])('of %s it is not known how far it is', (total) => {
  render(<ProgressBar label="clearing" done={700} total={total} />);
  expect(screen.getByRole('progressbar')).not.toHaveAttribute('aria-valuenow');
});
