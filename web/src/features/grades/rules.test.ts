import { expect, test } from 'vitest';
import { changed, daysOf, type Draft, drafted, flowsOf, missing, moved, plain, problemsOf, type Rule, ruleFor, same, type Use } from './rules';

const rule = (code: string, more: Partial<Rule> = {}): Rule => ({ match: 'exact', pattern: code, code, label: code, category: 'follow_up', order_kind: '', value_cents: 0, ...more });
const codes = (drafts: readonly Draft[]) => drafts.map((draft) => draft.code).join('');
const use = (text: string, code: string, would: string, days: [string, number][]): Use =>
  ({ text, code, would_be: would, calls: days.reduce((sum, [, calls]) => sum + calls, 0), days: days.map(([date, calls]) => ({ date, calls })) });

test('a rule is moved to its place, and never out of the list', () => {
  const drafts = drafted([rule('a'), rule('b'), rule('c')]);
  expect(codes(moved(drafts, 0, 2))).toBe('bca');
  expect(codes(moved(drafts, 2, 0))).toBe('cab');
  expect(codes(moved(drafts, 0, -1))).toBe('abc');
  expect(codes(moved(drafts, 2, 3))).toBe('abc');
});

test('a draft is the same until something of it differs, its order among that', () => {
  const rules = [rule('a'), rule('b')];
  expect(same(drafted(rules), rules)).toBe(true);
  expect(same(moved(drafted(rules), 0, 1), rules)).toBe(false);
  expect(plain(drafted(rules))).toEqual(rules);
});

test('a rule that is no success any more is no order either', () => {
  const sold = { ...rule('s', { category: 'success', order_kind: '9', value_cents: 900 }), id: 1 };
  expect(changed(sold, { category: 'invalid' })).toMatchObject({ order_kind: '', value_cents: 0 });
  expect(changed(sold, { label: 'x' })).toMatchObject({ order_kind: '9', value_cents: 900 });
});

test('what is missing is told without the server', () => {
  expect(missing(ruleFor('再联系', 1))).toEqual(['code']);
  expect(missing(rule('a b', { pattern: ' ', label: '', category: 'success' }))).toEqual(['pattern', 'code', 'label', 'order_kind']);
});

test("the server's complaints find their rule and field", () => {
  const found = problemsOf([{ field: 'rules.3.code', reason: 'x' }, { field: 'rules.3', reason: 'y' }, { field: 'version', reason: 'z' }]);
  expect([...found]).toEqual([[3, [{ field: 'code', reason: 'x' }, { field: '', reason: 'y' }]]]);
});

test('moves are summed by grade, and by day with the orders among them', () => {
  const uses = [use('一', 'a', 's', [['2026-11-01', 2]]), use('二', 'a', 's', [['2026-11-01', 1], ['2026-11-02', 5]]), use('三', 's', 'b', [['2026-11-02', 1]])];
  expect(flowsOf(uses).map((flow) => [flow.from, flow.to, flow.calls, flow.texts.length])).toEqual([['a', 's', 8, 2], ['s', 'b', 1, 1]]);
  const order = (code: string) => code === 's';
  expect(daysOf(uses, order, order)).toEqual([
    { date: '2026-11-02', calls: 6, before: 1, after: 5 },
    { date: '2026-11-01', calls: 3, before: 0, after: 3 },
  ]);
});
