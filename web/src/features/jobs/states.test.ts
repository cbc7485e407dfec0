import { expect, test } from 'vitest';
import { cronWords } from './states';

test.each([
  ['*/10 9-23 * * *', { kind: 'everyMinutes', minutes: 10, from: 9, to: 23 }],
  ['*/5 * * * *', { kind: 'everyMinutes', minutes: 5, from: undefined, to: undefined }],
  ['* * * * *', { kind: 'everyMinutes', minutes: 1, from: undefined, to: undefined }],
  ['4-59/10 8-23 * * *', { kind: 'everyMinutes', minutes: 10, from: 8, to: 23 }],
  ['35 * * * *', { kind: 'hourly', minute: '35', from: undefined, to: undefined }],
  ['0 9-23 * * *', { kind: 'hourly', minute: '00', from: 9, to: 23 }],
  ['5 1,10 * * *', { kind: 'daily', times: ['01:05', '10:05'] }],
  ['30 8 * * 1,0', { kind: 'weekly', times: ['08:30'], days: [0, 6] }],
  ['0 0 1 * *', undefined],
  ['30-59/10 8-23 * * *', undefined],
  ['* 3 * * *', undefined],
  ['*/7 3 * * 1-5', undefined],
  ['', undefined],
])('%s in words', (cron, words) => expect(cronWords(cron)).toEqual(words));
