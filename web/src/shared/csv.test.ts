import { expect, test } from 'vitest';
import { csvOf } from './csv';

test('commas, quotes and lines are quoted, and Excel is told that it is UTF-8', () => {
  expect(csvOf([['姓名', 'a,b', 'say "hi"', 'two\nlines']])).toBe('\uFEFF姓名,"a,b","say ""hi""","two\nlines"\r\n');
});

test('a text that a spreadsheet would take for a formula stays text; a negative number stays a number', () => {
  expect(csvOf([['=1+1', '-5', -5, null]])).toBe("\uFEFF'=1+1,-5,-5,\r\n");
});
