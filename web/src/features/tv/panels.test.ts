import { expect, test } from 'vitest';
import { deedOf, panelAfter } from './panels';

test('panels go round in both directions', () => {
  expect(panelAfter('grades', 1)).toBe('today');
  expect(panelAfter('today', -1)).toBe('grades');
});

test('keys move, choose, pause, and tell of themselves', () => {
  expect(deedOf('ArrowRight', 'today')).toEqual({ panel: 'agents' });
  expect(deedOf('3', 'today')).toEqual({ panel: 'trend' });
  expect(deedOf(' ', 'today')).toBe('pause');
  expect(deedOf('?', 'today')).toBe('help');
  for (const key of ['5', '0', 'x', 'Tab']) expect(deedOf(key, 'today')).toBeUndefined();
});
