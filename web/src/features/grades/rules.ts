/** The list of rules while somebody edits it. Pure, so that it can be tested. */
import type { Schemas } from '@/api/client';

export type Rule = Schemas['GradeRuleShape'];
export type Use = Schemas['GradeUseShape'];
/** A rule of the draft: `id` stays while it is moved and edited. */
export interface Draft extends Rule {
  id: number;
}
export type Problems = Map<number, { field: string; reason: string }[]>;

let last = 0;
export const drafted = (rules: readonly Rule[]): Draft[] => rules.map((rule) => ({ ...rule, id: ++last }));
export const plain = (drafts: readonly Draft[]): Rule[] =>
  drafts.map(({ match, pattern, code, label, category, order_kind, value_cents }) => ({ match, pattern, code, label, category, order_kind, value_cents }));
export const same = (drafts: readonly Draft[], rules: readonly Rule[]): boolean =>
  JSON.stringify(plain(drafts)) === JSON.stringify(plain(rules.map((rule) => ({ ...rule, id: 0 }))));

/** The rule at `from` stands at `to` afterwards. */
export function moved(drafts: readonly Draft[], from: number, to: number): Draft[] {
  if (to < 0 || to >= drafts.length || from === to) return [...drafts];
  const others = drafts.filter((_, index) => index !== from);
  const one = drafts[from];
  return one ? [...others.slice(0, to), one, ...others.slice(to)] : [...drafts];
}

/** A rule for one text, at the end: no other fits it, so that its place does not matter. */
export function ruleFor(text: string, id: number = ++last): Draft {
  return { id, match: 'exact', pattern: text, code: '', label: text.slice(0, 100), category: 'follow_up', order_kind: '', value_cents: 0 };
}

/** A change of the category takes along what belongs to it: only a success is an order. */
export function changed(rule: Draft, change: Partial<Rule>): Draft {
  const next = { ...rule, ...change };
  if (change.category && change.category !== 'success') return { ...next, order_kind: '', value_cents: 0 };
  return next;
}

export type Missing = 'pattern' | 'code' | 'label' | 'order_kind';
/** What can be told without asking the server. */
export function missing(rule: Rule): Missing[] {
  const found: Missing[] = [];
  if (!rule.pattern.trim()) found.push('pattern');
  if (!/^[A-Za-z0-9_.-]{1,40}$/.test(rule.code)) found.push('code');
  if (!rule.label.trim()) found.push('label');
  if (rule.category === 'success' && !rule.order_kind.trim()) found.push('order_kind');
  return found;
}

/** The server's complaints by the rule's place: `rules.3.code`, or `rules.3` for the rule as a whole. */
export function problemsOf(details: readonly { field: string; reason: string }[]): Problems {
  const found: Problems = new Map();
  for (const { field, reason } of details) {
    const [, place, name = ''] = /rules\.(\d+)(?:\.(\w+))?/.exec(field) ?? [];
    if (place === undefined) continue;
    found.set(Number(place), [...(found.get(Number(place)) ?? []), { field: name, reason }]);
  }
  return found;
}

export interface Flow {
  from: string;
  to: string;
  calls: number;
  texts: string[];
}

/** What moves from which code to which; most calls first. */
export function flowsOf(uses: readonly Use[]): Flow[] {
  const flows = new Map<string, Flow>();
  for (const use of uses) {
    const key = `${use.code}\n${use.would_be}`;
    const flow = flows.get(key) ?? { from: use.code, to: use.would_be, calls: 0, texts: [] };
    flows.set(key, { ...flow, calls: flow.calls + use.calls, texts: [...flow.texts, use.text] });
  }
  return [...flows.values()].sort((a, b) => b.calls - a.calls);
}

export interface DayMoves {
  date: string;
  calls: number;
  /** Orders before and after, among the calls that move. */
  before: number;
  after: number;
}

/** The same by day, with the orders among them. */
export function daysOf(uses: readonly Use[], isOrderNow: (code: string) => boolean, isOrderThen: (code: string) => boolean): DayMoves[] {
  const days = new Map<string, DayMoves>();
  for (const use of uses) {
    for (const { date, calls } of use.days) {
      const day = days.get(date) ?? { date, calls: 0, before: 0, after: 0 };
      days.set(date, {
        date, calls: day.calls + calls, before: day.before + (isOrderNow(use.code) ? calls : 0), after: day.after + (isOrderThen(use.would_be) ? calls : 0),
      });
    }
  }
  return [...days.values()].sort((a, b) => b.date.localeCompare(a.date));
}
