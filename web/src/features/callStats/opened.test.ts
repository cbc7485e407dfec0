import { expect, test } from 'vitest';
import { opened } from './opened';

test('an address names the source and the id, which may have slashes', () => {
  expect(opened('guanke/3008')).toEqual({ source: 'guanke', id: '3008' });
  expect(opened('guanke/a/b')).toEqual({ source: 'guanke', id: 'a/b' });
});

test('what is neither opens nothing', () => {
  for (const odd of [undefined, '', '/', 'guanke', 'guanke/', '/3008']) expect(opened(odd)).toBeUndefined();
});
