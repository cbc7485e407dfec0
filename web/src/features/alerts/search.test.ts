import { expect, test } from 'vitest';
import { asked, behind } from './search';

test('an alert leads to the list behind it', () => {
  const facts = { day: '2026-11-20', track: 'grade' };
  expect(behind({ rule: 'day_incomplete', source: 'guanke', facts })).toEqual({ go: 'day', href: '/sync?day=guanke%3A2026-11-20&start=2026-11-20&end=2026-11-20' });
  expect(behind({ rule: 'orders_differ', source: 'guanke', facts })?.href).toContain('/reconciliation?open=guanke%3A2026-11-20');
  expect(behind({ rule: 'disk_full', source: null, facts: {} })).toBeUndefined();
});

test('hours without calls lead to the calls of those hours', () => {
  const href = behind({ rule: 'no_calls', source: 'guanke', facts: { day: '2026-11-20', hour: 10, hours: 2 } })?.href;
  expect(decodeURIComponent(href ?? '')).toContain('start=2026-11-20T09:00:00+08:00&end=2026-11-20T10:59:59+08:00');
});

test('what is asked follows the tab and the filters', () => {
  expect(asked({})).toEqual({ page: 1, per_page: 20, state: 'open' });
  expect(asked({ tab: 'history', seen: '0', rule: 'disk_full' })).toEqual({ page: 1, per_page: 20, acknowledged: false, rule: ['disk_full'] });
});
