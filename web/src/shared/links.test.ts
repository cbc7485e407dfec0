import { expect, test } from 'vitest';
import { figureHref } from './links';

const GRADES = { all: ['AS1', 'AS2'], nine: ['AS1'], one: ['AS2'] };
const DAY = { start: '2026-11-27', end: '2026-11-27' };

test.each([
  ['calls', '/calls?start=2026-11-27&end=2026-11-27'],
  ['agents', '/calls?start=2026-11-27&end=2026-11-27'],
  ['contact_rate', '/calls?start=2026-11-27&end=2026-11-27&connected=true'],
  ['talk_seconds', '/calls?start=2026-11-27&end=2026-11-27&connected=true'],
  ['orders', '/calls?start=2026-11-27&end=2026-11-27&grade=AS1&grade=AS2'],
  ['orders_1', '/calls?start=2026-11-27&end=2026-11-27&grade=AS2'],
])('%s leads to the calls that it counts', (metric, href) => {
  expect(figureHref(DAY, metric, GRADES)).toBe(href);
});
