import { act, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { useReturnFocus } from './unsaved';

function Form() {
  useReturnFocus();
  return <input aria-label="name" />;
}

function Page({ open }: { open: boolean }) {
  return <><button type="button">opener</button>{open ? <Form /> : null}</>;
}

/** A form that was closed by the answer to a question, which has the focus until it has faded out. */
function closed(fades: number) {
  const { rerender } = render(<Page open={false} />);
  screen.getByRole('button', { name: 'opener' }).focus();
  rerender(<Page open />);
  const question = document.body.appendChild(document.createElement('button'));
  question.focus();
  setTimeout(() => question.remove(), fades);
  rerender(<Page open={false} />);
}

beforeEach(() => { vi.useFakeTimers(); });
afterEach(() => { vi.useRealTimers(); });

test.each([0, 300, 3000])('the focus goes back to the opener though a question takes %d ms to fade out', (fades) => {
  closed(fades);
  act(() => { vi.advanceTimersByTime(9000); });
  expect(screen.getByRole('button', { name: 'opener' })).toHaveFocus();
});

test('whoever points somewhere meanwhile is left alone', () => {
  closed(300);
  document.body.dispatchEvent(new Event('pointerdown', { bubbles: true }));
  act(() => { vi.advanceTimersByTime(9000); });
  expect(document.body).toHaveFocus();
});
