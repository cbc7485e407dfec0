import { expect, test } from 'vitest';
import { moment, oneOf, parseSearch, rangeSearch, reads, stringifySearch, texts, trimmed, whole } from './search';

test('an address is flat: repeated names are several values, and nothing is quoted', () => {
  const query = stringifySearch({ agent: ['3008', '3009'], outcome: 'busy', page: 2, none: undefined });
  expect(query).toBe('?agent=3008&agent=3009&outcome=busy&page=2');
  expect(parseSearch(query)).toEqual({ agent: ['3008', '3009'], outcome: 'busy', page: '2' });
});

test('what is mistyped is left out, never an error', () => {
  expect(oneOf('nonsense', ['a', 'b'])).toBeUndefined();
  expect(whole('-3')).toBeUndefined();
  expect(rangeSearch({ start: '2026-11-09', end: '2026-11-01' })).toEqual({});
  expect(rangeSearch({ range: 'yesterday' })).toEqual({ range: 'yesterday' });
});

test('an empty text asks for what is unknown', () => {
  expect(texts('')).toEqual(['']);
  expect(texts(undefined)).toBeUndefined();
});

test('a moment keeps its offset even when the plus came as a space', () => {
  expect(moment('2026-11-27T09:00:00 08:00')).toBe('2026-11-27T09:00:00+08:00');
  expect(moment('2026-11-27')).toBe('2026-11-27');
  expect(moment('yesterday')).toBeUndefined();
});

test('entries that say nothing are trimmed', () => {
  expect(trimmed({ a: 1, b: undefined })).toEqual({ a: 1 });
});

test('what a route does not name, or cannot read, is gone and is not what stood in the address', () => {
  const read = reads((raw) => trimmed({ ...rangeSearch(raw), page: whole(raw['page'], 1) }));
  expect(read({ range: '90d', page: '2', utm: 'x' })).toEqual({ range: undefined, page: 2, utm: undefined });
});
