import { render, screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import { Delta } from './Delta';

test.each([
  [0.0007, true, 'up 0.07 pp'], [-0.00004, true, 'unchanged 0.00 pp'], [-0.0004, false, 'unchanged 0.0%'], [-0.02, false, 'down 2.0%'],
])('a change of %s is told as what its figure says', (value, points, told) => {
  const { container } = render(<Delta value={value} points={points} />);
  expect(container.textContent?.slice(1)).toBe(told);
});

test('without a period before there is no change', () => {
  render(<Delta value={null} />);
  expect(screen.getByText('—')).toBeInTheDocument();
});
