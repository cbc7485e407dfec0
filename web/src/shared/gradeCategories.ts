/** What grades mean: the categories of the rules, and the two that no rule gives. */
import type { Tone } from './Pill';

export const RULE_CATEGORIES = ['success', 'follow_up', 'open', 'invalid', 'not_reached'] as const;
export type RuleCategory = (typeof RULE_CATEGORIES)[number];
export const CATEGORIES = [...RULE_CATEGORIES, 'unmapped', 'none'] as const;
export type Category = (typeof CATEGORIES)[number];

export const TONES: Record<Category, Tone> = {
  success: 'green', follow_up: 'blue', open: 'amber', invalid: 'violet', not_reached: 'grey', unmapped: 'red', none: 'grey',
};

export function categoryOf(code: string | null | undefined, given: string | null | undefined): Category {
  if (code === null || code === undefined || code === '') return 'none';
  return CATEGORIES.find((one) => one === given) ?? 'unmapped';
}
