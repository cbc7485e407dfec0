import { expect, test } from 'vitest';
import { deedOf, leadersOf, panelAfter } from './panels';

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

test('ten agents lead, however many accounts that are none stand between them', () => {
  const rows = Array.from({ length: 20 }, (_, place) => ({ place, excluded: place % 5 === 0 }));
  expect(leadersOf(rows).map((row) => row.place)).toEqual([1, 2, 3, 4, 6, 7, 8, 9, 11, 12]);
});
