import { expect, test } from 'vitest';
import { choicesOf, sourcesOf } from './choices';

test('an account that two sources have is one choice with both of its names', () => {
  const rows = [{ value: '3005', label: '陈静 3005' }, { value: '3006', label: '王芳 3006' }, { value: '3005', label: '李娜 3005' }];
  expect(choicesOf(rows)).toEqual([{ value: '3005', label: '陈静 3005 / 李娜 3005' }, { value: '3006', label: '王芳 3006' }]);
});

test('a task of the same name in two sources is named once', () => {
  expect(choicesOf([{ value: '501', label: '新客' }, { value: '501', label: '新客' }])).toEqual([{ value: '501', label: '新客' }]);
});

test('sources are offered where there are several, or where one is chosen', () => {
  expect(sourcesOf([{ source: 'guanke' }, { source: 'guanke' }])).toEqual([]);
  expect(sourcesOf([{ source: 'guanke' }, { source: 'april' }])).toEqual(['april', 'guanke']);
  expect(sourcesOf([], ['april'])).toEqual(['april']);
});
