import { render, screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import { Later, useCameLater } from './Later';

function Content({ text }: { text: string | undefined }) {
  const later = useCameLater(text !== undefined);
  if (text === undefined) return <p>waiting</p>;
  return later ? <Later waiting={<p>waiting</p>}>{() => <p>{text}</p>}</Later> : <p>{text}</p>;
}

test('what came later is drawn, and so is every change of it', async () => {
  const { rerender } = render(<Content text={undefined} />);
  expect(screen.getByText('waiting')).toBeInTheDocument();
  rerender(<Content text="first" />);
  expect(await screen.findByText('first')).toBeInTheDocument();
  rerender(<Content text="second" />);
  expect(screen.getByText('second')).toBeInTheDocument();
  expect(screen.queryByText('waiting')).toBeNull();
});

test('what was there from the beginning is never waited for', () => {
  const seen: string[] = [];
  render(<Content text="there" />, { onRecoverableError: () => seen.push('error') });
  expect(screen.getByText('there')).toBeInTheDocument();
  expect(screen.queryByText('waiting')).toBeNull();
});
